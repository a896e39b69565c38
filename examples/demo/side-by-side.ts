import type { ChannelState, ListEntry } from '../../test/e2e/irc-client.ts';
import { readableText } from './readable-text.ts';
import { paint } from './transcript.ts';

const LABEL_WIDTH = 11;
const COLUMN_WIDTH = 40;

/** Instead of a parameter that an ircd does not tell those who are not in the channel. */
const HIDDEN = '(not told)';

/** One line of the table: the same `key` on both sides is one row. */
interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** The two states as a table; rows that differ are marked. */
export function sideBySide(titles: readonly [string, string], a: ChannelState, b: ChannelState): string {
  const left = facts(a);
  const right = facts(b);
  const keys = new Map([...left, ...right].map(({ key, label }) => [key, label]));
  const rows = [...keys].map(([key, label]) => {
    const [x, y] = [left, right].map((side) => side.find((fact) => fact.key === key)?.value ?? '');
    const isSame = x === y || [x, y].includes(HIDDEN);
    return row(isSame ? ' ' : '≠', label, x!, y!);
  });
  return [paint('bold', row(' ', '', ...titles)), ...rows].join('\n');
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

function row(mark: string, label: string, a: string, b: string): string {
  const text = `${mark} ${label.padEnd(LABEL_WIDTH)} ${fit(a)} ${fit(b)}`.trimEnd();
  return mark === '≠' ? paint('yellow', text) : text;
}

function fit(text: string): string {
  return (text.length > COLUMN_WIDTH ? `${text.slice(0, COLUMN_WIDTH - 1)}…` : text).padEnd(COLUMN_WIDTH);
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
