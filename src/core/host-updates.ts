import type { ChannelKey } from './casemapping.ts';
import type { Register } from './document.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import { differences, fieldsToChange, type HostChannel, needsUpdate } from './host-channel.ts';
import { canShowAll, type HostProfile, type HostResult, type HostUpdate, showable } from './host-messages.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import { asLeft, leftSubstitutes, withoutRestored } from './left-fields.ts';
import type { ChannelView, Replica } from './replica.ts';
import type { Stamp } from './stamp.ts';

/** Names that are looked at in one transaction: after a split or a link nearly none of very many needs an update. */
const LOOKED_AT_ONCE_MAX = 4096;

const NO_REGISTERS: ReadonlyMap<FieldKey, Register> = new Map();

interface Given {
  readonly view: ChannelView | null;
  readonly wanted: ReadonlyMap<FieldKey, Field>;
  /** Fields that differed from what was wanted when it was sent. */
  readonly changes: ReadonlySet<FieldKey>;
  /** Those of the document when it was sent, so that they need not be unpacked for the result. */
  readonly registers: ReadonlyMap<FieldKey, Register>;
  /** The document's packed text, where it is wanted as it is and as a whole; else null. */
  readonly whole: string | null;
}

interface InFlight extends Given {
  readonly number: number;
  /** The host had no channel of that name. */
  readonly isFirst: boolean;
  /** Fields that events changed since the update was sent; null: all of them. */
  touched: Set<FieldKey> | null;
  /** The view may have changed since the update was sent. */
  outdated: boolean;
}

/** What is given to a host that is to show a channel no more, where nothing of what it shows has to be looked at. */
const REMOVAL: Given = {
  view: null,
  wanted: new Map(),
  changes: new Set(),
  registers: NO_REGISTERS,
  whole: null,
};

/**
 * What an attached host is given. At most one update for a name is under way; its result tells what the host shows then, so
 * a newer view, or a host event that crossed the update, leads to another one. Views in between are skipped.
 */
export class HostUpdates {
  readonly #replica: Replica;
  readonly #profile: HostProfile;
  readonly #defaults: ReadonlyMap<FieldKey, Field>;
  readonly #lastEvent: () => number;
  readonly #waiting = new Set<ChannelKey>();
  readonly #inFlight = new Map<ChannelKey, InFlight>();
  /** Names of which it is not known for sure what the host shows: its result may tell of the time before an event or after it. */
  readonly #unsure = new Set<ChannelKey>();
  #lastUpdate = 0;
  /** Updates up to this number were under way when the host was told to write nothing. */
  #heldUpTo = 0;

  /** `defaults`: the profile's, by key. `lastEvent`: number of the last event taken in. */
  constructor(
    replica: Replica,
    profile: HostProfile,
    defaults: ReadonlyMap<FieldKey, Field>,
    lastEvent: () => number,
  ) {
    this.#replica = replica;
    this.#profile = profile;
    this.#defaults = defaults;
    this.#lastEvent = lastEvent;
  }

