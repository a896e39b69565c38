import { Argument, type Command } from 'commander';
import type { Figure__Output } from '../../proto-types/cburst/v1/Figure.ts';
import type { GetStatsResponse__Output } from '../../proto-types/cburst/v1/GetStatsResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { showAge } from '../show-time.ts';
import { renderTable } from '../table.ts';
import { print, type Terminal } from '../terminal.ts';

export function addStatsCommand(program: Command): void {
  const command = program
    .command('stats')
    .description('what was counted since the start, and what is measured now');
  addPlainOption(addAskOptions(command))
    .addArgument(
      new Argument('[glob]', "only figures whose name matches, for instance '*burst*'").default('', 'all'),
    )
    .action((glob: string, options: AskOptions & PlainOption) =>
      ask(options, async (client) => {
        const stats = await client.stats(glob);
        await print(options.json ? jsonDocument(stats) : renderStats(stats, terminalFor(options)));
      }),
    );
}

export function renderStats(
  { figures, started_at, time }: GetStatsResponse__Output,
  terminal: Terminal,
): string {
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, figures.map(plainRow), terminal);
  if (figures.length === 0) return 'No figure has such a name: "cburst stats" lists all of them.\n';
  const columns = [
    { title: 'FIGURE' },
    { title: 'OF', shrinks: true },
    { title: 'NUMBER', align: 'right' },
  ] as const;
  const rows = figures.map((figure) => [figure.name, labels(figure), number(figure)]);
  return `Counted for ${showAge(started_at, time)}.\n${renderTable(columns, rows, terminal)}`;
}

const PLAIN_COLUMNS = [{ title: 'FIGURE' }, { title: 'LABELS' }, { title: 'NUMBER' }];

/** The number as it is, in the unit that the name ends with. */
function plainRow({ name, labels, value }: Figure__Output): string[] {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
  return [name, pairs.join(' ') || '-', String(value)];
}

function labels({ labels }: Figure__Output): string {
  return Object.values(labels).join(' ') || '-';
}

const UNITS = ['', ' kB', ' MB', ' GB'] as const;

/** As many digits as say something. */
function number({ name, value }: Figure__Output): string {
  if (/_bytes(?:_total)?$/.test(name)) return bytes(value);
  if (/_seconds(?:_sum)?$/.test(name))
    return value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(1)} s`;
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function bytes(value: number): string {
  let [rest, unit] = [value, 0];
  for (; rest >= 10_000 && unit < UNITS.length - 1; unit++) rest /= 1000;
  return `${Math.round(rest)}${UNITS[unit]}`;
}
