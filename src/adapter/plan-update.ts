import { type Field, type FieldKey, fieldKey, isSet, unset } from '../core/field.ts';
import type { ChannelWriter, Fitted, TopicField } from './dialect.ts';
import type { IrcdMode, IrcdTraits } from './ircd-traits.ts';
import { modeFor } from './ircd-traits.ts';
import { type ListCap, withoutRoom } from './list-caps.ts';
import type { LetterChange } from './mode-lines.ts';
import { closingFlags } from './mode-table.ts';
import {
  changedMeanwhile,
  type LeftOut,
  nothingToDo,
  type Plan,
  type Reason,
  refused,
  truncated,
  type UpdateToPlan,
} from './plan.ts';
import { isHeld, listSize, type ShadowChannel, shows, standInEntries } from './shadow-channel.ts';

/** The key of the mode that lets a channel have longer lists. */
const largeListsKey = fieldKey('ascii', { kind: 'flag', name: 'large-lists', set: true });

/** The topic's key among the fields of any channel. */
export const topicKey = 'topic' as FieldKey;

export interface PlanningIrcd {
  readonly traits: IrcdTraits;
  readonly writer: ChannelWriter;
}

/**
 * The lines that turn what the ircd shows into what it should show. Pure: equal input, equal lines. Throws `IrcLineError`
 * when a line cannot be written; then none of them may be.
 */
export function planUpdate(ircd: PlanningIrcd, update: UpdateToPlan): Plan {
  const { wanted, channel, untouchable, name } = update;
  if (untouchable === 'all') {
    const refusal = channel === null ? changedMeanwhile : null;
    return { ...nothingToDo, reasons: reasonsFor([wanted, channel?.fields], changedMeanwhile), refusal };
  }
  if (channel?.withheld) return { ...nothingToDo, reasons: reasonsFor([wanted, channel.fields], apart) };
  if (wanted === null) return planRemoval(ircd.writer, channel);
  const problem = channel === null ? ircd.writer.nameProblem(name, update.now) : null;
  if (problem !== null) return notToBeMade(wanted, refused(problem));
  const standIns = findStandIns(ircd.traits, wanted);
  const shown = withStandIns(wanted, standIns);
  const exposed = isSomebodysHere(channel) ? null : exposure(ircd, shown, standIns);
  if (exposed !== null) {
    const plan = notToBeMade(wanted, refused(`the channel is not shown here: ${exposed}`));
    return channel === null ? plan : { ...plan, lines: ircd.writer.remove(channel), takesAway: true };
  }
  return { ...new Planner(ircd, update, untouchable).plan(shown, standIns), standIns };
}

/** What the ircd has no mode for and shows as another one, which says no less: private channels are secret. */
function findStandIns(
  traits: IrcdTraits,
  wanted: ReadonlyMap<FieldKey, Field>,
): ReadonlyMap<FieldKey, FieldKey> {
  const standIns = new Map<FieldKey, FieldKey>();
  for (const [key, field] of wanted) {
    if (field.kind !== 'flag' || field.name !== 'private' || modeFor(traits, field) !== null) continue;
    if (modeFor(traits, secret) !== null) standIns.set(key, secretKey);
  }
  return standIns;
}

const secret: Field = { kind: 'flag', name: 'secret', set: true };
const secretKey = fieldKey('ascii', secret);

function withStandIns(
  wanted: ReadonlyMap<FieldKey, Field>,
  standIns: ReadonlyMap<FieldKey, FieldKey>,
): ReadonlyMap<FieldKey, Field> {
  return standIns.size === 0 ? wanted : new Map([...wanted, [secretKey, secret]]);
}

/**
 * Why the channel is not to be made here, or not to stay: something that hides or closes it cannot be shown, or not in full, and the ircd's
 * users could see or enter what they must not. Null: all can.
 */
function exposure(
  { traits, writer }: PlanningIrcd,
  wanted: ReadonlyMap<FieldKey, Field>,
  standIns: ReadonlyMap<FieldKey, FieldKey>,
): string | null {
  for (const [key, field] of wanted) {
    if (!isClosing(field) || standIns.has(key)) continue;
    const name = field.kind === 'flag' ? field.name : 'key';
    if (modeFor(traits, field) === null) return `this ircd has no mode ${name}`;
    const { reason } = writer.fit(field);
    if (reason !== null) return `it cannot have its full ${name}: ${reason.text}`;
  }
  return null;
}

function isClosing(field: Field): boolean {
  return field.kind === 'join-key' || (field.kind === 'flag' && closingFlags.has(field.name));
}