  get counts(): { updates: number; inFlight: number; waiting: number } {
    return { updates: this.#lastUpdate, inFlight: this.#inFlight.size, waiting: this.#waiting.size };
  }

  /** What became of an update. A result of an update that is not under way is ignored: its view has been replaced. */
  result(result: HostResult): void {
    const key = this.#replica.key(result.name);
    const update = this.#inFlight.get(key);
    if (update?.number !== result.number) return;
    this.#inFlight.delete(key);
    const isWithheld = result.observed === true && result.number <= this.#heldUpTo;
    // Where the channel came or went under the update, the result may tell of the one before: what is known stays.
    if (update.touched === null) this.#unsure.add(key);
    else if (isWithheld) this.#withheld(key, update, result);
    else if (update.view === null) this.#removed(key, result);
    else this.#shown(key, update, result);
    if (update.touched?.size) this.#unsure.add(key);
    this.#replica.host.hasSeenAll();
    // A host that did what is still to be shown needs no look: nearly all of them in a burst and in a split.
    const isDone = update.view === null ? isGone(result) : isTakenAsGiven(result);
    if (isWithheld || !isDone || update.touched?.size !== 0 || update.outdated) this.#waiting.add(key);
  }

  /** Stamps of the writes that the host shows by this result, and did not before. To be asked before the result is taken. */
  writesShown({ name, number, deviations, missing, observed }: HostResult): Stamp[] {
    const update = this.#inFlight.get(this.#replica.key(name));
    const isTaken = missing === undefined && !observed && update?.number === number;
    if (!isTaken || update.view === null || update.touched === null) return [];
    const left = new Set(deviations.map(({ wanted }) => this.#replica.fieldKey(wanted)));
    const stamps: Stamp[] = [];
    for (const key of update.changes) {
      if (left.has(key) || update.touched.has(key)) continue;
      const register = update.view.inherited.get(key)?.register ?? update.registers.get(key);
      // Another value was written since: its own update will tell.
      if (register !== undefined && isWanted(register.field, update.wanted.get(key)))
        stamps.push(register.stamp);
    }
    return stamps;
  }

  /** The host was told to write nothing: what it has not carried out of the updates under way it will only answer. */
  hold(): void {
    this.#heldUpTo = this.#lastUpdate;
  }

  /** These will not be sent after all: as if they had never been made. */
  takeBack(updates: readonly HostUpdate[]): void {
    for (const { number, name } of updates) {
      const key = this.#replica.key(name);
      const update = this.#inFlight.get(key);
      if (update?.number !== number) continue;
      this.#inFlight.delete(key);
      this.#waiting.add(key);
      if (update.touched !== null) this.#forgetOffer(key, update.isFirst);
    }
  }

  /** The host may need an update for this name. */
  add(key: ChannelKey): void {
    this.#waiting.add(key);
  }

  /** What is known of what the host shows for this name is a guess: it is given the view again. */
  makeSure(key: ChannelKey): void {
    this.#unsure.add(key);
  }

  /**
   * At most `max` updates that the host needs now; fewer, or none, do not mean that no more wait. That they are under way has to
   * be durable before they are sent.
   */
  next(max: number): HostUpdate[] {
    const updates: HostUpdate[] = [];
    let looked = 0;
    for (const key of this.#waiting) {
      if (updates.length >= max || looked++ >= LOOKED_AT_ONCE_MAX) break;
      this.#waiting.delete(key);
      const underWay = this.#inFlight.get(key);
      if (underWay !== undefined) {
        // Its result puts the name back in line.
        underWay.outdated = true;
        continue;
      }
      const update = this.#updateFor(key);
      if (update !== null) updates.push(update);
    }
    // It shows all that others wrote until now: what its users do next, attached or not, comes after that.
    if (this.#waiting.size + this.#inFlight.size === 0) this.#replica.host.hasSeenAll();
    return updates;
  }

  /** An event changed these fields (null: all of them): the update under way, if any, does not take it into account. */
  touched(key: ChannelKey, fields: Iterable<FieldKey> | null): void {
    const update = this.#inFlight.get(key);
    if (update === undefined || update.touched === null) return;
    if (fields === null) update.touched = null;
    else for (const field of fields) update.touched.add(field);
  }

  /** What is remembered of the host was written anew: the update under way may yet be applied, on top of it. */
  offerAgain(key: ChannelKey): void {
    const update = this.#inFlight.get(key);
    if (!update?.view) return;
    const host = this.#replica.host.channels.get(key);
    const fields = this.#fieldsToChange(host, update.wanted);
    // The host leaves alone what its users changed since the update was made.
    for (const field of update.touched ?? []) if (!update.changes.has(field)) fields.delete(field);
    this.#offer(key, host?.name ?? update.view.entry.document.name, host, update.view, fields, false);
  }

  #fieldsToChange(host: HostChannel | undefined, wanted: ReadonlyMap<FieldKey, Field>): Map<FieldKey, Field> {
    return host === undefined ? differences(this.#defaults, wanted) : fieldsToChange(host, wanted);
  }

  #shown(key: ChannelKey, update: InFlight, result: HostResult): void {
    const { host } = this.#replica;
    if (this.#showsDocument(key, update, result)) return;
    const { document } = update.view!.entry;
    const { id } = document;
    const shown = new Map(update.wanted);
    const substitutes: HostChannel['substitutes'] = new Map();
    for (const deviation of result.deviations) {
      const wantedKey = this.#replica.fieldKey(deviation.wanted);
      shown.delete(wantedKey);
      const instead = deviation.shown !== null && isSet(deviation.shown) ? deviation.shown : null;
      const shownKey = instead && this.#replica.fieldKey(instead);
      if (instead !== null && shownKey !== null) shown.set(shownKey, instead);
      const touched = update.touched === null || update.touched.has(wantedKey);
      if (!touched) substitutes.set(wantedKey, { ...deviation, shown: instead, shownKey });
    }
    const { flaps, now } = this.#replica;
    for (const [fieldKey, substitute] of leftSubstitutes(flaps, key, now, document, shown)) {
      substitutes.set(fieldKey, substitute);
    }
    // Nothing of it is shown: the host does not have it, or not any more.
    const isRefused = shown.size === 0 && !isTakenAsGiven(result);
    const createdAt = result.createdAt || (isRefused ? 0 : (host.channels.get(key)?.createdAt ?? 0));
    const { name, missing } = result;
    const state = { name, id, createdAt, shown, substitutes, keepsShowing: false, offered: null };
    this.#replica.host.remember(key, missing === undefined ? state : { ...state, missing });
  }

  /** The host was kept from applying the update, but for what it had written by then: the rest is still to be given to it. */
  #withheld(key: ChannelKey, { view, wanted, isFirst }: InFlight, result: HostResult): void {
    const known = this.#replica.host.channels.get(key);
    if (known === undefined) return;
    if (view === null || result.missing !== undefined) {
      this.#forgetOffer(key, isFirst);
      return;
    }
    const shown = new Map(wanted);
    for (const deviation of result.deviations) {
      shown.delete(this.#replica.fieldKey(deviation.wanted));
      const instead = deviation.shown;
      if (instead !== null && isSet(instead)) shown.set(this.#replica.fieldKey(instead), instead);
    }
    const createdAt = result.createdAt || known.createdAt;
    this.#replica.host.remember(key, { ...known, createdAt, shown, offered: null });
  }

  /** `isFirst`: with it the host would have got the channel. */
  #forgetOffer(key: ChannelKey, isFirst: boolean): void {
    const known = this.#replica.host.channels.get(key);
    if (known !== undefined) this.#replica.host.remember(key, isFirst ? null : { ...known, offered: null });
  }

  /** The host took the whole document, which is the same still: nearly always so in a burst. */
  #showsDocument(key: ChannelKey, { view, whole, touched }: InFlight, result: HostResult): boolean {
    const { entry } = view!;
    const { name, packed } = entry.document;
    if (whole === null || packed !== whole || touched?.size !== 0) return false;
    if (!isTakenAsGiven(result) || result.name !== name) return false;
    const createdAt = result.createdAt || (this.#replica.host.channels.get(key)?.createdAt ?? 0);
    return this.#replica.host.showsDocument(key, entry, createdAt);
  }

  #removed(key: ChannelKey, result: HostResult): void {
    const { host } = this.#replica;
    if (!host.channels.has(key)) return;
    const left = isGone(result) ? null : { ...host.channels.get(key)!, keepsShowing: true, offered: null };
    host.remember(key, left);
  }

  #updateFor(key: ChannelKey): HostUpdate | null {
    if (this.#showsAll(key)) return null;
    const view = this.#replica.view(key);
    if (view === null) return this.#removalFor(key);
    const host = this.#replica.host.channels.get(key);
    const left = [...this.#replica.flaps.leftOf(key, this.#replica.now)];
    const wanted = asLeft(showable(this.#profile, view.fields), left, host?.shown ?? this.#defaults);
    if (host !== undefined) {
      const moved = host.id !== view.entry.document.id;
      const unsure = this.#unsure.delete(key);
      const known = withoutRestored(host, left, this.#replica.flaps.reason);
      const takesMore = mayTakeMore(known, wanted, left);
      if (!moved && !unsure && !takesMore && !needsUpdate(known, wanted)) return null;
    }
    return this.#send(key, view.entry.document.name, host, { ...view, fields: wanted }, wanted);
  }

  /** It is known without a comparison that the host shows all that it should: so it is after most of its own events. */
  #showsAll(key: ChannelKey): boolean {
    if (this.#unsure.has(key)) return false;
    const entry = this.#replica.choose(key)?.entry;
    if (entry === undefined || !this.#replica.host.channels.showsAllOf(key, entry.document)) return false;
    return this.#replica.inherited(entry).size === 0 && canShowAll(this.#profile, entry.document);
  }

  #removalFor(key: ChannelKey): HostUpdate | null {
    // A channel that came back in a moment would have lost what only its users' clients remember of it.
    if (this.#replica.starting) return null;
    const name = this.#replica.host.leave(key);
    if (name !== null) {
      const number = this.#fly(key, REMOVAL, false);
      return { number, hostSequence: this.#lastEvent(), name, view: null };
    }
    const host = this.#replica.host.channels.get(key);
    if (host === undefined || host.keepsShowing) return null;
    return this.#send(key, host.name, host, null, new Map());
  }

  #send(
    key: ChannelKey,
    name: IrcText,
    host: HostChannel | undefined,
    view: ChannelView | null,
    wanted: ReadonlyMap<FieldKey, Field>,
  ): HostUpdate {
    const whole = view === null ? null : this.#wholeText(key, view, wanted);
    const fields = this.#fieldsToChange(host, wanted);
    const changes = new Set(fields.keys());
    const registers = view?.entry.document.registers ?? NO_REGISTERS;
    const number = this.#fly(key, { view, wanted, changes, registers, whole }, host === undefined);
    this.#offer(key, name, host, view, fields, whole !== null);
    return { number, hostSequence: this.#lastEvent(), name, view };
  }

  /** Returns the number of the update that is under way from now on. */
  #fly(key: ChannelKey, update: Given, isFirst: boolean): number {
    const number = ++this.#lastUpdate;
    this.#inFlight.set(key, { number, ...update, isFirst, touched: new Set(), outdated: false });
    return number;
  }

  /** What is wanted is all of the one document of the name: a start from the store would want the same. */
  #wholeText(key: ChannelKey, view: ChannelView, wanted: ReadonlyMap<FieldKey, Field>): string | null {
    const { document } = view.entry;
    if (this.#replica.table.named(key).length > 1 || view.inherited.size > 0) return null;
    let set = 0;
    for (const [fieldKey, { field }] of document.registers) {
      if (!isSet(field)) continue;
      if (wanted.get(fieldKey) !== field) return null;
      set++;
    }
    return set === wanted.size ? document.packed : null;
  }

  /** Remembered before it is sent: should its result get lost, the next snapshot is not the host's doing. */
  #offer(
    key: ChannelKey,
    name: IrcText,
    known: HostChannel | undefined,
    view: ChannelView | null,
    fields: ReadonlyMap<FieldKey, Field>,
    isDocument: boolean,
  ): void {
    const id = view?.entry.document.id ?? null;
    const host = known ?? this.#newChannel(name, id);
    const createdAt = view ? Math.floor(view.createdAt / 1000) : host.createdAt;
    const offered = { createdAt, fields };
    const isImplied = isDocument && (known === undefined || (known.id === id && known.offered === null));
    this.#replica.host.offer(key, { ...host, offered }, isImplied);
  }

  /** What the host shows of a channel that it makes before it is given anything. */
  #newChannel(name: IrcText, id: ChannelId | null): HostChannel {
    const shown = new Map(this.#defaults);
    return { name, id, createdAt: 0, shown, substitutes: new Map(), keepsShowing: false, offered: null };
  }
}

/** The host does not have the channel any more. */
function isGone({ createdAt, deviations }: HostResult): boolean {
  return createdAt === 0 && deviations.length === 0;
}

function isTakenAsGiven({ deviations, missing }: HostResult): boolean {
  return deviations.length === 0 && missing === undefined;
}

/**
 * True when all of the channel was refused and something of that is wanted no more: it may have been what the host cannot close a
 * channel with, and it takes the rest now. `left`: keys that are left to the host.
 */
function mayTakeMore(
  { shown, substitutes }: HostChannel,
  wanted: ReadonlyMap<FieldKey, Field>,
  left: readonly FieldKey[],
): boolean {
  if (shown.size > 0) return false;
  return [...substitutes].some(
    ([key, substitute]) => substitute.shown === null && !wanted.has(key) && !left.includes(key),
  );
}

function isWanted(field: Field, wanted: Field | undefined): boolean {
  return wanted === undefined ? !isSet(field) : field === wanted;
}
