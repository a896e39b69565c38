import type { Field } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { isExtendedMask } from '../../core/mask.ts';
import { cutText } from '../cut-text.ts';
import type { ChannelWriter, Fitted, TopicField, TopicPlan, TopicRequest } from '../dialect.ts';
import { noTopic } from '../fit-topic.ts';
import { middleProblem } from '../irc-line.ts';
import type { ListCap } from '../list-caps.ts';
import { type LetterChange, letterWords, modeWords, splitEntries } from '../mode-lines.ts';
import { refused, truncated } from '../plan.ts';
import { parameterOf } from '../plan-update.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import { LISTS } from './answer-gatherer.ts';
import { formatNgircdLine, LINE_BYTES_MAX } from './ngircd-line.ts';
import type { LinkEnds } from './ngircd-reader.ts';
import type { NgircdTraits } from './ngircd-traits.ts';

const KEY_BYTES_MAX = 64;
/** A greater one is passed over. */
const LIMIT_MAX = 65_534;
/** What `MODE #c +letters` may take of a line with its signs, besides names and parameters. */
const LETTERS_BYTES = 32;
/** A nick that no client can have: theirs do not begin with a digit. */
const ENDING_NICK = '9cburst';

/** What ngIRCd is told of channels. There are no timestamps: the last line wins. */
export class NgircdWriter implements ChannelWriter {
  readonly #traits: NgircdTraits;
  readonly #ends: LinkEnds;

  constructor(traits: NgircdTraits, ends: LinkEnds) {
    this.#traits = traits;
    this.#ends = ends;
  }

