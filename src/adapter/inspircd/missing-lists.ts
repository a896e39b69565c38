import type { IrcdTraits } from '../ircd-traits.ts';

/** Lists that the network keeps and this ircd cannot show, each with the module that it lacks. */
export function missingLists({ modes }: IrcdTraits): { readonly list: string; readonly module: string }[] {
  const shown = new Set([...modes.values()].filter(({ kind }) => kind === 'list').map(({ name }) => name));
  return Object.entries(MODULES)
    .filter(([list]) => !shown.has(list))
    .map(([list, module]) => ({ list, module }));
}

/** InspIRCd tells its modes only when a server links: what it learns by /REHASH reaches the adapter with its next link. */
export function loadAndRelink(module: string): string {
  return `load the module ${module} in the ircd, /REHASH, then restart the adapter: the ircd tells its modes only when a server links`;
}

/** What brings the lists. Bans need no module. */
const MODULES: Readonly<Record<string, string>> = { except: 'banexception', invite: 'inviteexception' };
