import { type Field, LIMIT_MAX, TIME_MAX } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { isExtendedMask } from '../../core/mask.ts';
import type { ChannelWriter, Fitted, TopicField, TopicPlan, TopicRequest } from '../dialect.ts';
import { fitTopic } from '../fit-topic.ts';
import { formatIrcLine, middleProblem } from '../irc-line.ts';
import type { ListCap } from '../list-caps.ts';
import { type LetterChange, letterWords, modeWords, splitEntries } from '../mode-lines.ts';
import { refused, truncated } from '../plan.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { HybridTraits } from './hybrid-traits.ts';
import type { Keeper } from './keeper.ts';
import type { ReservedNames } from './reserved-names.ts';

/** The adapter on the ircd's link. */
export interface LinkIdentity {
  readonly ownSid: string;
  readonly ownName: string;
  readonly keeper: Keeper;
  readonly reserved: ReservedNames;
}

/** What is longer the ircd cuts, with CR LF. */
const LINE_BYTES_MAX = 512;
/** hybrid's KEYLEN. */
const KEY_BYTES_MAX = 23;
/** It keeps the limit in a signed number. */
const LIVE_LIMIT_MAX = 2 ** 31 - 1;
/** Nick, user and host of the longest form; the ircd cuts what is longer. */
const SETTER_BYTES_MAX = 105;
/** Room for the parameters of one TMODE: what clients get has to fit 512 bytes with the longest channel name. */
const MODE_PARAMETER_BYTES_MAX = 350;
/**
 * A channel that the adapter makes must never be older than one that a user makes at the same moment: that one would lose
 * its operators, lists and topic. So its timestamp lies ahead by the second to which the ircd's clock is known and the one
 * that a line may need to arrive.
 */
const CREATION_LEAD_SECONDS = 2;

/** What ircd-hybrid is told of channels. */
export class HybridWriter implements ChannelWriter {
  readonly #link: LinkIdentity;
  readonly #traits: () => HybridTraits;

  /** `traits`: they grow while the ircd tells its limits. */
  constructor(link: LinkIdentity, traits: () => HybridTraits) {
    this.#link = link;
    this.#traits = traits;
  }

