import type { Command } from 'commander';
import type { StoreProblem__Output } from '../../proto-types/cburst/v1/StoreProblem.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addLimitOption } from '../limit-option.ts';
import { showBytes } from '../show-field.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

type StoreOptions = AskOptions & { readonly limit: number };

export function addStoreCommand(program: Command): void {
  addLimitOption(
    addAskOptions(
      program.command('store').description('records of the store that were set aside or repaired'),
    ),
  ).action((options: StoreOptions) =>
    ask(options, async (client) => {
      const list = await client.storeProblems(options.limit);
      await print(options.json ? jsonDocument(list) : renderStoreProblems(list.problems, terminal));
      if (list.more && !options.json)
        process.stderr.write(`These are the first ${options.limit}: --limit shows more.\n`);
    }),
  );
}

export function renderStoreProblems(problems: readonly StoreProblem__Output[], terminal: Terminal): string {
  if (problems.length === 0) return 'Every record of the store fits.\n';
  const columns = [
    { title: 'KIND' },
    { title: 'RECORD', shrinks: true },
    { title: 'BYTES', align: 'right' },
    { title: 'WHAT BECAME OF IT' },
    { title: 'WHY', shrinks: true },
  ] as const;
  return renderTable(columns, problems.map(problemRow), terminal);
}

function problemRow({
  space,
  key,
  size,
  outcome,
  reason,
  found_now: foundNow,
}: StoreProblem__Output): Cell[] {
  const repaired = outcome === 'STORE_PROBLEM_OUTCOME_REPAIRED';
  const when = foundNow ? 'at this start' : 'at an earlier start';
  return [
    space,
    showBytes(key),
    repaired ? '-' : size,
    { text: `${repaired ? 'repaired' : 'set aside'} ${when}`, style: foundNow ? 'yellow' : 'dim' },
    reason,
  ];
}
