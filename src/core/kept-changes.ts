import type { FieldKey } from './field.ts';
import type { IrcText } from './irc-text.ts';
import type { NickKey } from './member.ts';

/** Why something that a host shows or tells is no write, or another one than it seems. */
export const whyKept = [
  /** It shows what it did before, or nothing. */
  'same',
  /** Its ircd sets it by itself. */
  'default',
  /** It is not there any more, but the ircd forgot: it restarted, or the channel was created anew. */
  'forgotten',
  /** It is not there any more, but the channel may have been created anew in the second in which it was last seen. */
  'may-be-new',
  /** It was there, and by now the host says that it cannot show such a field. */
  'cannot-show',
  /** An update that the host has not answered made it so, or may have. */
  'under-way',
  /** It brings the host to what the channel's document says. */
  'agreed',
  /** The host shows what it made of this field, which it could not take as it is. */
  'substitute',
  /** The host shows this field cut short, as far as is known. */
  'cut',
  /** It stood for other entries, which are removed in its place. */
  'stood-for-others',
  /** Host and network undid each other's writes too often. */
  'left-to-host',
  /** What was written later counts. */
  'outweighed',
  /** The document is full. */
  'no-room',
  /** Nobody local is in the channel, and nothing is known of it. */
  'not-held',
  /** The channel has no id here any more. */
  'no-id',
  /** The event was taken in before. */
  'repeated',
  /** Prefix modes that `status_by_account` gave are not the ircd's own: they are not given to others for them. */
  'granted',
  /** So are those of a member who took another nick while the host did not tell. */
  'followed',
] as const;

/** A field by its key, or the prefix modes of a member by its nick's. */
export type KeptPlace = FieldKey | `member:${NickKey}`;

export type WhyKept = (typeof whyKept)[number];

/** Hears of what is no write. */
export interface KeptListener {
  /** False: nothing is put together for it. */
  readonly listens: boolean;
  /** Of one statement about a channel, those `fields` of which the same is to be said; none: all that it said. */
  kept(channel: IrcText, why: WhyKept, fields: readonly KeptPlace[]): void;
}

/** What of one statement of a host is no write, by reason. */
export class KeptChanges {
  readonly #fields = new Map<WhyKept, KeptPlace[]>();

  get isEmpty(): boolean {
    return this.#fields.size === 0;
  }

  /** Without `keys`: all of it. */
  note(why: WhyKept, ...keys: KeptPlace[]): void {
    const fields = this.#fields.get(why) ?? [];
    for (const key of keys) fields.push(key);
    this.#fields.set(why, fields);
  }

  tell(listener: KeptListener, channel: IrcText): void {
    for (const [why, fields] of this.#fields) listener.kept(channel, why, fields);
  }
}

/** Null: nobody listens. */
export function keptChanges(listener: KeptListener | undefined): KeptChanges | null {
  return listener?.listens === true ? new KeptChanges() : null;
}