  ask(name: IrcText): string[] {
    return [this.#line('RESYNC', [name])];
  }

  nameProblem(name: IrcText, now: number): string | null {
    const { channelBytesMax } = this.#traits();
    if (!name.startsWith('#')) return 'this ircd has only channels whose names start with #';
    if (name.length > channelBytesMax) return `the channel's name is longer than ${channelBytesMax} bytes`;
    return this.#link.keeper.problem ?? this.#link.reserved.problem(name, now);
  }

  askNames(now: number): string[] {
    return this.#link.keeper.problem === null ? this.#link.reserved.ask(now) : [];
  }

  fit(field: Field): Fitted<Field> {
    switch (field.kind) {
      case 'join-key':
        return field.value === null ? { fitted: field, reason: null } : fitKey(field.value);
      case 'limit':
        return fitLimit(field);
      case 'entry':
        return this.#fitMask(field);
      default:
        return { fitted: field, reason: null };
    }
  }

  listCaps(_name: IrcText, isLarge: boolean): readonly ListCap[] {
    const { listCaps, largeListCaps } = this.#traits();
    return isLarge ? largeListCaps : listCaps;
  }

  fitTopic(wanted: TopicField, name: IrcText): Fitted<TopicField> {
    const textBytesMax = (setter: IrcText): number => this.#topicRoom(name, setter);
    return fitTopic(wanted, { setterBytesMax: SETTER_BYTES_MAX, textBytesMax });
  }

  /** A TBURST with an older channel TS than the channel's is taken whatever the topic's time, and leaves that TS alone. */
  planTopic({ name, createdAt, fitted, now }: TopicRequest): TopicPlan {
    const setter = (fitted.value?.setter || this.#link.ownName) as IrcText;
    // To the ircd a topic of time 0 is none.
    const setAt = fitted.value?.setAt || now;
    const text = fitted.value?.text ?? ('' as IrcText);
    const params = [String(createdAt - 1), name, String(setAt), setter];
    const { ownSid: source } = this.#link;
    return {
      lines: [formatIrcLine({ source, command: 'TBURST', params, trailing: text }, LINE_BYTES_MAX)],
      becomes: { kind: 'topic', value: fitted.value && { text, setter, setAt } },
      reason: null,
      notBefore: null,
    };
  }

  create(
    name: IrcText,
    changes: readonly LetterChange[],
    now: number,
  ): { lines: readonly string[]; createdAt: number } {
    const createdAt = now + CREATION_LEAD_SECONDS;
    const { entries, others } = splitEntries(this.#traits(), changes);
    const [letters = '+', ...parameters] = letterWords(others);
    const params = [String(createdAt), name, letters, ...parameters];
    const { ownSid: source, keeper } = this.#link;
    const creation = formatIrcLine(
      { source, command: 'SJOIN', params, trailing: keeper.uid },
      LINE_BYTES_MAX,
    );
    return { lines: [creation, ...this.#modeLines(name, createdAt, entries)], createdAt };
  }

  change({ name, createdAt }: ShadowChannel, changes: readonly LetterChange[]): string[] {
    return this.#modeLines(name, createdAt, changes);
  }

  remove({ name }: ShadowChannel): string[] {
    return [formatIrcLine({ source: this.#link.keeper.uid, command: 'PART', params: [name] })];
  }

  #fitMask(field: Extract<Field, { kind: 'entry' }>): Fitted<Field> {
    const { mask } = field;
    const problem = middleProblem(mask);
    if (problem !== null) return { fitted: null, reason: refused(`its mask ${problem}`) };
    if (mask.length > this.#maskBytesMax)
      return { fitted: null, reason: refused('it does not fit a line of the ircd') };
    if (!isExtendedMask(mask)) return { fitted: field, reason: null };
    const isKnown = mask.startsWith('$') && mask[2] === ':' && this.#traits().extendedBans.includes(mask[1]!);
    return isKnown
      ? { fitted: field, reason: null }
      : { fitted: null, reason: refused('an extended ban that this ircd cannot evaluate') };
  }

  /** The longest mask that a line has room for, in the channel with the longest name. */
  get #maskBytesMax(): number {
    const around = `:000 TMODE 9999999999  +b \r\n`.length;
    return LINE_BYTES_MAX - around - this.#traits().channelBytesMax;
  }

  /** The longest text of a topic that the ircd keeps and that fits its line. */
  #topicRoom(name: IrcText, setter: IrcText): number {
    const { topicBytesMax } = this.#traits();
    const around = `:000 TBURST 9999999999 ${name} ${TIME_MAX}  :\r\n`.length;
    return Math.min(topicBytesMax, LINE_BYTES_MAX - around - (setter || this.#link.ownName).length);
  }

  /** TMODE with the channel's own TS is always taken, and overwrites. */
  #modeLines(name: IrcText, createdAt: number, changes: readonly LetterChange[]): string[] {
    return modeWords(this.#traits(), changes, MODE_PARAMETER_BYTES_MAX).map((words) =>
      this.#line('TMODE', [String(createdAt), name, ...words]),
    );
  }

  #line(command: string, params: readonly string[]): string {
    return formatIrcLine({ source: this.#link.ownSid, command, params }, LINE_BYTES_MAX);
  }
}

/** The ircd makes every byte a 7-bit one, leaves out control codes, `:` and `,`, and cuts. */
function fitKey(key: IrcText): Fitted<Field> {
  const value = [...key]
    .map((character) => String.fromCharCode(character.charCodeAt(0) & 0x7f))
    .filter((character) => character > ' ' && character !== ':' && character !== ',')
    .join('')
    .slice(0, KEY_BYTES_MAX) as IrcText;
  if (value === key) return { fitted: { kind: 'join-key', value }, reason: null };
  if (value === '') return { fitted: null, reason: refused('nothing is left of the key on this ircd') };
  const reason = truncated(`key cut to ${KEY_BYTES_MAX} ASCII characters without : and ,`);
  return { fitted: { kind: 'join-key', value }, reason };
}

function fitLimit(field: Extract<Field, { kind: 'limit' }>): Fitted<Field> {
  if (field.value === null || field.value <= LIVE_LIMIT_MAX) return { fitted: field, reason: null };
  return {
    fitted: { kind: 'limit', value: LIVE_LIMIT_MAX },
    reason: truncated(`limit cut to ${LIVE_LIMIT_MAX}, of at most ${LIMIT_MAX}`),
  };
}