const apart = refused('its operators closed the channel by a mode that is not carried: it is its own');

/** A channel with local users or services, or made permanent by them, is theirs. */
export function isSomebodysHere(channel: ShadowChannel | null): boolean {
  return channel !== null && (isHeld(channel) || channel.services.size > 0);
}

function planRemoval(writer: ChannelWriter, channel: ShadowChannel | null): Plan {
  if (channel === null || isSomebodysHere(channel)) return nothingToDo;
  return { ...nothingToDo, lines: writer.remove(channel) };
}

function notToBeMade(wanted: ReadonlyMap<FieldKey, Field>, refusal: Reason): Plan {
  return { ...nothingToDo, reasons: reasonsFor([wanted], refusal), refusal };
}

function reasonsFor(
  fields: readonly (ReadonlyMap<FieldKey, Field> | null | undefined)[],
  reason: Reason,
): Map<FieldKey, Reason> {
  return new Map(fields.flatMap((map) => [...(map?.keys() ?? [])].map((key) => [key, reason])));
}

const stillOpen = refused('this ircd has no such mode: its users see and enter the channel without it');

const asSecret = truncated('shown as secret: this ircd has no private channels');

class Planner {
  readonly #ircd: PlanningIrcd;
  readonly #update: UpdateToPlan;
  readonly #channel: ShadowChannel | null;
  readonly #untouchable: ReadonlySet<FieldKey>;
  /** By the key of the wanted entry. */
  readonly #standIns: ReadonlyMap<FieldKey, Field>;
  readonly #written = new Map<FieldKey, Field>();
  readonly #reasons = new Map<FieldKey, Reason>();
  #changes: LetterChange[] = [];
  #notBefore: number | null = null;
  #leftOut: LeftOut | null = null;

  constructor(ircd: PlanningIrcd, update: UpdateToPlan, untouchable: ReadonlySet<FieldKey>) {
    this.#ircd = ircd;
    this.#update = update;
    this.#channel = update.channel;
    this.#untouchable = untouchable;
    this.#standIns = update.channel === null ? new Map() : standInEntries(update.channel);
  }

