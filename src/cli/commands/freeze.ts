import type { Command } from 'commander';
import { addWritesOptions, setWrites } from '../set-writes.ts';

export function addFreezeCommand(program: Command): void {
  const command = program
    .command('freeze')
    .description('the stop button: nothing more is written to the ircd, what waits included')
    .addHelpText(
      'after',
      '\nUsers go on, and what they change counts. "cburst go" ends it, after a restart as well.',
    );
  addWritesOptions(command, true).action((options) => setWrites('HOST_WRITE_MODE_FREEZE', options));
}
