import type { Field } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';

export function flag(name: string): Extract<Field, { kind: 'flag' }> {
  return { kind: 'flag', name, set: true };
}

export function key(value: string): Field {
  return { kind: 'join-key', value: value as IrcText };
}

export function limit(value: number): Field {
  return { kind: 'limit', value };
}

/** `setAt`: Unix s. */
export function topic(text: string, setter = '', setAt = 0): Field {
  return { kind: 'topic', value: { text: text as IrcText, setter: setter as IrcText, setAt } };
}

/** One that somebody far away set long ago. */
export function entry(list: string, mask: string): Extract<Field, { kind: 'entry' }> {
  const value = { setter: 'far!f@far' as IrcText, setAt: 1_000_000_000 };
  return { kind: 'entry', list, mask: mask as IrcText, value };
}
