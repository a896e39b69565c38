import type { Command } from 'commander';
import type { Decision__Output } from '../../proto-types/cburst/v1/Decision.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonDocument } from '../json-output.ts';
import { addLimitOption } from '../limit-option.ts';
import { showBytes, showField } from '../show-field.ts';
import { showTime } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

type JournalOptions = AskOptions & { readonly limit: number };

export function addJournalCommand(program: Command): void {
  const command = program
    .command('journal')
    .description(
      'what was decided about channels, by rules and by people, and what that cost; the latest first',
    )
    .argument('[glob]', "only channels that match, for instance '#dev*'", '')
    .addHelpText('after', NEXT);
  addLimitOption(addAskOptions(command)).action((glob: string, options: JournalOptions) =>
    ask(options, async (client) => {
      const list = await client.decisions(Buffer.from(glob), options.limit);
      await print(options.json ? jsonDocument(list) : renderJournal(list.decisions, terminal));
      if (list.more && !options.json)
        process.stderr.write(`These are the latest ${options.limit}: --limit shows more.\n`);
    }),
  );
}

export function renderJournal(decisions: readonly Decision__Output[], terminal: Terminal): string {
  if (decisions.length === 0) return 'Nothing was decided.\n';
  const columns = [
    { title: 'NUMBER', align: 'right' },
    { title: 'WHEN' },
    { title: 'WHAT' },
    { title: 'CHANNEL', shrinks: true },
    { title: 'BY' },
    { title: 'WHY', shrinks: true },
    { title: 'COST', shrinks: true },
  ] as const;
  return renderTable(columns, decisions.map(decisionRow), terminal);
}

function decisionRow({ number, time, kind, channel, by, reason, lost }: Decision__Output): Cell[] {
  const cost = lost.map((field) => {
    const { name, value } = showField(field);
    return `${name}: ${value}`;
  });
  return [
    number,
    showTime(time),
    kind,
    showBytes(channel),
    by || 'the rules',
    reason,
    cost.join('; ') || '-',
  ];
}

const NEXT = `
What a decision cost is given back by "cburst restore NUMBER". Who has an id after merge or split is for the policy to
say again after "cburst unpin ID".
`;
