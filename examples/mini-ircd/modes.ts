import type { Channel, Field } from './channel.ts';
import { isSet } from './channel.ts';

/** The host API knows modes by name, since letters mean different things on different ircds. These are ours. */
export const FLAGS: Readonly<Record<string, string>> = {
  i: 'invite-only',
  m: 'moderated',
  n: 'no-external',
  p: 'private',
  s: 'secret',
  t: 'topic-protected',
};

export const LISTS: Readonly<Record<string, string>> = { b: 'ban', e: 'except', I: 'invite' };

/** What a new channel has before anybody set anything. */
export const DEFAULTS: readonly Field[] = [
  { kind: 'flag', name: 'no-external', set: true },
  { kind: 'flag', name: 'topic-protected', set: true },
];

/** Changes of modes with a parameter in one MODE command or line. */
export const PARAMETERS_MAX = 12;
/** With prefix, command and channel a MODE line stays within 512 bytes, but for a single longer parameter. */
const PARAMETER_BYTES_PER_LINE = 300;

/** A channel's modes as RPL_CHANNELMODEIS shows them; the key only to those who may know it. */
export function channelModes(channel: Channel, showKey: boolean): string {
  const letters = Object.keys(FLAGS).filter((letter) => channel.hasFlag(FLAGS[letter]!));
  const parameters: string[] = [];
  if (channel.joinKey !== null) {
    letters.push('k');
    parameters.push(showKey ? channel.joinKey : '*');
  }
  if (channel.limit !== null) {
    letters.push('l');
    parameters.push(String(channel.limit));
  }
  return [`+${letters.join('')}`, ...parameters].join(' ');
}

/** One change of a mode: its sign, letter and parameter. */
export interface ModeChange {
  readonly add: boolean;
  readonly letter: string;
  readonly parameter: string | null;
}

/** The change that gives `field` its value, null for the topic, which is no mode. */
export function modeChange(field: Field): ModeChange | null {
  const add = isSet(field);
  switch (field.kind) {
    case 'topic':
      return null;
    case 'flag':
      return { add, letter: letterOf(FLAGS, field.name), parameter: null };
    case 'join-key':
      return { add, letter: 'k', parameter: field.value ?? '*' };
    case 'limit':
      return { add, letter: 'l', parameter: add ? String(field.value) : null };
    case 'entry':
      return { add, letter: letterOf(LISTS, field.list), parameter: field.mask };
  }
}

/** The changes as arguments of MODE, each within a line's length. */
export function modeArguments(changes: readonly ModeChange[]): string[] {
  const lines: string[] = [];
  let rest = [...changes];
  while (rest.length > 0) {
    const count = countForLine(rest);
    lines.push(oneLine(rest.slice(0, count)));
    rest = rest.slice(count);
  }
  return lines;
}

function countForLine(changes: readonly ModeChange[]): number {
  let bytes = 0;
  let parameters = 0;
  for (const [index, { parameter }] of changes.entries()) {
    if (parameter === null) continue;
    bytes += parameter.length + 1;
    parameters++;
    if (index > 0 && (bytes > PARAMETER_BYTES_PER_LINE || parameters > PARAMETERS_MAX)) return index;
  }
  return changes.length;
}

function oneLine(changes: readonly ModeChange[]): string {
  let letters = '';
  let sign = '';
  for (const { add, letter } of changes) {
    const next = add ? '+' : '-';
    letters += next === sign ? letter : next + letter;
    sign = next;
  }
  const parameters = changes.map((change) => change.parameter).filter((parameter) => parameter !== null);
  return [letters, ...parameters].join(' ');
}

function letterOf(letters: Readonly<Record<string, string>>, name: string): string {
  return Object.keys(letters).find((letter) => letters[letter] === name)!;
}
