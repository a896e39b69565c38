import type { AdapterConfig } from '../config/adapter-config.ts';
import type { ChannelKey } from '../core/casemapping.ts';
import type { Field } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { GuestWriter } from './guest-writer.ts';
import type { IrcLine } from './irc-line.ts';
import type { IrcdFact } from './ircd-facts.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import type { ListCap } from './list-caps.ts';
import type { LetterChange } from './mode-lines.ts';
import type { Reason } from './plan.ts';
import type { ShadowChannel } from './shadow-channel.ts';
import type { Users } from './users.ts';
import type { FindShown } from './whois-reply.ts';

/**
 * All that the adapter knows of one kind of ircd: what is said on its link and what that means. Pure: a dialect reads no
 * clock and does no I/O; it is handed lines and times and answers with lines and facts. What it has to remember of a link is in
 * the `Conversation` and the `LinkedIrcd`, which live as long as that link.
 *
 * Everything else is shared: the connection, the shadow of what the ircd shows, the difference between that and an update,
 * pace, reading back, the stream to the sidecar.
 */
export interface Dialect {
  /** How the ircd likes to be written to. */
  readonly chunks: {
    /** Most bytes written at once; a longer line goes alone. */
    readonly bytesMax: number;
    /** Pause after each, milliseconds, while more is waiting. */
    readonly pauseMs: number;
  };
  /** Begins a link; called when the connection stands. */
  converse(config: AdapterConfig): Conversation;
  /** What the operator pastes into the ircd's configuration so that the adapter can link, as text. It contains the passwords. */
  linkBlock(config: AdapterConfig): string;
}

/** A link from its connection on. After `linked` only `explain` is called. */
export interface Conversation {
  /** What is said before the ircd says anything. Nothing: the ircd begins. `now`: the adapter's clock, Unix seconds. */
  greet(now: number): readonly string[];
  /**
   * Takes the next line of the ircd, not `ERROR`, until one makes it `linked` or `failed`. It checks that who answers is who is configured
   * ([ircd] server_name) and knows the password, before anything that must not be told to another is said. `now`: as above.
   */
  handshake(line: IrcLine, now: number): HandshakeStep;
  /** Why the link ended, and what the operator can do about it. Never holds a password. */
  explain(end: LinkEnd): LinkExplanation;
}

export type HandshakeStep =
  | { readonly state: 'open'; readonly lines: readonly string[] }
  | { readonly state: 'linked'; readonly lines: readonly string[]; readonly ircd: LinkedIrcd }
  | ({ readonly state: 'failed' } & LinkExplanation);

/** How a link ended. */
export type LinkEnd =
  /** The ircd's `ERROR`, at any time. */
  | { readonly kind: 'error'; readonly text: string }
  /** The handshake took too long. */
  | { readonly kind: 'timeout' }
  /** The ircd closed before it was linked, and had not said why. */
  | { readonly kind: 'closed' }
  /** There was no connection; `problem` is the system's. */
  | { readonly kind: 'unreachable'; readonly problem: string };

export interface LinkExplanation {
  readonly reason: string;
  /** What the operator can do about it; null: not known. */
  readonly next: string | null;
}

/** An ircd that is linked. What it says is read here, and what it is to do is put into its words here. */
export interface LinkedIrcd {
  /** How the ircd and the adapter are named as a source on this link (SID or server name); a source of the ircd is the uplink. */
  readonly id: string;
  readonly ownId: string;
  readonly traits: IrcdTraits;
  /** As the ircd names itself, as far as it has said so when its burst is complete. */
  readonly software: string;
  /**
   * Which run of the ircd this is: differs after its restart, is the same for each link to one run; empty: cannot be told, so
   * the channels' creation times have to. Final when `introduce` has said its last and the burst is complete.
   */
  readonly incarnation: string;
  /**
   * What the adapter says right after the handshake, and again each time the ircd has answered all of it, until `isLast`: its own
   * burst, and questions about the ircd itself. With [adapter] observe nothing that users or operators of the ircd could notice.
   * `now`: the ircd's clock, Unix seconds.
   */
  introduce(now: number): { readonly lines: readonly string[]; readonly isLast: boolean };
  /** What the adapter says as it goes. */
  farewell(reason: string): string;

  /** A question that the ircd answers after it has handled every line before: the barrier. Questions are answered in order. */
  ping(): string;
  isPong(line: IrcLine): boolean;
  /** The answer when the line is the ircd's own such question; it is written before everything that waits. Null: it is none. */
  pong(line: IrcLine): string | null;
  /**
   * Takes every line first, for what it says of the ircd itself: answers to `introduce`, its software, its start. Returns the
   * ircd's clock, Unix seconds, where the line tells it to the second, else null.
   */
  hear(line: IrcLine): number | null;
  /**
   * What the line says of users and channels, in order; empty: nothing. Every line comes here, after `hear`. Total: any garbage
   * gives no facts. `now`: the ircd's clock, Unix seconds.
   */
  read(line: IrcLine, now: number, view: ShadowView): readonly IrcdFact[];
  /**
   * What is answered to a user who asks of a user of the adapter what only that one's server knows, as how long it is idle: until then the
   * client waits for the rest of its WHOIS. Empty: the line is no such question. `find`: among the guests. `now`: as in `read`.
   */
  answerWhois(line: IrcLine, find: FindShown, now: number): readonly string[];

