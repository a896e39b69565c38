import { type Field, type FieldKey, isSet, unset } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { formatIrcLine, middleProblem } from '../irc-line.ts';
import type { IrcdMode } from './capabilities.ts';
import { creationLines, type LetterChange, modeLines } from './mode-lines.ts';
import {
  changedMeanwhile,
  type LinkIdentity,
  nothingToDo,
  type Plan,
  type Reason,
  refused,
  truncated,
  type UpdateToPlan,
} from './plan.ts';
import { planRemoval } from './plan-removal.ts';
import { fitTopic, onlyLater, planTopic, showsTopic, type TopicField, topicKey } from './plan-topic.ts';
import { type ShadowChannel, shows } from './shadow-channel.ts';

/** InspIRCd's KEYLEN. */
const KEY_BYTES_MAX = 32;

/**
 * A channel that the adapter makes must never be older than one that a user makes at the same moment: that one would lose
 * its operators. So its timestamp lies ahead by the second to which the ircd's clock is known and the one that a line may
 * need to arrive; the ircd does not mind.
 */
const CREATION_LEAD_SECONDS = 2;

/**
 * The lines that turn what the ircd shows into what it should show. Pure: equal input, equal lines. Throws `IrcLineError`
 * when a line cannot be written; then none of them may be.
 */
export function planUpdate(link: LinkIdentity, update: UpdateToPlan): Plan {
  const { wanted, channel, untouchable, name } = update;
  if (untouchable === 'all') {
    return { ...nothingToDo, reasons: reasonsFor([wanted, channel?.fields], changedMeanwhile) };
  }
  if (wanted === null) return planRemoval(link, channel);
  const problem = nameProblem(link, name);
  if (problem !== null) return { ...nothingToDo, reasons: reasonsFor([wanted], refused(problem)) };
  return new Planner(link, update, untouchable).plan(wanted);
}

function nameProblem({ capabilities }: LinkIdentity, name: IrcText): string | null {
  const { channelBytesMax } = capabilities;
  if (!name.startsWith('#')) return 'this ircd has only channels whose names start with #';
  return name.length > channelBytesMax ? `the channel's name is longer than ${channelBytesMax} bytes` : null;
}

function reasonsFor(
  fields: readonly (ReadonlyMap<FieldKey, Field> | null | undefined)[],
  reason: Reason,
): Map<FieldKey, Reason> {
  return new Map(fields.flatMap((map) => [...(map?.keys() ?? [])].map((key) => [key, reason])));
}

class Planner {
  readonly #link: LinkIdentity;
  readonly #name: IrcText;
  readonly #channel: ShadowChannel | null;
  readonly #untouchable: ReadonlySet<FieldKey>;
  readonly #now: number;
  readonly #written = new Map<FieldKey, Field>();
  readonly #reasons = new Map<FieldKey, Reason>();
  readonly #changes: LetterChange[] = [];
  #notBefore: number | null = null;

  constructor(link: LinkIdentity, { name, channel, now }: UpdateToPlan, untouchable: ReadonlySet<FieldKey>) {
    this.#link = link;
    this.#name = name;
    this.#channel = channel;
    this.#untouchable = untouchable;
    this.#now = now;
  }