  ask(name: IrcText): string[] {
    return [
      this.#line('MODE', [name]),
      this.#line('TOPIC', [name]),
      ...LISTS.map(({ letter }) => this.#line('MODE', [name, letter])),
    ];
  }

  nameProblem(name: IrcText): string | null {
    const { channelBytesMax } = this.#traits;
    if (!name.startsWith('#')) return 'this ircd has full channels only under names that start with #';
    // It would make the channel, but answer no question about it: its key and its bans could not be set.
    if (/:|\t$/.test(name))
      return 'this ircd cannot be asked about names with a colon, or a tab at their end';
    return name.length > channelBytesMax
      ? `the channel's name is longer than ${channelBytesMax} bytes`
      : null;
  }

  fit(field: Field): Fitted<Field> {
    const parameter = parameterOf(field);
    const problem = parameter === null ? null : middleProblem(parameter);
    if (problem !== null) return { fitted: null, reason: refused(`its value ${problem}`) };
    // It would take it for a nick.
    if (field.kind === 'entry' && isExtendedMask(field.mask)) {
      return { fitted: null, reason: refused('an extended ban that this ircd cannot evaluate') };
    }
    if (parameter !== null && parameter.length > this.#parameterBytesMax) {
      return { fitted: null, reason: refused('it does not fit a line of the ircd') };
    }
    if (field.kind === 'join-key' && field.value !== null && field.value.length > KEY_BYTES_MAX) {
      const value = field.value.slice(0, KEY_BYTES_MAX) as IrcText;
      return { fitted: { ...field, value }, reason: truncated(`key cut to ${KEY_BYTES_MAX} bytes`) };
    }
    if (field.kind === 'limit' && field.value !== null && field.value > LIMIT_MAX) {
      return { fitted: { ...field, value: LIMIT_MAX }, reason: truncated(`limit lowered to ${LIMIT_MAX}`) };
    }
    return { fitted: field, reason: null };
  }

  listCaps(): readonly ListCap[] {
    return this.#traits.listCaps;
  }

  /** Only the text can be given; the ircd takes blanks away from the end of every line. */
  fitTopic(wanted: TopicField, name: IrcText): Fitted<TopicField> {
    if (wanted.value === null) return { fitted: wanted, reason: null };
    const whole = wanted.value.text;
    if (whole === '') return noTopic;
    const trimmed = withoutBlanks(whole);
    if (trimmed === '') return { ...noTopic, reason: truncated('to this ircd a topic of blanks is none') };
    const text = withoutBlanks(cutText(trimmed, this.#topicBytesMax(name)));
    const value = { text, setter: '' as IrcText, setAt: 0 };
    return { fitted: { kind: 'topic', value }, reason: truncated(topicReason(text, trimmed, whole)) };
  }

  planTopic({ name, fitted, channel }: TopicRequest): TopicPlan {
    const text = fitted.value?.text ?? ('' as IrcText);
    const lines = topicText(channel) === text ? [] : [this.#line('TOPIC', [name], text)];
    return { lines, becomes: fitted, reason: null, notBefore: null };
  }

  create(
    name: IrcText,
    changes: readonly LetterChange[],
    now: number,
  ): { lines: readonly string[]; createdAt: number } {
    const { entries, others } = splitEntries(this.#traits, changes);
    return { lines: [this.#chaninfo(name, others), ...this.#modeLines(name, entries)], createdAt: now };
  }

  change(channel: ShadowChannel, changes: readonly LetterChange[]): string[] {
    return this.#modeLines(channel.name, changes);
  }

  /** An empty channel ends only when somebody leaves it: a user for a moment. */
  remove({ name }: ShadowChannel): string[] {
    const { own } = this.#ends;
    const user = [ENDING_NICK, '1', 'cburst', own, '1', '+i'];
    return [
      this.#line('NICK', user, 'ends an empty channel'),
      this.#line('NJOIN', [name], ENDING_NICK),
      formatNgircdLine({ source: ENDING_NICK, command: 'QUIT', trailing: '' }),
    ];
  }

  /** `CHANINFO #c +modes`, and with a key or a limit `CHANINFO #c +modes key limit :`; key first, whatever the letters' order. */
  #chaninfo(name: IrcText, changes: readonly LetterChange[]): string {
    const letters = letterWords(changes.map((change) => ({ ...change, parameter: null })))[0] ?? '+';
    const parameterOfKind = (kind: 'join-key' | 'limit'): string | null =>
      changes.find(({ letter }) => this.#traits.modes.get(letter)?.kind === kind)?.parameter ?? null;
    const key = parameterOfKind('join-key');
    const limit = parameterOfKind('limit');
    if (key === null && limit === null) return this.#line('CHANINFO', [name, letters]);
    return this.#line('CHANINFO', [name, letters, key ?? '*', limit ?? '0'], '');
  }

  #modeLines(name: IrcText, changes: readonly LetterChange[]): string[] {
    const room = this.#parameterBytesMax + this.#traits.channelBytesMax - name.length;
    return modeWords(this.#traits, changes, room).map((words) => this.#line('MODE', [name, ...words]));
  }

  /** Room for all parameters of a MODE line, in the channel with the longest name. */
  get #parameterBytesMax(): number {
    const around = `:${this.#ends.own} MODE  `.length + this.#traits.channelBytesMax + LETTERS_BYTES;
    return LINE_BYTES_MAX - 2 - around;
  }

  /** What fits the ircd's own lines, too: the one that sets it, and the answer to TOPIC for the longest nick. */
  #topicBytesMax(name: IrcText): number {
    const asker = Math.max(this.#ends.own.length, this.#traits.nickBytesMax);
    const answer = `:${this.#ends.uplink} 332  ${name} :`.length + asker;
    const setting = `:${this.#ends.own} TOPIC ${name} :`.length;
    return Math.min(this.#traits.topicBytesMax, LINE_BYTES_MAX - 2 - Math.max(answer, setting));
  }

  #line(command: string, params: readonly string[], trailing?: string): string {
    const text = trailing === undefined ? {} : { trailing };
    return formatNgircdLine({ source: this.#ends.own, command, params, ...text });
  }
}

function topicReason(text: IrcText, trimmed: IrcText, whole: IrcText): string {
  if (text !== trimmed) return `topic cut to ${text.length} bytes`;
  if (trimmed !== whole) return 'this ircd takes no blanks at the end of a topic';
  return 'this ircd does not take who set a topic and when';
}

function withoutBlanks(text: IrcText): IrcText {
  return text.replace(/[ \t]+$/, '') as IrcText;
}

function topicText(channel: ShadowChannel | null): IrcText {
  for (const field of channel?.fields.values() ?? []) {
    if (field.kind === 'topic' && field.value !== null) return field.value.text;
  }
  return '' as IrcText;
}
