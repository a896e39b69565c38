import type { IrcText } from '../../../src/core/irc-text.ts';
import type { Ircd } from '../ircd.ts';

/** What an ircd shows of a channel. */
export interface Shown {
  readonly bans: readonly string[];
  readonly topic: string | null;
  readonly flags: readonly string[];
  readonly key: string | null;
  readonly limit: number | null;
}

/** Null: the ircd has no such channel. */
export function shownBy(ircd: Ircd, channel: string): Shown | null {
  const fields = ircd.get(channel as IrcText)?.fields;
  if (fields === undefined) return null;
  const all = [...fields.values()];
  const topic = all.find((field) => field.kind === 'topic')?.value;
  return {
    bans: all.flatMap((field) => (field.kind === 'entry' ? [field.mask] : [])).sort(),
    topic: topic?.text ?? null,
    flags: all.flatMap((field) => (field.kind === 'flag' ? [field.name] : [])).sort(),
    key: all.find((field) => field.kind === 'join-key')?.value ?? null,
    limit: all.find((field) => field.kind === 'limit')?.value ?? null,
  };
}