  plan(
    wanted: ReadonlyMap<FieldKey, Field>,
    standIns: ReadonlyMap<FieldKey, FieldKey>,
  ): Omit<Plan, 'standIns'> {
    for (const key of standIns.keys()) this.#reasons.set(key, asSecret);
    for (const [key, field] of wanted) {
      if (field.kind !== 'topic' && !standIns.has(key)) this.#show(key, field);
    }
    this.#clear(wanted);
    this.#keepToListCaps();
    const { lines, createdAt } = this.#modeLines();
    return {
      lines: [...lines, ...this.#topicLines(wanted.get(topicKey), createdAt)],
      written: this.#written,
      creates: this.#channel === null ? { createdAt } : null,
      takesAway: false,
      reasons: this.#reasons,
      refusal: null,
      notBefore: this.#notBefore,
      leftOut: this.#leftOut,
    };
  }

  #modeLines(): { lines: readonly string[]; createdAt: number } {
    const { writer } = this.#ircd;
    const { name, now } = this.#update;
    if (this.#channel === null) return writer.create(name, this.#changes, now);
    const lines = this.#changes.length === 0 ? [] : writer.change(this.#channel, this.#changes);
    return { lines, createdAt: this.#channel.createdAt };
  }

  #show(key: FieldKey, field: Field): void {
    const mode = modeFor(this.#ircd.traits, field);
    if (mode === null) {
      this.#reasons.set(key, isClosing(field) ? stillOpen : refused('this ircd has no such mode'));
      return;
    }
    const fitted = this.#note(key, this.#ircd.writer.fit(field));
    if (fitted === null || !this.#mayWrite(key, field, fitted)) return;
    this.#written.set(key, fitted);
    this.#changes.push({ adding: true, letter: mode.letter, parameter: parameterOf(fitted) });
  }

  #note<F extends Field>(key: FieldKey, { fitted, reason }: Fitted<F>): F | null {
    if (reason !== null) this.#reasons.set(key, reason);
    return fitted;
  }

  /** Unsets what the ircd shows and nobody wants, but for a mask that stands for a wanted one. */
  #clear(wanted: ReadonlyMap<FieldKey, Field>): void {
    const standIns = new Set<Field>();
    for (const [key, shown] of this.#standIns) if (wanted.has(key)) standIns.add(shown);
    for (const [key, shown] of this.#channel?.fields ?? []) {
      if (wanted.has(key) || shown.kind === 'topic' || standIns.has(shown)) continue;
      const mode = modeFor(this.#ircd.traits, shown);
      const cleared = unset(shown);
      if (mode === null || !this.#mayWrite(key, cleared, cleared)) continue;
      this.#written.set(key, cleared);
      const change = { adding: false, letter: mode.letter, parameter: clearingParameter(mode, shown) };
      // Entries go first: a list that is full has room then.
      if (shown.kind === 'entry') this.#changes.unshift(change);
      else this.#changes.push(change);
    }
  }

  #keepToListCaps(): void {
    const { traits } = this.#ircd;
    const shown = this.#channel?.fields ?? new Map<FieldKey, Field>();
    const caps = this.#listCaps();
    if (caps !== null) {
      const left = withoutRoom(traits, caps, shown, this.#written);
      for (const [key, reason] of left) this.#reasons.set(key, reason);
      this.#leaveOut([...left.keys()], caps);
    } else if (!this.#update.isAsked) {
      const entries = [...this.#written].filter(([, field]) => field.kind === 'entry' && isSet(field));
      this.#leaveOut(
        entries.map(([key]) => key),
        caps,
      );
    }
  }

  #listCaps(): readonly ListCap[] | null {
    const written = this.#written.get(largeListsKey);
    const isLarge = written === undefined ? (this.#channel?.hasLargeLists ?? false) : isSet(written);
    return this.#ircd.writer.listCaps(this.#update.name, isLarge);
  }

  #leaveOut(keys: readonly FieldKey[], caps: readonly ListCap[] | null): void {
    if (keys.length === 0) return;
    this.#leftOut = { keys, caps };
    const words = new Set<string>();
    for (const key of keys) {
      const entry = this.#written.get(key)!;
      this.#written.delete(key);
      words.add(`+${modeFor(this.#ircd.traits, entry)!.letter} ${parameterOf(entry)}`);
    }
    this.#changes = this.#changes.filter(
      ({ adding, letter, parameter }) => !adding || !words.has(`+${letter} ${parameter}`),
    );
  }

  /** False: it is shown already, a user changed it meanwhile, or the ircd is known to make this of it. */
  #mayWrite(key: FieldKey, wanted: Field, fitted: Field): boolean {
    const shown = this.#channel?.fields.get(key);
    if (this.#untouchable.has(key)) {
      this.#reasons.set(key, changedMeanwhile);
      return false;
    }
    if (this.#channel?.unsure.has(key)) return true;
    return !shows(shown, fitted) && !this.#isSettled(key, wanted, shown);
  }

  #isSettled(key: FieldKey, wanted: Field, shown: Field | undefined): boolean {
    const settled = this.#channel?.settled.get(key);
    if (settled === undefined || !shows(settled.wanted, wanted)) return false;
    // A list that was full is tried again when there is more room.
    if (settled.shown === null)
      return shown === undefined && listSize(this.#channel!, wanted) >= settled.listed;
    if (shown !== undefined) return shows(settled.shown, shown);
    return this.#standIns.has(key);
  }

  #topicLines(field: Field | undefined, createdAt: number): readonly string[] {
    const wanted: TopicField = field?.kind === 'topic' ? field : { kind: 'topic', value: null };
    const { writer } = this.#ircd;
    const { name, now } = this.#update;
    const fitted = this.#note(topicKey, writer.fitTopic(wanted, name));
    if (fitted === null || !this.#mayWrite(topicKey, wanted, fitted)) return [];
    const planned = writer.planTopic({ name, createdAt, fitted, channel: this.#channel, now });
    // The first reason is the one that matters.
    if (planned.reason !== null && !this.#reasons.has(topicKey)) this.#reasons.set(topicKey, planned.reason);
    this.#notBefore = planned.notBefore;
    if (planned.lines.length > 0) this.#written.set(topicKey, planned.becomes);
    return planned.lines;
  }
}

/** What a mode line says of the field besides its letter; null: nothing. */
export function parameterOf(field: Field): string | null {
  if (field.kind === 'entry') return field.mask;
  if (field.kind === 'flag' || field.kind === 'topic' || !isSet(field)) return null;
  return String(field.value);
}

/** `-k` takes anything, other modes that have a parameter when unset are told what they had. */
function clearingParameter(mode: IrcdMode, shown: Field): string | null {
  if (mode.takes !== 'always') return null;
  return shown.kind === 'join-key' ? '*' : parameterOf(shown);
}
