import type { Command } from 'commander';
import type { ConfigChange__Output } from '../../proto-types/cburst/v1/ConfigChange.ts';
import { ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide } from '../decide-options.ts';
import { jsonDocument } from '../json-output.ts';
import { renderTable } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

export function addReloadCommand(program: Command): void {
  const command = program
    .command('reload')
    .description('has the sidecar read its configuration again, and tells what changes')
    .addHelpText('after', SAME);
  addDecideOptions(command).action((options: DecideOptions) =>
    ask(options, async (client) => {
      const { changes } = await client.reload(howToDecide(options));
      const dryRun = options.dryRun ?? false;
      await print(options.json ? jsonDocument({ changes }) : renderChanges(changes, dryRun, terminal));
    }),
  );
}

export function renderChanges(
  changes: readonly ConfigChange__Output[],
  dryRun: boolean,
  terminal: Terminal,
): string {
  if (changes.length === 0) return 'The file says what the sidecar works by.\n';
  const columns = [
    { title: 'SECTION' },
    { title: 'KEY' },
    { title: 'BEFORE', shrinks: true },
    { title: 'NOW', shrinks: true },
    { title: 'COUNTS' },
  ] as const;
  const rows = changes.map(({ place, key, before, after, restart_reason }) => {
    const counts = restart_reason === '' ? 'at once' : `after a restart: ${restart_reason}`;
    return [
      place,
      key,
      before,
      after,
      { text: counts, style: restart_reason === '' ? 'green' : 'yellow' },
    ] as const;
  });
  const note = dryRun ? 'Nothing was changed: this was only a look.\n' : '';
  return `${renderTable(columns, rows, terminal)}${note}`;
}

const SAME = `
SIGHUP does the same. A file with a mistake changes nothing. What counts only after a restart is told by "cburst status" until
then.`;
