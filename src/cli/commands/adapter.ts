import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { AdapterConfig } from '../../config/adapter-config.ts';
import { type IrcdType, ircdKinds, ircdTypes } from '../../config/ircd-kinds.ts';
import type { ServerName } from '../../core/identity.ts';
import { runDaemon } from '../run-daemon.ts';
import { print } from '../terminal.ts';

interface AdapterOptions {
  readonly ircd: IrcdType;
  readonly config?: string;
  readonly printLink?: true;
}

export function addAdapterCommand(program: Command): void {
  program
    .command('adapter')
    .description('run the adapter that pairs an unmodified ircd with its sidecar')
    .addOption(new Option('--ircd <name>', 'the kind of ircd').choices(ircdTypes).makeOptionMandatory())
    .option(
      '--config <file>',
      "the adapter's configuration; without it a block for the ircd with new passwords is shown",
    )
    .option('--print-link', 'print the block that goes into the configuration of the ircd, and end')
    .action(adapter);
}

async function adapter(options: AdapterOptions): Promise<void> {
  const config = options.config === undefined ? null : await loadConfig(options.config, options.ircd);
  const { linkBlock, startAdapter } = await import('../../adapter/adapter.ts');
  if (config === null) {
    const proposed = proposedConfig(options.ircd);
    await print(`${linkBlock(proposed).trimEnd()}\n\n${proposal(proposed)}`);
    return;
  }
  if (options.printLink) {
    await print(`${linkBlock(config).trimEnd()}\n`);
    return;
  }
  const { createLogger } = await import('../../log/logger.ts');
  const log = createLogger(config.logging, 'adapter');
  const { loadAdapterConfig } = await import('../../config/load-adapter-config.ts');
  const { rereadConfig } = await import('../../adapter/reread-config.ts');
  const load = () => loadAdapterConfig(options.config!, options.ircd);
  runDaemon(log, async () => {
    const adapter = await startAdapter(config, { log });
    return { stop: () => adapter.stop(), reload: () => rereadConfig(config, { load, log }) };
  });
}

async function loadConfig(file: string, type: IrcdType): Promise<AdapterConfig> {
  const { loadAdapterConfig } = await import('../../config/load-adapter-config.ts');
  return loadAdapterConfig(file, type);
}

/** What the example in config/ says, with passwords that nobody else has. */
function proposedConfig(type: IrcdType): AdapterConfig {
  const { port, defaultModes, hasServerIds } = ircdKinds[type];
  const password = (): string => randomBytes(24).toString('base64url');
  return {
    ircd: {
      type,
      address: { host: '127.0.0.1', port },
      serverName: 'irc1.example.net' as ServerName,
      defaultModes,
      keeper: true,
      services: [],
      carryModes: [],
    },
    link: {
      name: 'cburst.irc1.example.net' as ServerName,
      sid: hasServerIds ? '9CB' : '',
      description: 'keeps channels the same',
      sendPassword: password(),
      receivePassword: password(),
    },
    sidecar: { target: 'unix:host.sock', tokenFile: null },
    adapter: {
      observe: true,
      linesPerSecond: 2000,
      channelLinesPerSecond: 100,
      showMembers: false,
      showMembersMax: 10_000,
      nickSuffix: '|net',
    },
    logging: { level: 'info', format: 'auto' },
  };
}

/** The other half, as comments: the whole output may go into the configuration of the ircd. */
function proposal({ ircd, link }: AdapterConfig): string {
  const sid = link.sid === '' ? '' : `# sid = "${link.sid}"\n`;
  return `# The same in the adapter's configuration (chmod 600; see config/adapter-${ircd.type}.toml for the rest):
#
# [link]
# name = "${link.name}"
${sid}# send_password = "${link.sendPassword}"
# receive_password = "${link.receivePassword}"
#
# Change the name to fit your network. With these in a file, this prints the block that fits it:
# cburst adapter --ircd ${ircd.type} --config FILE --print-link
`;
}
