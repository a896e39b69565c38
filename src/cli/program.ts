import { Command } from 'commander';
import { packageVersion } from '../config/package-version.ts';
import { addAdapterCommand } from './commands/adapter.ts';
import { addChannelCommand } from './commands/channel.ts';
import { addChannelsCommand } from './commands/channels.ts';
import { addHealthCommand } from './commands/health.ts';
import { addKeygenCommand } from './commands/keygen.ts';
import { addMetadataCommand } from './commands/metadata.ts';
import { addPeersCommand } from './commands/peers.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { addReadmitCommand } from './commands/readmit.ts';
import { addSidecarCommand } from './commands/sidecar.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStoreCommand } from './commands/store.ts';
import { addWatchCommand } from './commands/watch.ts';
import { exitCodeHelp } from './exit-code.ts';

/** All commands. Wrong arguments throw a `CommanderError` after the message was written. */
export function buildProgram(): Command {
  const program = new Command('cburst')
    .description('Keeps IRC channels the same between unmodified ircds.')
    .version(packageVersion, '-V, --version')
    .exitOverride()
    .showHelpAfterError('(--help shows what is possible)')
    .addHelpText('after', EXAMPLES)
    .addHelpText('afterAll', exitCodeHelp);
  program.commandsGroup('To run:');
  addKeygenCommand(program);
  addSidecarCommand(program);
  addAdapterCommand(program);
  program.commandsGroup('To ask a running sidecar:');
  addHealthCommand(program);
  addStatusCommand(program);
  addPeersCommand(program);
  addChannelsCommand(program);
  addChannelCommand(program);
  addStoreCommand(program);
  addWatchCommand(program);
  program.commandsGroup('To decide for it:');
  addQuarantineCommand(program);
  addMetadataCommand(program);
  addReadmitCommand(program);
  return program;
}

const EXAMPLES = `
Examples:
  cburst keygen --name irc1.example.net --out run/node1
  cburst adapter --ircd inspircd
  cburst sidecar --config run/node1/sidecar.toml
  cburst status --config run/node1/sidecar.toml

README.md leads through the first steps, docs/operations.md through what comes later.`;
