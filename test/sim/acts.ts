import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { PrefixMode } from '../../src/core/member.ts';
import type { Lane } from './network.ts';

export const CHANNELS = ['#one', '#two', '#Three'];

/** What users ban. Some are the same to an ircd that cuts them. */
export const MASKS = ['a!*@*', 'b!*@*', 'c!*@h', 'long-nick-1!*@*', 'long-nick-2!*@*'];

/** What services know users by; null: not at all. */
export const ACCOUNTS = [null, 'Ann', 'Ann', 'ann', 'Bob'] as (IrcText | null)[];

/** What users are called. */
export const NICKS = ['ann', 'Bob[]', 'cy'] as IrcText[];

/** What operators note about channels, and what: the same number of values for each. */
export const NOTES: readonly (readonly [name: string, values: readonly (string | null)[]])[] = [
  ['owner', [null, null, 'one', 'two', '']],
  ['note', [null, null, 'one', 'two', '']],
  ['parent', [null, ...CHANNELS, '#none']],
  ['inherit', [null, 'bans', 'bans', 'bans', 'bans']],
];

/** What a user wants of a channel. When it happens is the ircd's to say. */
export type Wish =
  | { readonly ban: string }
  | { readonly unban: string }
  | { readonly topic: string | null }
  | { readonly flag: string; readonly set: boolean }
  | { readonly key: string | null }
  | { readonly limit: number | null };

/** Something that happens to a world, whatever its state. What cannot happen as things are does not. */
export type Act =
  | { readonly kind: 'part' | 'empty'; readonly server: ServerName; readonly channel: string }
  | {
      readonly kind: 'join';
      readonly server: ServerName;
      readonly channel: string;
      readonly account?: IrcText | null;
    }
  /** Somebody joins so many channels at once that nobody else is in. */
  | { readonly kind: 'crowd'; readonly server: ServerName; readonly channels: number }
  /** What a user does who is called so, if there is one. */
  | { readonly kind: 'quit'; readonly server: ServerName; readonly nick: string }
  | { readonly kind: 'nick'; readonly server: ServerName; readonly nick: string; readonly to: string }
  | {
      readonly kind: 'prefix';
      readonly server: ServerName;
      readonly channel: string;
      readonly nick: string;
      readonly modes: readonly PrefixMode[];
    }
  /** A ban of which the checks are not told, to check the checks. Chance never makes it. */
  | { readonly kind: 'secretly ban'; readonly server: ServerName; readonly channel: string }
  /** By a user in the channel, or (`inside` false) by an operator where nobody is in it. */
  | {
      readonly kind: 'wish';
      readonly server: ServerName;
      readonly channel: string;
      readonly inside: boolean;
      readonly wish: Wish;
    }
  | {
      readonly kind: 'cut' | 'mend' | 'reset' | 'dial again';
      readonly pair: readonly [ServerName, ServerName];
    }
  /** All its links are cut, and none comes up before the end. */
  | { readonly kind: 'isolate'; readonly server: ServerName; readonly forMs: number }
  /** One direction goes silent, or speaks again. */
  | { readonly kind: 'block' | 'unblock'; readonly from: ServerName; readonly to: ServerName }
  | {
      readonly kind: 'slow';
      readonly from: ServerName;
      readonly to: ServerName;
      readonly delayMsMax: number;
      readonly windowBytes: number;
    }
  | {
      readonly kind: 'garble';
      readonly from: ServerName;
      readonly to: ServerName;
      readonly how: NonNullable<Lane['garble']>;
    }
  /** kill -9, or a loss of power that takes back so many transactions of a disk that lies. */
  | { readonly kind: 'kill'; readonly server: ServerName; readonly downMs: number }
  | { readonly kind: 'power'; readonly server: ServerName; readonly downMs: number; readonly lost: number }
  | { readonly kind: 'stop'; readonly server: ServerName; readonly downMs: number }
  | {
      readonly kind: 'die at';
      readonly server: ServerName;
      readonly point: string;
      readonly hits: number;
      readonly downMs: number;
    }
  | { readonly kind: 'detach'; readonly server: ServerName; readonly forMs: number }
  | { readonly kind: 'restart ircd' | 'repeat events'; readonly server: ServerName }
  /** The machine's clock, or the ircd's, is wrong by so much from now on. */
  | { readonly kind: 'clock' | 'ircd clock'; readonly server: ServerName; readonly offMs: number }
  /** Operators' acts. */
  | { readonly kind: 'merge channels' | 'unpin'; readonly server: ServerName; readonly channel: string }
  | {
      readonly kind: 'split channel';
      readonly server: ServerName;
      readonly channel: string;
      readonly servers: readonly ServerName[];
    }
  /** In the channel's metadata; null: the entry goes. */
  | {
      readonly kind: 'note';
      readonly server: ServerName;
      readonly channel: string;
      readonly name: string;
      readonly value: string | null;
    }
  /** What the last decision there cost. */
  | { readonly kind: 'restore decision' | 'reject what waits'; readonly server: ServerName }
  /** Operators let in who was silent for too long, at once or under review. */
  | { readonly kind: 'readmit'; readonly server: ServerName; readonly review: boolean }
  | { readonly kind: 'end reviews'; readonly server: ServerName }
  /** Operators stop what is written to a host, or allow it again. */
  | { readonly kind: 'freeze' | 'go'; readonly server: ServerName }
  /** One of what waits because its peer is under review, whichever `choice` falls on. */
  | {
      readonly kind: 'judge what returns';
      readonly server: ServerName;
      readonly choice: number;
      readonly approve: boolean;
    }
  /** What it says follows from `words`. */
  | { readonly kind: 'hostile'; readonly server: ServerName; readonly words: number }
  /** A copy of its machine runs beside it for so long, on which somebody joins a channel and bans. */
  | {
      readonly kind: 'copy';
      readonly server: ServerName;
      readonly forMs: number;
      readonly channel: string;
      readonly mask: string;
    }
  | { readonly kind: 'backup'; readonly server: ServerName }
  /** `withIrcd`: the whole machine begins anew. */
  | { readonly kind: 'restore'; readonly server: ServerName; readonly withIrcd?: boolean };

/** The acts that may be of kind `K`. */
export type ActOf<K extends Act['kind'], A = Act> = A extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? A
    : never
  : never;

export interface TimedAct {
  /** Since the beginning of the trouble. */
  readonly atMs: number;
  readonly act: Act;
}

/** In one line, for people. */
export function describeAct(act: Act): string {
  const { kind, ...rest } = act;
  const words = Object.entries(rest).map(([name, value]) =>
    typeof value === 'object'
      ? JSON.stringify(value)
      : name === 'server' || name === 'channel'
        ? String(value)
        : `${name} ${value}`,
  );
  return [kind, ...words].join(' ');
}
