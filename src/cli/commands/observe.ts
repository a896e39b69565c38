import type { Command } from 'commander';
import { addWritesOptions, setWrites } from '../set-writes.ts';

export function addObserveCommand(program: Command): void {
  const command = program
    .command('observe')
    .description('only reads the ircd from now on: the network hears of it, and nothing is written to it')
    .addHelpText(
      'after',
      '\nFor the time before a first link. "cburst plan" says what would be written, "cburst go" lets it.',
    );
  addWritesOptions(command).action((options) => setWrites('HOST_WRITE_MODE_OBSERVE', options));
}