  plan(wanted: ReadonlyMap<FieldKey, Field>): Plan {
    for (const [key, field] of wanted) if (field.kind !== 'topic') this.#show(key, field);
    this.#clear(wanted);
    const createdAt = this.#channel?.createdAt ?? this.#now + CREATION_LEAD_SECONDS;
    const modes =
      this.#channel === null
        ? creationLines(this.#link, this.#name, createdAt, this.#changes)
        : modeLines(this.#link, this.#name, this.#changes);
    return {
      lines: [...modes, ...this.#topicLines(wanted.get(topicKey), createdAt)],
      written: this.#written,
      creates: this.#channel === null ? { createdAt } : null,
      reasons: this.#reasons,
      notBefore: this.#notBefore,
    };
  }

  #show(key: FieldKey, field: Field): void {
    const mode = this.#modeOf(field);
    if (mode === null) {
      this.#reasons.set(key, refused('this ircd has no such mode'));
      return;
    }
    const fitted = this.#fit(key, field);
    if (fitted === null || !this.#mayWrite(key, field, fitted)) return;
    this.#written.set(key, fitted);
    this.#changes.push({ adding: true, letter: mode.letter, parameter: parameterOf(fitted) });
  }

  /** Unsets what the ircd shows and nobody wants, but for a mask that stands for a wanted one. */
  #clear(wanted: ReadonlyMap<FieldKey, Field>): void {
    const standIns = new Set<Field | null>();
    for (const [key, settled] of this.#channel?.settled ?? []) {
      if (wanted.has(key)) standIns.add(settled.shown);
    }
    for (const [key, shown] of this.#channel?.fields ?? []) {
      if (wanted.has(key) || shown.kind === 'topic' || standIns.has(shown)) continue;
      const mode = this.#modeOf(shown);
      const cleared = unset(shown);
      if (mode === null || !this.#mayWrite(key, cleared, cleared)) continue;
      this.#written.set(key, cleared);
      this.#changes.push({ adding: false, letter: mode.letter, parameter: clearingParameter(mode, shown) });
    }
  }

  /** False: it is shown already, a user changed it meanwhile, or the ircd is known to make this of it. */
  #mayWrite(key: FieldKey, wanted: Field, fitted: Field): boolean {
    const shown = this.#channel?.fields.get(key);
    if (this.#untouchable.has(key)) {
      this.#reasons.set(key, changedMeanwhile);
      return false;
    }
    return !shows(shown, fitted) && !this.#isSettled(key, wanted, shown);
  }

  #isSettled(key: FieldKey, wanted: Field, shown: Field | undefined): boolean {
    const settled = this.#channel?.settled.get(key);
    if (settled === undefined || !shows(settled.wanted, wanted)) return false;
    if (settled.shown === null) return shown === undefined;
    if (shown !== undefined) return shows(settled.shown, shown);
    // Shown under another mask.
    return [...this.#channel!.fields.values()].includes(settled.shown);
  }

  /** The field as this ircd can show it; null: not at all. */
  #fit(key: FieldKey, field: Field): Field | null {
    const parameter = parameterOf(field);
    const problem = parameter === null ? null : middleProblem(parameter);
    if (problem !== null) return this.#refuse(key, `its value ${problem}`);
    if (field.kind !== 'join-key' || field.value === null) return field;
    const value = field.value.replaceAll(',', '').slice(0, KEY_BYTES_MAX) as IrcText;
    if (value === field.value) return field;
    if (middleProblem(value) !== null) return this.#refuse(key, 'nothing of the key is left without commas');
    this.#reasons.set(key, truncated(`key without commas and cut to ${KEY_BYTES_MAX} bytes`));
    return { kind: 'join-key', value };
  }

  #refuse(key: FieldKey, text: string): null {
    this.#reasons.set(key, refused(text));
    return null;
  }

  #topicLines(field: Field | undefined, createdAt: number): string[] {
    const wanted: TopicField = field?.kind === 'topic' ? field : { kind: 'topic', value: null };
    const { fitted, reason } = fitTopic(this.#link, wanted);
    this.#noteTopic(reason);
    if (fitted === null || !this.#mayWrite(topicKey, wanted, fitted)) return [];
    if (showsTopic(this.#channel?.fields.get(topicKey), fitted)) {
      this.#noteTopic(onlyLater);
      return [];
    }
    const planned = planTopic(this.#link, fitted, this.#channel, this.#now);
    this.#noteTopic(planned.reason);
    this.#notBefore = planned.notBefore;
    if (planned.write === null) return [];
    this.#written.set(topicKey, planned.becomes);
    const { setAt, setter, text } = planned.write;
    const params = [this.#name, String(createdAt), String(setAt), setter];
    return [formatIrcLine({ source: this.#link.ownSid, command: 'FTOPIC', params, trailing: text })];
  }

  /** The first reason is the one that matters. */
  #noteTopic(reason: Reason | null): void {
    if (reason !== null && !this.#reasons.has(topicKey)) this.#reasons.set(topicKey, reason);
  }

  #modeOf(field: Field): IrcdMode | null {
    const name = field.kind === 'entry' ? field.list : 'name' in field ? field.name : '';
    const kind = field.kind === 'entry' ? 'list' : field.kind;
    for (const mode of this.#link.capabilities.modes.values()) {
      if (mode.kind === kind && mode.name === name) return mode;
    }
    return null;
  }
}

function parameterOf(field: Field): string | null {
  if (field.kind === 'entry') return field.mask;
  if (field.kind === 'flag' || field.kind === 'topic' || !isSet(field)) return null;
  return String(field.value);
}

/** `-k` takes anything, other modes that have a parameter when unset are told what they had. */
function clearingParameter(mode: IrcdMode, shown: Field): string | null {
  if (mode.takes !== 'always') return null;
  return shown.kind === 'join-key' ? '*' : parameterOf(shown);
}
