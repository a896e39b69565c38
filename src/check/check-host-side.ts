import type { AdapterConfig } from '../config/adapter-config.ts';
import type { IrcdType } from '../config/ircd-kinds.ts';
import { loadAdapterConfig } from '../config/load-adapter-config.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { checkAdapter, judgeIrcdPort } from './check-adapter.ts';
import { checkConfig } from './check-config.ts';
import { checkIrcdConfig } from './check-ircd-config.ts';
import { type Finding, findingsOf } from './finding.ts';
import { ircdTypeOf, readIrcdConfig, readIrcdText } from './ircd-config.ts';
import { probeTcp } from './probe-tcp.ts';

export interface HostSideOptions {
  readonly adapterConfigFile: string;
  /** Null: it is not looked at. */
  readonly ircdConfigFile: string | null;
  /** Nothing is dialled. */
  readonly offline: boolean;
}

/** The adapter's configuration beside that of its sidecar, whether the ircd is there, and whether it lets the adapter link. */
export async function checkHostSide(
  sidecar: SidecarConfig,
  { adapterConfigFile, ircdConfigFile, offline }: HostSideOptions,
): Promise<Finding[]> {
  const { loaded, findings } = checkConfig(adapterConfigFile, 'adapter', (file) =>
    loadAdapterConfig(file, null),
  );
  if (loaded === null) return [...findings];
  const { config: adapter, places } = loaded;
  return [
    ...findings,
    ...checkAdapter(adapter, places, sidecar),
    ...(offline ? [] : [judgeIrcdPort(adapter, places, await probeTcp(adapter.ircd.address))]),
    ...(ircdConfigFile === null ? [] : readAndJudge(ircdConfigFile, adapter, adapterConfigFile, sidecar)),
  ];
}

function readAndJudge(
  file: string,
  adapter: AdapterConfig,
  adapterFile: string,
  sidecar: SidecarConfig,
): Finding[] {
  try {
    const { text, place, notRead } = readIrcdText(adapter.ircd.type, file);
    const type = ircdTypeOf(text);
    // Everything that is looked for would be missing there.
    if (type !== null && type !== adapter.ircd.type) return [otherKind(type, adapter, adapterFile, file)];
    const { elsewhere, ...read } = readIrcdConfig(adapter.ircd.type, text);
    const ircd = { ...read, elsewhere: elsewhere.filter(({ value }) => notRead.has(value)) };
    return checkIrcdConfig({ adapter, adapterFile, sidecar, ircd, file, place, notRead });
  } catch (failure) {
    const { code, syscall } = failure as NodeJS.ErrnoException;
    if (syscall === undefined) throw failure;
    return [
      findingsOf('ircd').error(
        `the configuration of the ircd cannot be read (${code})`,
        file,
        'name it with --ircd-config, as a user who may read it',
      ),
    ];
  }
}

function otherKind(
  type: IrcdType,
  { ircd }: Pick<AdapterConfig, 'ircd'>,
  adapterFile: string,
  file: string,
): Finding {
  return findingsOf('ircd').error(
    `this is a configuration of ${type}, and [ircd] type of the adapter is ${ircd.type}`,
    file,
    `name that of the ${ircd.type} with --ircd-config, or write type = "${type}" in ${adapterFile}`,
  );
}
