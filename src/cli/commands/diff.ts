import type { Command } from 'commander';
import type { ComparePeerResponse__Output } from '../../proto-types/cburst/v1/ComparePeerResponse.ts';
import type { DocumentDifference__Output } from '../../proto-types/cburst/v1/DocumentDifference.ts';
import type { FieldDifference__Output } from '../../proto-types/cburst/v1/FieldDifference.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { exitCodes } from '../exit-code.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { Progress } from '../progress.ts';
import { showBytes, showField } from '../show-field.ts';
import { type Cell, clean, renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type DiffOptions = AskOptions & ByOption & PlainOption;

export function addDiffCommand(program: Command): void {
  const command = program
    .command('diff')
    .description('compares with a peer now: proves both equal, or lists what differed and puts it right')
    .argument('<peer>', 'its server name');
  addPlainOption(addAskOptions(addByOption(command))).action((peer: string, options: DiffOptions) =>
    ask(options, async (client) => {
      const progress = new Progress(options);
      const answer = await progress.during(`comparing with ${clean(peer)}…`, () =>
        client.compare(peer, options.by),
      );
      await printList(answer, options, (terminal) => renderComparison(peer, answer, terminal));
      if (!answer.equal) process.exitCode = exitCodes.negative;
    }),
  );
}

export function renderComparison(
  peer: string,
  answer: ComparePeerResponse__Output,
  terminal: Terminal,
): string {
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, answer.differences.flatMap(plainRows), terminal);
  const lines = [
    headline(peer, answer, terminal),
    ...answer.differences.flatMap((each) => differenceLines(peer, each, terminal)),
  ];
  if (answer.more_differences > 0) lines.push(`and ${answer.more_differences} more`);
  if (answer.unknown_by_rule > 0)
    lines.push(
      `${answer.unknown_by_rule} or more channels of ${peer} are not here, by rule: "cburst quarantine" lists what waits`,
    );
  if (answer.excluded_fields.length > 0)
    lines.push(`Not compared, because rules do not exchange it: ${answer.excluded_fields.join(', ')}`);
  if (answer.excluded_count > 0)
    lines.push(`Not compared, because rules do not exchange them: ${excluded(answer)}`);
  return lines.map((line) => `${line}\n`).join('');
}

const PLAIN_COLUMNS = ['CHANNEL', 'ID', 'SIDE', 'STATE', 'REASON', 'FIELD', 'VALUE', 'BEFORE'].map(
  (title) => ({ title }),
);

/** A difference of which no field is known has a row, too. */
function plainRows({
  channel,
  channel_id,
  side,
  state,
  reason,
  fields,
}: DocumentDifference__Output): Cell[][] {
  const place = [
    showBytes(channel) || '-',
    channel_id,
    wordOf(side, 'DIFFERENCE_SIDE_').toLowerCase(),
    wordOf(state, 'DIFFERENCE_STATE_').toLowerCase(),
    reason,
  ];
  const rows = fields.map(({ before, now }) => {
    const { name, value } = showField(now!);
    return [name, value, before ? showField(before).value : '-'];
  });
  return (rows.length > 0 ? rows : [['-', '-', '-']]).map((cells) => [...place, ...cells]);
}

function headline(peer: string, answer: ComparePeerResponse__Output, { paint }: Terminal): string {
  const what = `${answer.documents} channels, digest ${answer.digest}`;
  if (answer.equal) return paint('green', `Equal with ${peer}: ${what}`);
  const now = answer.equal_now ? `, and are equal now: ${what}` : '';
  return paint('yellow', `There were differences with ${peer}${now}`);
}

function differenceLines(
  peer: string,
  difference: DocumentDifference__Output,
  { paint }: Terminal,
): string[] {
  const side = { HERE: 'only here', PEER: `only on ${peer}`, BOTH: 'not the same' }[
    wordOf(difference.side, 'DIFFERENCE_SIDE_')
  ];
  const state = wordOf(difference.state, 'DIFFERENCE_STATE_').toLowerCase().replace('_', ' ');
  const style = state === 'healed' ? 'green' : 'yellow';
  const head = `${clean(showBytes(difference.channel) || difference.channel_id)}: ${side}; ${paint(style, state)}: ${clean(difference.reason)}`;
  return [head, ...difference.fields.map(fieldLine)];
}

function fieldLine({ before, now }: FieldDifference__Output): string {
  const { name, value } = showField(now!);
  return clean(`  ~ ${name}: ${value}${before ? ` (was: ${showField(before).value})` : ''}`);
}

function excluded({
  excluded_channels: channels,
  excluded_count: count,
}: ComparePeerResponse__Output): string {
  const shown = channels.slice(0, NAMED_MAX).map((name) => clean(showBytes(name)));
  const more =
    count > shown.length ? ` and ${count - shown.length} more (--json names up to a thousand)` : '';
  return `${shown.join(', ')}${more}`;
}

/** Of the channels that are not compared; --json has more. */
const NAMED_MAX = 10;

function wordOf<Word extends string>(value: string, prefix: string): Word {
  return value.slice(prefix.length) as Word;
}
