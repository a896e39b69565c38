import type { ChannelState, ListEntry } from '../../test/e2e/irc-client.ts';
import { readableText } from './readable-text.ts';
import { paint } from './transcript.ts';

const LABEL_WIDTH = 11;
/** For all columns together: a terminal of 100 has room for three. */
const COLUMNS_WIDTH = 81;

/** Instead of a parameter that an ircd does not tell those who are not in the channel. */
const HIDDEN = '(not told)';

/** One line of the table: the same `key` on both sides is one row. */
interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** The states as a table; rows that differ are marked. */
export function sideBySide(titles: readonly string[], states: readonly ChannelState[]): string {
  const columns = states.map(facts);
  const width = Math.floor(COLUMNS_WIDTH / states.length);
  const keys = new Map(columns.flat().map(({ key, label }) => [key, label]));
  const rows = [...keys].map(([key, label]) => {
    const values = columns.map((column) => column.find((fact) => fact.key === key)?.value ?? '');
    const isSame = new Set(values.filter((value) => value !== HIDDEN)).size <= 1;
    return row(isSame ? ' ' : '≠', label, values, width);
  });
  return [paint('bold', row(' ', '', titles, width)), ...rows].join('\n');
}

function facts(state: ChannelState): Fact[] {
  if (!state.exists) return [fact('channel', 'does not exist')];
  const { topic, parameters, modes } = state;
  const parameter = (letter: string) => (modes.includes(letter) ? (parameters[letter] ?? HIDDEN) : '-');
  return [
    fact('topic', topic?.text ?? '-'),
    fact('  set by', topic?.setter ?? '-'),
    fact('  set at', topic ? time(topic.setAt) : '-'),
    fact('modes', `+${modes}`),
    fact('key', parameter('k')),
    fact('limit', parameter('l')),
    ...listFacts('ban', state.bans),
    ...listFacts('exception', state.excepts),
    ...listFacts('invitation', state.invites),
  ];
}

function fact(label: string, value: string): Fact {
  return { key: label, label, value: readableText(value) };
}

function listFacts(label: string, entries: readonly ListEntry[]): Fact[] {
  return entries.map(({ mask }) => ({ key: `${label} ${mask}`, label, value: readableText(mask) }));
}

function row(mark: string, label: string, values: readonly string[], width: number): string {
  const cells = values.map((value) => fit(value, width)).join(' ');
  const text = `${mark} ${label.padEnd(LABEL_WIDTH)} ${cells}`.trimEnd();
  return mark === '≠' ? paint('yellow', text) : text;
}

function fit(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
