import type { Topic } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { ShadowView } from '../dialect.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { type ModeChange, parseModeChanges } from '../mode-changes.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import { isCutOf } from './channel-lines.ts';
import type { LinkEnds } from './ngircd-reader.ts';

/** The lists that are asked for, each with the numerics of its entries and its end; the end of the last ends the answer. */
export const LISTS: readonly { readonly letter: string; readonly entry: string; readonly end: string }[] = [
  { letter: 'b', entry: '367', end: '368' },
  { letter: 'e', entry: '348', end: '349' },
  { letter: 'I', entry: '346', end: '347' },
];
const LAST = LISTS.at(-1)!.end;
/** Whom ngIRCd names as the setter of a topic that a server set. */
const SERVER_SETTER = '-Server-';
/** A topic that was heard live has the time of its arrival, at most so many seconds from the ircd's own. */
const SAME_SECONDS = 5;

interface Gathered {
  readonly name: IrcText;
  /** As it was known when the answer began: what ended and came again meanwhile is another. */
  readonly channel: ShadowChannel | null;
  readonly changes: ModeChange[];
  readonly hidden: string[];
  createdAt: number;
  topic: Topic | null;
}

/**
 * Makes one fact of the numerics that answer to `MODE #c`, `TOPIC #c` and `MODE #c b` (e, I). These are several commands, and what a user
 * changes in between is in some of the answers only: then it is asked again.
 */
export class AnswerGatherer {
  readonly #traits: IrcdTraits;
  readonly #ends: LinkEnds;
  #gathered: Gathered | null = null;

  constructor(traits: IrcdTraits, ends: LinkEnds) {
    this.#traits = traits;
    this.#ends = ends;
  }

  /** `facts`: what else the line says. */
  take(line: IrcLine, facts: readonly IrcdFact[], view: ShadowView): IrcdFact[] {
    const { source, command, params } = line;
    const isForUs = source === this.#ends.uplink && params[0] === this.#ends.own;
    if (isForUs && /^3\d\d$/.test(command)) return this.#numeric(command, params.slice(1), view);
    const gathered = this.#gathered;
    if (gathered === null || !facts.some((fact) => disturbs(fact, gathered, view))) return [];
    this.#gathered = null;
    return [{ kind: 'doubt', name: gathered.name }];
  }

  #numeric(command: string, [name = '', ...rest]: readonly string[], view: ShadowView): IrcdFact[] {
    if (command === '324') this.#begin(name, rest, view);
    const gathered = this.#gathered;
    if (gathered === null || view.key(name) !== view.key(gathered.name)) return [];
    const list = LISTS.find(({ entry }) => entry === command);
    if (list !== undefined) this.#entry(gathered, list.letter, rest);
    if (command === '329') gathered.createdAt = wholeNumber(rest[0]);
    if (command === '332') gathered.topic = this.#text(gathered, rest.at(-1)!);
    if (command === '333') gathered.topic = marked(gathered, rest);
    if (command !== LAST) return [];
    this.#gathered = null;
    if (view.channel(name) !== gathered.channel) return [{ kind: 'doubt', name }];
    const { channel: _, ...answer } = gathered;
    return [{ kind: 'answer', ...answer, members: null }];
  }

  /** `+ntk`: of who is no member the parameters are kept. */
  #begin(name: string, [letters = '']: readonly string[], view: ShadowView): void {
    const { modes } = this.#traits;
    const hidden = [...letters].filter((letter) => HIDING.has(modes.get(letter)?.kind ?? ''));
    const told = [...letters].filter((letter) => !hidden.includes(letter)).join('');
    this.#gathered = {
      name: name as IrcText,
      channel: view.channel(name),
      changes: parseModeChanges(this.#traits, [told]),
      hidden,
      createdAt: 0,
      topic: null,
    };
  }

  /** `mask setter time`. */
  #entry({ changes }: Gathered, letter: string, [mask = '', setter = '', time]: readonly string[]): void {
    const mode = this.#traits.modes.get(letter);
    if (mode === undefined) return;
    const mark = { setter: setter as IrcText, setAt: wholeNumber(time) };
    changes.push({ adding: true, mode, parameter: mask, mark });
  }

  /** Where the ircd cuts the answer, the text that came before is the whole. */
  #text({ channel }: Gathered, text: string): Topic {
    const known = knownTopic(channel);
    const whole = known !== null && isCutOf(text, known.text) ? known.text : (text as IrcText);
    return { text: whole, setter: '' as IrcText, setAt: 0 };
  }
}

/** The kinds of modes that have a parameter. */
const HIDING: ReadonlySet<string> = new Set(['join-key', 'limit', 'parameter']);

function disturbs(fact: IrcdFact, { name }: Gathered, view: ShadowView): boolean {
  const isAbout = 'name' in fact && view.key(fact.name) === view.key(name);
  return isAbout && ['modes', 'topic', 'channel'].includes(fact.kind);
}

/**
 * `setter time`. Of a topic that a server set, who set it and when it was taken over is not known here. One that was heard live keeps the time
 * that it was heard at, so that it is no other.
 */
function marked({ topic, channel }: Gathered, [setter = '', time]: readonly string[]): Topic | null {
  if (topic === null || setter === SERVER_SETTER) return topic;
  const setAt = wholeNumber(time);
  const known = knownTopic(channel);
  const isKnown =
    known !== null &&
    known.text === topic.text &&
    known.setter === setter &&
    Math.abs(known.setAt - setAt) <= SAME_SECONDS;
  return isKnown ? known : { ...topic, setter: setter as IrcText, setAt };
}

function knownTopic(channel: ShadowChannel | null): Topic | null {
  for (const field of channel?.fields.values() ?? []) if (field.kind === 'topic') return field.value;
  return null;
}

function wholeNumber(text: string | undefined): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
