import type { Casemapping } from './casemapping.ts';
import { decodeScope, type ExchangeScope, encodeScope, isLimited } from './exchange-scope.ts';
import { fieldClasses } from './field-class.ts';
import { parseServerName, type ServerName } from './identity.ts';

/** By server that is not told everything: what it may be told of what one server wrote. */
export type RelayScopes = ReadonlyMap<ServerName, ExchangeScope>;

/** Nobody is kept from anything. */
export const relayEverything: RelayScopes = new Map();

/** Servers that may be named: as many as a list of servers has. */
const SERVERS_MAX = 256;

/**
 * As a hello tells it: `@<server>` once or more, then what counts for them, globs as in `ScopeWords` and the classes that do
 * **not** pass. So a class of a later version is kept back only by who knows it. At most one group of globs each.
 */
export function encodeRelay(scopes: RelayScopes): string[] {
  const servers = new Map<string, ServerName[]>();
  for (const [server, scope] of scopes) {
    const rule = ruleItems(scope).join(',');
    servers.set(rule, [...(servers.get(rule) ?? []), server]);
  }
  return [...servers.values()].flatMap((names) => [
    ...names.map((server) => `@${server}`),
    ...ruleItems(scopes.get(names[0]!)!),
  ]);
}

/** The inverse, or what is wrong. */
export function decodeRelay(
  casemapping: Casemapping,
  items: readonly string[],
): { readonly scopes: RelayScopes } | { readonly problem: string } {
  const scopes = new Map<ServerName, ExchangeScope>();
  let seen = 0;
  for (const { servers, rule } of sections(items)) {
    seen += servers.length;
    if (servers.length === 0) return { problem: 'names no server first' };
    if (seen > SERVERS_MAX) return { problem: `names more than ${SERVERS_MAX} servers` };
    const decoded = decodeRule(casemapping, rule);
    if ('problem' in decoded) return decoded;
    for (const text of servers) {
      const server = parseServerName(text);
      if (server === null) return { problem: 'has an item that is not a server name' };
      if (scopes.has(server)) return { problem: 'names a server twice' };
      if (isLimited(decoded.scope)) scopes.set(server, decoded.scope);
    }
  }
  return { scopes };
}

const GLOB = /^[-#+!*?]/;
const CLASS = /^[a-z0-9][a-z0-9-]{0,63}$/;

function ruleItems(scope: ExchangeScope): string[] {
  const globs = encodeScope(scope).channels ?? [];
  return [...globs, ...fieldClasses.filter((each) => !scope.classes.has(each))];
}

function decodeRule(casemapping: Casemapping, rule: readonly string[]) {
  const globs = rule.filter((item) => GLOB.test(item));
  const kept = rule.filter((item) => !GLOB.test(item));
  if (!kept.every((item) => CLASS.test(item))) return { problem: 'has an item of no known form' };
  return decodeScope(casemapping, {
    channels: globs.length === 0 ? null : globs,
    fields: fieldClasses.filter((each) => !kept.includes(each)),
  });
}

/** Items that begin with `@`, and those that follow them. */
function sections(items: readonly string[]): { readonly servers: string[]; readonly rule: string[] }[] {
  const found: { servers: string[]; rule: string[] }[] = [];
  for (const item of items) {
    const last = found.at(-1);
    if (!item.startsWith('@')) (last ?? newSection(found)).rule.push(item);
    else (last === undefined || last.rule.length > 0 ? newSection(found) : last).servers.push(item.slice(1));
  }
  return found;
}

function newSection(found: { servers: string[]; rule: string[] }[]) {
  const section = { servers: [], rule: [] };
  found.push(section);
  return section;
}
