import type { Field__Output } from '../proto-types/cburst/v1/Field.ts';
import type { PlannedChange__Output } from '../proto-types/cburst/v1/PlannedChange.ts';
import type { PlanPolicyResponse__Output } from '../proto-types/cburst/v1/PlanPolicyResponse.ts';
import { showBytes, showField } from './show-field.ts';
import { type Cell, clean, renderTable } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

/** What a decision came to: its number, or 0 and what it would change. */
export interface PlannedAnswer {
  readonly decision: number;
  readonly change?: PlannedChange__Output | null;
}

/** What a decision would change here. */
export function renderPlanned({ change }: PlannedAnswer, terminal: Terminal): string {
  return change ? renderChanges([change], terminal) : 'Users here would see no difference.\n';
}

/** A plan, and what it is about. `policy` empty: those in force. */
export function renderPlan(
  { changes, against_host }: Pick<PlanPolicyResponse__Output, 'changes' | 'against_host'>,
  policy: string,
  terminal: Terminal,
): string {
  if (terminal.plain) return renderChanges(changes, terminal);
  const under = policy === '' ? '' : `Under "${policy}" `;
  if (changes.length > 0) {
    const head = against_host ? `${under || 'Now '}"cburst go" would write this to the ircd:\n\n` : '';
    return `${head}${renderChanges(changes, terminal)}`;
  }
  return against_host
    ? `${under || 'Now '}"cburst go" would write nothing: the ircd shows what it should.\n`
    : `${under}users here would see no difference.\n`;
}

/** What users here would see differently: a channel with its ids in the first line, then a line for each field. */
export function renderChanges(changes: readonly PlannedChange__Output[], terminal: Terminal): string {
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, changes.flatMap(changeRows), terminal);
  return changes.map((change) => renderChange(change, terminal)).join('\n');
}

const PLAIN_COLUMNS = ['CHANNEL', 'FROM ID', 'TO ID', 'CHANGE', 'FIELD', 'VALUE', 'BEFORE'].map((title) => ({
  title,
}));

/** A change of nothing but the id has a row, too. */
function changeRows({
  channel,
  from_id,
  to_id,
  gained,
  lost,
  changed,
  before,
}: PlannedChange__Output): Cell[][] {
  const row = (sign: string, field: Field__Output, was?: Field__Output): Cell[] => {
    const { name, value } = showField(field);
    return [sign, name, value, was === undefined ? '-' : showField(was).value];
  };
  const rows = [
    ...gained.map((field) => row('+', field)),
    ...lost.map((field) => row('-', field)),
    ...changed.map((field, at) => row('~', field, before[at])),
  ];
  const place = [showBytes(channel), from_id || '-', to_id || '-'];
  return (rows.length > 0 ? rows : [['-', '-', '-', '-']]).map((cells) => [...place, ...cells]);
}

function renderChange(
  { channel, from_id, to_id, gained, lost, changed, before }: PlannedChange__Output,
  terminal: Terminal,
) {
  const ids = from_id === to_id ? from_id : `${from_id || 'no id'} → ${shownId(to_id)}`;
  const head = `${terminal.paint('bold', clean(showBytes(channel)))}  ${ids}`;
  const lines = [
    ...gained.map((field) => line('+', field, 'green', terminal)),
    ...lost.map((field) => line('-', field, 'red', terminal)),
    ...changed.map((field, at) => line('~', field, 'yellow', terminal, before[at])),
  ];
  return `${[head, ...lines].join('\n')}\n`;
}

/** An id that is yet to be made has a place, no number. */
function shownId(id: string): string {
  if (id === '') return 'no id';
  return id.startsWith('00000000-0000-0000-0000-') ? 'a new id' : id;
}

function line(
  sign: string,
  field: Field__Output,
  style: Style,
  terminal: Terminal,
  before?: Field__Output,
): string {
  const { name, value } = showField(field);
  const was = before === undefined ? '' : ` (was: ${clean(showField(before).value)})`;
  return terminal.paint(style, `  ${sign} ${clean(name)}: ${clean(value)}${was}`);
}