  readonly writer: ChannelWriter;
  readonly guests: GuestWriter;
  /** What this ircd cannot do in its present configuration, each with what to do about it; logged once for a link. */
  notices(observe: boolean): readonly Notice[];
}

export interface Notice {
  readonly text: string;
  /** What to do about it. */
  readonly next: string;
  /** The reason that refused updates give for it: they are no news then. */
  readonly reason?: string;
}

/** What the shared shadow knows, for `read`. */
export interface ShadowView {
  readonly users: Users;
  /** What names the channel in every spelling. */
  key(name: string): ChannelKey;
  /** Null: the ircd has no such channel. In any spelling. */
  channel(name: string): ShadowChannel | null;
  /** The channel is being read back: the answers to `ask` are due, and to be told as one fact `answer`. */
  isExpecting(name: string): boolean;
  /** The ircd's burst is complete. */
  readonly synced: boolean;
}

/**
 * Puts into lines what a channel should become. Nothing that a line contains may be read as something else: build lines with `formatIrcLine`
 * alone, with the ircd's limit of bytes; its `IrcLineError` goes through. What would cost the link must be found out by `nameProblem`, `fit` and
 * `fitTopic`. Every reason is for people and never holds a key.
 */
export interface ChannelWriter {
  /** Lines that make the ircd tell all of a channel. It answers before the next `ping`; `read` makes a fact `answer` of it. */
  ask(name: IrcText): readonly string[];
  /** Why this ircd cannot or may not be given a channel of that name, which it has not; null: it can. `now`: as in `read`. */
  nameProblem(name: IrcText, now: number): string | null;
  /**
   * Lines that make the ircd say which names it forbids; empty: it tells each time that this changes. A channel is made when the ircd has
   * handled them. Left out: it forbids none that it tells of. `now`: as in `read`.
   */
  askNames?(now: number): readonly string[];
  /**
   * The field as the ircd can show it: as it is, cut (with a reason), or null and why not. Not called for topics, nor for
   * fields that are unset or that `traits` has no mode for.
   */
  fit(field: Field): Fitted<Field>;
  /**
   * How many entries the ircd's users may have on lists of a channel of that name, which has or gets longer ones by a mode (`isLarge`); null: the
   * ircd tells it only when it is asked for the channel. The same array while the ircd has not said anything else.
   */
  listCaps(name: IrcText, isLarge: boolean): readonly ListCap[] | null;
  /** The same as `fit` for the topic of a channel of that name, which may be unset. */
  fitTopic(wanted: TopicField, name: IrcText): Fitted<TopicField>;
  /** The lines that make the ircd show a topic, which `fitTopic` has fitted and which differs from the one that is shown. */
  planTopic(request: TopicRequest): TopicPlan;
  /**
   * Makes the channel. All changes that are no list entries are in the line that creates it, so that there is no moment at
   * which it is open to everybody; entries follow. `createdAt`: its timestamp (0: the ircd has none). `now`: as in `read`.
   */
  create(
    name: IrcText,
    changes: readonly LetterChange[],
    now: number,
  ): { lines: readonly string[]; createdAt: number };
  /** Changes modes and lists of a channel that is there. The changes win, and the channel's timestamp stays. */
  change(channel: ShadowChannel, changes: readonly LetterChange[]): readonly string[];
  /** Ends a channel that has neither local users nor is permanent: the shadow's, or null. Empty: the ircd has no way to. */
  remove(channel: ShadowChannel): readonly string[];
}

/** `fitted` null: it cannot be shown at all, and `reason` says why. A reason with a fitted field: what was lost. */
export type Fitted<F> =
  | { readonly fitted: F; readonly reason: Reason | null }
  | { readonly fitted: null; readonly reason: Reason };

export type TopicField = Extract<Field, { kind: 'topic' }>;

export interface TopicRequest {
  readonly name: IrcText;
  /** The channel's timestamp, also when it is made by the same update. */
  readonly createdAt: number;
  readonly fitted: TopicField;
  /** As the ircd shows it; null: the update makes it. */
  readonly channel: ShadowChannel | null;
  /** The ircd's clock, Unix seconds. */
  readonly now: number;
}

export interface TopicPlan {
  /** Empty: nothing is to be written, or not now. */
  readonly lines: readonly string[];
  /** What the ircd shows after the lines. */
  readonly becomes: TopicField;
  /** Why that is something else than was wanted. */
  readonly reason: Reason | null;
  /** It can be written only from this time on (Unix seconds, the ircd's); null: now. */
  readonly notBefore: number | null;
}
