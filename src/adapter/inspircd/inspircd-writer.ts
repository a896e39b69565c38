import type { Field } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { isExtendedMask } from '../../core/mask.ts';
import type { ChannelWriter, Fitted, TopicField, TopicPlan, TopicRequest } from '../dialect.ts';
import { fitTopic } from '../fit-topic.ts';
import type { ForbiddenNames } from '../forbidden-names.ts';
import { formatIrcLine, middleProblem } from '../irc-line.ts';
import type { ListCap } from '../list-caps.ts';
import { type LetterChange, letterWords, modeWords, splitEntries } from '../mode-lines.ts';
import { refused, truncated } from '../plan.ts';
import { parameterOf } from '../plan-update.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { InspircdTraits } from './capabilities.ts';
import type { HeardListCaps } from './heard-list-caps.ts';
import { planTopic } from './plan-topic.ts';
import { removalLines } from './removal-lines.ts';

/** The adapter on the ircd's link. */
export interface LinkIdentity {
  readonly ownSid: string;
  readonly ownName: string;
  readonly traits: InspircdTraits;
  /** CBANs. */
  readonly forbidden: ForbiddenNames;
  readonly listCaps: HeardListCaps;
}

/** InspIRCd's KEYLEN. */
const KEY_BYTES_MAX = 32;
/** Room for the parameters of one MODE line: what clients get has to fit 512 bytes with the longest channel name. */
const MODE_PARAMETER_BYTES_MAX = 350;
/**
 * A channel that the adapter makes must never be older than one that a user makes at the same moment: that one would lose
 * its operators. So its timestamp lies ahead by the second to which the ircd's clock is known and the one that a line may
 * need to arrive; the ircd does not mind.
 */
const CREATION_LEAD_SECONDS = 2;

/** What InspIRCd is told of channels. */
export class InspircdWriter implements ChannelWriter {
  readonly #link: LinkIdentity;

  constructor(link: LinkIdentity) {
    this.#link = link;
  }

  ask(name: IrcText): string[] {
    return [this.#line('RESYNC', [name])];
  }

  nameProblem(name: IrcText, now: number): string | null {
    const { channelBytesMax } = this.#link.traits;
    if (!name.startsWith('#')) return 'this ircd has only channels whose names start with #';
    if (name.length > channelBytesMax) return `the channel's name is longer than ${channelBytesMax} bytes`;
    return this.#link.forbidden.problem(name, now);
  }

  /** A CBAN is told when it is set: nothing is to be asked, but what is on its way to be read. */
  askNames(): string[] {
    return [];
  }

  fit(field: Field): Fitted<Field> {
    const parameter = parameterOf(field);
    const problem = parameter === null ? null : middleProblem(parameter);
    if (problem !== null) return { fitted: null, reason: refused(`its value ${problem}`) };
    if (field.kind === 'entry' && !this.#canEvaluate(field.mask)) {
      return { fitted: null, reason: refused('an extended ban that this ircd cannot evaluate') };
    }
    if (field.kind !== 'join-key' || field.value === null) return { fitted: field, reason: null };
    const value = field.value.replaceAll(',', '').slice(0, KEY_BYTES_MAX) as IrcText;
    if (value === field.value) return { fitted: field, reason: null };
    if (middleProblem(value) !== null) {
      return { fitted: null, reason: refused('nothing of the key is left without commas') };
    }
    const reason = truncated(`key without commas and cut to ${KEY_BYTES_MAX} bytes`);
    return { fitted: { kind: 'join-key', value }, reason };
  }

  listCaps(name: IrcText): readonly ListCap[] | null {
    return this.#link.listCaps.of(name);
  }

  fitTopic(wanted: TopicField): Fitted<TopicField> {
    const { topicBytesMax } = this.#link.traits;
    return fitTopic(wanted, { setterBytesMax: Number.POSITIVE_INFINITY, textBytesMax: () => topicBytesMax });
  }

  planTopic(request: TopicRequest): TopicPlan {
    return planTopic(this.#link, request);
  }

  create(
    name: IrcText,
    changes: readonly LetterChange[],
    now: number,
  ): { lines: readonly string[]; createdAt: number } {
    const createdAt = now + CREATION_LEAD_SECONDS;
    const { entries, others } = splitEntries(this.#link.traits, changes);
    const [letters = '+', ...parameters] = letterWords(others);
    const params = [name, String(createdAt), letters, ...parameters];
    const source = this.#link.ownSid;
    const creation = formatIrcLine({ source, command: 'FJOIN', params, trailing: '' });
    return { lines: [creation, ...this.#modeLines(name, entries)], createdAt };
  }

  change(channel: ShadowChannel, changes: readonly LetterChange[]): string[] {
    return this.#modeLines(channel.name, changes);
  }

  remove(channel: ShadowChannel): string[] {
    return removalLines(this.#link, channel);
  }

  /** What is no extended ban to this ircd it takes for a nick; a letter that it does not have it keeps, to no effect. */
  #canEvaluate(mask: string): boolean {
    if (!isExtendedMask(mask)) return true;
    return mask[1] === ':' && this.#link.traits.extendedBans.includes(mask[0]!);
  }

  /** A server's MODE is always applied, overwrites, and leaves the channel's timestamp alone. */
  #modeLines(name: IrcText, changes: readonly LetterChange[]): string[] {
    return modeWords(this.#link.traits, changes, MODE_PARAMETER_BYTES_MAX).map((words) =>
      this.#line('MODE', [name, ...words]),
    );
  }

  #line(command: string, params: readonly string[]): string {
    return formatIrcLine({ source: this.#link.ownSid, command, params });
  }
}
