import { Command } from 'commander';
import { packageVersion } from '../config/package-version.ts';
import { addAdapterCommand } from './commands/adapter.ts';
import { addChannelCommand } from './commands/channel.ts';
import { addChannelsCommand } from './commands/channels.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addConflictsCommand } from './commands/conflicts.ts';
import { addDebugBundleCommand } from './commands/debug-bundle.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addDrainCommand } from './commands/drain.ts';
import { addFreezeCommand } from './commands/freeze.ts';
import { addGoCommand } from './commands/go.ts';
import { addHealthCommand } from './commands/health.ts';
import { addJournalCommand } from './commands/journal.ts';
import { addKeygenCommand } from './commands/keygen.ts';
import { addLinkCommand } from './commands/link.ts';
import { addLogLevelCommand } from './commands/log-level.ts';
import { addMapCommand } from './commands/map.ts';
import { addMergeCommand } from './commands/merge.ts';
import { addMetadataCommand } from './commands/metadata.ts';
import { addObserveCommand } from './commands/observe.ts';
import { addPeersCommand } from './commands/peers.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { addReadmitCommand } from './commands/readmit.ts';
import { addReloadCommand } from './commands/reload.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addResyncCommand } from './commands/resync.ts';
import { addRotateKeyCommand } from './commands/rotate-key.ts';
import { addSidecarCommand } from './commands/sidecar.ts';
import { addSplitCommand } from './commands/split.ts';
import { addStatsCommand } from './commands/stats.ts';
import { addStatusCommand } from './commands/status.ts';
import { addStoreCommand } from './commands/store.ts';
import { addTokenCommand } from './commands/token.ts';
import { addTopCommand } from './commands/top.ts';
import { addUnlinkCommand } from './commands/unlink.ts';
import { addUnpinCommand } from './commands/unpin.ts';
import { addWatchCommand } from './commands/watch.ts';
import { addWhyCommand } from './commands/why.ts';
import { addExamples } from './examples.ts';
import { exitCodeHelp } from './exit-code.ts';
import { allCommands, commandPath } from './walk-commands.ts';

/** All commands. Wrong arguments throw a `CommanderError` after the message was written. */
export function buildProgram(): Command {
  const program = new Command('cburst')
    .description('Keeps IRC channels the same between unmodified ircds.')
    .version(packageVersion, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text + quotingHint(text)) })
    .addHelpText('after', EXAMPLES)
    .addHelpText('afterAll', exitCodeHelp);
  program.commandsGroup('To run:');
  addKeygenCommand(program);
  addTokenCommand(program);
  addCheckCommand(program);
  addSidecarCommand(program);
  addAdapterCommand(program);
  program.commandsGroup('To ask a running sidecar:');
  addHealthCommand(program);
  addStatusCommand(program);
  addPeersCommand(program);
  addMapCommand(program);
  addStatsCommand(program);
  addChannelsCommand(program);
  addChannelCommand(program);
  addWhyCommand(program);
  addConflictsCommand(program);
  addPlanCommand(program);
  addDiffCommand(program);
  addJournalCommand(program);
  addStoreCommand(program);
  addWatchCommand(program);
  addTopCommand(program);
  program.commandsGroup('To decide for it:');
  addObserveCommand(program);
  addGoCommand(program);
  addFreezeCommand(program);
  addQuarantineCommand(program);
  addMergeCommand(program);
  addSplitCommand(program);
  addUnpinCommand(program);
  addRestoreCommand(program);
  addMetadataCommand(program);
  addRotateKeyCommand(program);
  addResyncCommand(program);
  addReadmitCommand(program);
  program.commandsGroup('To keep it running:');
  addReloadCommand(program);
  addDrainCommand(program);
  addLinkCommand(program);
  addUnlinkCommand(program);
  addLogLevelCommand(program);
  addDebugBundleCommand(program);
  addCompletionCommand(program);
  for (const command of allCommands(program)) {
    addExamples(command);
    command.showHelpAfterError(`Next: ${commandPath(command)} --help`);
  }
  return program;
}

/** A shell takes an unquoted #name for a comment, so that nothing of it comes here. */
function quotingHint(error: string): string {
  const isName = /missing required argument '(?:name|channel)'/.test(error);
  return isName ? `(A channel's name needs quotes, for # begins a comment in a shell: '#name')\n` : '';
}

const EXAMPLES = `
Examples:
  cburst keygen --name irc1.example.net --out run/node1
  cburst adapter --ircd inspircd
  cburst sidecar --config run/node1/sidecar.toml
  cburst status --config run/node1/sidecar.toml

README.md leads through the first steps, docs/operations.md through what comes later.`;
