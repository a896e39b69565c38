import { Argument, type Command } from 'commander';
import type { Decision__Output } from '../../proto-types/cburst/v1/Decision.ts';
import type { Field__Output } from '../../proto-types/cburst/v1/Field.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addLimitOption } from '../limit-option.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showBytes, showField } from '../show-field.ts';
import { showTime } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type JournalOptions = AskOptions & PlainOption & { readonly limit: number };

export function addJournalCommand(program: Command): void {
  const command = program
    .command('journal')
    .description(
      'what was decided about channels, by rules and by people, and what that cost; the latest first',
    )
    .addArgument(new Argument('[glob]', "only channels that match, for instance '#dev*'").default('', 'all'))
    .addHelpText('after', NEXT);
  addPlainOption(addLimitOption(addAskOptions(command))).action((glob: string, options: JournalOptions) =>
    ask(options, async (client) => {
      const list = await client.decisions(Buffer.from(glob), options.limit);
      await printList(list, options, (terminal) => renderJournal(list.decisions, terminal), 'latest');
    }),
  );
}

export function renderJournal(decisions: readonly Decision__Output[], terminal: Terminal): string {
  const columns = [
    { title: 'NUMBER', align: 'right' },
    { title: 'WHEN' },
    { title: 'WHAT' },
    { title: 'CHANNEL', shrinks: true },
    { title: 'BY' },
    { title: 'WHY', shrinks: true },
    { title: 'COST', shrinks: true },
    { title: 'GAIN', shrinks: true },
  ] as const;
  return renderTable(columns, decisions.map(decisionRow), terminal, 'Nothing was decided.\n');
}

function decisionRow({ number, time, kind, channel, by, reason, lost, gained }: Decision__Output): Cell[] {
  return [
    number,
    showTime(time),
    kind,
    showBytes(channel) || '-',
    by || 'the rules',
    reason,
    showFields(lost),
    showFields(gained),
  ];
}

function showFields(fields: readonly Field__Output[]): string {
  const shown = fields.map((field) => {
    const { name, value } = showField(field);
    return `${name}: ${value}`;
  });
  return shown.join('; ') || '-';
}

const NEXT = `
What a decision cost is given back by "cburst restore NUMBER". Who has an id after merge or split is for the policy to
say again after "cburst unpin ID".`;
