import type { ChannelDocument__Output } from '../proto-types/cburst/v1/ChannelDocument.ts';
import type { FieldReason__Output } from '../proto-types/cburst/v1/FieldReason.ts';
import type { GetChannelResponse__Output } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import type { Holder__Output } from '../proto-types/cburst/v1/Holder.ts';
import type { HostDeviation__Output } from '../proto-types/cburst/v1/HostDeviation.ts';
import type { LostWrite__Output } from '../proto-types/cburst/v1/LostWrite.ts';
import { showBytes, showField } from './show-field.ts';
import { showTime } from './show-time.ts';
import { type Cell, renderPairs, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Why a channel looks as it does: its ids, its holders, every field with its writer, and what the host shows instead. */
export function renderChannel(response: GetChannelResponse__Output, terminal: Terminal): string {
  const { documents, host_deviations: deviations } = response;
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, documents.flatMap(plainRows), terminal);
  const family = renderFamily(response, terminal);
  const parts = documents.map((document) => renderDocument(document, response, terminal));
  if (family !== null) parts.push(family);
  if (deviations.length > 0) parts.push(renderDeviations(deviations, terminal));
  return parts.join('\n');
}

function renderDocument(
  document: ChannelDocument__Output,
  { shown_by_host: shownByHost, missing_on_host: missing }: GetChannelResponse__Output,
  terminal: Terminal,
): string {
  const pairs: [string, Cell][] = [
    ['channel', { text: showBytes(document.name), style: 'bold' }],
    ['id', document.id],
    ['shown here', `${document.shown ? 'yes' : 'no'}: ${document.reason}`],
    ...(document.shown ? [['on the ircd', shownByHost ? 'yes' : whyNot(missing)] as [string, Cell]] : []),
    ['origin', document.origin + (document.split_born ? ', created during a split' : '')],
    ['created', document.created_at === 0 ? 'unknown' : showTime(document.created_at)],
    ['holders', document.holders.map(showHolder).join(', ') || 'none'],
  ];
  return `${renderPairs(pairs, terminal)}\n${renderFields(document, terminal)}`;
}

/** `missing`: what the host said; empty: nothing. */
function whyNot(missing: string): Cell {
  return missing === '' ? 'no' : { text: `no: ${missing}`, style: 'yellow' };
}

/** Null: the channel stands alone. */
function renderFamily(
  { ancestors, children, cycle }: GetChannelResponse__Output,
  terminal: Terminal,
): string | null {
  const names = (list: readonly Buffer[]) => list.map(showBytes).join(', ');
  const pairs: [string, Cell][] = [];
  if (ancestors.length > 0) pairs.push(['below', names(ancestors)]);
  if (children.length > 0) pairs.push(['above', names(children)]);
  if (cycle.length > 0) {
    const text = `${[...cycle, cycle[0]!].map(showBytes).join(' → ')}: of these parents the one that was set last does not count`;
    pairs.push(['cycle', { text, style: 'yellow' }]);
  }
  return pairs.length === 0 ? null : renderPairs(pairs, terminal);
}

function renderFields({ fields }: ChannelDocument__Output, terminal: Terminal): string {
  if (fields.length === 0) return 'Nothing was ever set.\n';
  return renderTable(FIELD_COLUMNS, fields.map(fieldRow), terminal);
}

const FIELD_COLUMNS = [
  { title: 'FIELD', shrinks: true },
  { title: 'VALUE', shrinks: true },
  { title: 'WRITER' },
  { title: 'STAMPED' },
  { title: 'STAMP' },
  { title: 'WHY' },
] as const;

function fieldRow({
  field,
  writer,
  stamped_at: stampedAt,
  stamp,
  reason,
  lost,
}: FieldReason__Output): Cell[] {
  const { name, value } = field ? showField(field) : { name: '?', value: '?' };
  return [
    name,
    value,
    writer,
    showTime(stampedAt),
    stamp,
    lost ? `${reason}; lost: ${showLost(lost)}` : reason,
  ];
}

function showLost({ field, writer, stamped_at: stampedAt }: LostWrite__Output): string {
  return `${field ? showField(field).value : '?'} of ${writer}, ${showTime(stampedAt)}`;
}

const PLAIN_COLUMNS = [{ title: 'ID' }, { title: 'SHOWN' }, ...FIELD_COLUMNS];

function plainRows({ id, shown, fields }: ChannelDocument__Output): Cell[][] {
  return fields.map((reason) => [id, shown ? 'yes' : 'no', ...fieldRow(reason)]);
}

function showHolder({ server, members, reachable }: Holder__Output): string {
  return `${server} (${members} ${members === 1 ? 'member' : 'members'}${reachable ? '' : ', out of reach'})`;
}

function renderDeviations(deviations: readonly HostDeviation__Output[], terminal: Terminal): string {
  const rows = deviations.map(({ wanted, shown, reason }): Cell[] => {
    const { name, value } = wanted ? showField(wanted) : { name: '?', value: '?' };
    return [name, value, shown ? showField(shown).value : 'nothing', reason];
  });
  const columns = [
    { title: 'FIELD', shrinks: true },
    { title: 'SHOULD BE', shrinks: true },
    { title: 'IS', shrinks: true },
    { title: 'WHY' },
  ] as const;
  const title = terminal.paint('yellow', 'The host shows something else:');
  return `${title}\n${renderTable(columns, rows, terminal)}`;
}
