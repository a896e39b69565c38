import type { Command } from 'commander';
import type { StoreProblem__Output } from '../../proto-types/cburst/v1/StoreProblem.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addLimitOption } from '../limit-option.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showBytes } from '../show-field.ts';
import { type Cell, renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type StoreOptions = AskOptions & PlainOption & { readonly limit: number };

export function addStoreCommand(program: Command): void {
  const command = program
    .command('store')
    .description('records of the store that were set aside or repaired');
  addPlainOption(addLimitOption(addAskOptions(command))).action((options: StoreOptions) =>
    ask(options, async (client) => {
      const list = await client.storeProblems(options.limit);
      await printList(list, options, (terminal) => renderStoreProblems(list.problems, terminal));
    }),
  );
}

export function renderStoreProblems(problems: readonly StoreProblem__Output[], terminal: Terminal): string {
  const columns = [
    { title: 'KIND' },
    { title: 'RECORD', shrinks: true },
    { title: 'BYTES', align: 'right' },
    { title: 'WHAT BECAME OF IT' },
    { title: 'WHY', shrinks: true },
  ] as const;
  return renderTable(columns, problems.map(problemRow), terminal, 'Every record of the store fits.\n');
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
