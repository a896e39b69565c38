import { type Casemapping, type ChannelKey, channelKey } from './casemapping.ts';
import type { ChangeLog } from './change-log.ts';
import type { ChannelEntry } from './channel-table.ts';
import type { Register } from './document.ts';
import { DOCUMENT_BYTES_MAX } from './document-room.ts';
import { type FieldKey, fieldBytes, isSet } from './field.ts';
import { brokenAt, cycleOf, DEPTH_MAX, type LinkOf, type ParentLink, parentOf } from './hierarchy.ts';
import { type ChannelId, channelNameProblem, type ServerName } from './identity.ts';
import { displayText } from './irc-text.ts';
import type { InheritedRegister } from './merged-fields.ts';
import { ParentIndex } from './parent-index.ts';
import { compareStamps, isFloor } from './stamp.ts';
import { INHERIT_BANS, INHERIT_KEY, PARENT_KEY } from './well-known-metadata.ts';

export interface SubChannelsDependencies {
  readonly server: ServerName;
  readonly casemapping: Casemapping;
  readonly log: ChangeLog;
  /** The id of a name that counts as its channel, out of reach or not; null: nobody holds one. */
  readonly channel: (key: ChannelKey) => ChannelEntry | null;
  /** What shows through in an id from those that were merged into it. */
  readonly absorbed: (entry: ChannelEntry) => ReadonlyMap<FieldKey, InheritedRegister>;
}

/** What a channel may inherit from those above it, as `fieldBytes` counts: about 1,000 bans. Beyond it the first by mask count. */
export const INHERITED_BYTES_MAX = DOCUMENT_BYTES_MAX / 4;

export const BAN_PREFIX = 'entry:ban:';

type Bans = ReadonlyMap<FieldKey, Register>;

/**
 * Which channel belongs to which, and what it inherits from there.
 *
 * Nothing is copied. A ban of the parent shows in a child unless the child has it itself, or removed it later than the
 * parent's was set. So a removal on the child hides what was there, and what the parent bans after that shows again.
 */
export class SubChannels {
  readonly #dependencies: SubChannelsDependencies;
  /** Ids that ever named a parent: nearly none do, and to look at fields unpacks a document. */
  readonly #ids = new Set<ChannelId>();
  readonly #index = new ParentIndex();
  /** Of names with children: the bans that those were last told of. */
  readonly #told = new Map<ChannelKey, Bans>();
  /** Names that came from the store: which is shown for them is known once all are there. */
  readonly #unsettled = new Set<ChannelKey>();

  constructor(dependencies: SubChannelsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Ids that ever named a parent. */
  get ids(): ReadonlySet<ChannelId> {
    return this.#ids;
  }

  /** An entry came from the store. */
  restored({ key, document }: ChannelEntry): void {
    if (!document.registers.has(PARENT_KEY)) return;
    this.#ids.add(document.id);
    this.#unsettled.add(key);
  }

  /** These registers of an entry changed. */
  changed({ document }: ChannelEntry, keys: readonly FieldKey[]): void {
    if (keys.includes(PARENT_KEY)) this.#ids.add(document.id);
  }

  forgotten({ document }: ChannelEntry): void {
    this.#ids.delete(document.id);
  }

  /** What the channel of a name says of its parent, cycles included. */
  readonly linkOf: LinkOf = (key) => {
    const entry = this.#dependencies.channel(key);
    return entry === null ? null : this.#link(entry);
  };

  /** The names that have this one as their parent, those in cycles included. */
  childrenOf(key: ChannelKey): Iterable<ChannelKey> {
    this.#settleRestored();
    return this.#index.childrenOf(key);
  }

  /** Something about the ids of a name changed: those below it may show something else. */
  settled(key: ChannelKey): void {
    this.#settleRestored();
    const moved = this.#noteParent(key);
    if (this.#index.childrenOf(key).size === 0) {
      this.#told.delete(key);
      return;
    }
    const bans = this.#ownBans(key);
    const told = this.#told.get(key);
    if (!moved && told !== undefined && sameBans(told, bans)) return;
    this.#told.set(key, bans);
    for (const below of this.#index.below(key)) this.#dependencies.log.view(below);
  }

  /** What shows through in `entry` from the channels above it. */
  inherited(entry: ChannelEntry): Map<FieldKey, InheritedRegister> {
    return this.#inherited(entry, DEPTH_MAX);
  }

  /** The bans above `entry` that its own removals keep from showing through. */
  hidden(entry: ChannelEntry): ReadonlySet<FieldKey> {
    const hidden = new Set<FieldKey>();
    if (!this.#inherits(entry)) return hidden;
    const { registers } = entry.document;
    for (const [key, { register }] of this.#shownAbove(entry, DEPTH_MAX))
      if (registers.has(key) && !showsThrough(register, registers.get(key))) hidden.add(key);
    return hidden;
  }

  #inherited(entry: ChannelEntry, depth: number): Map<FieldKey, InheritedRegister> {
    const inherited = new Map<FieldKey, InheritedRegister>();
    if (depth === 0 || !this.#inherits(entry)) return inherited;
    const above = this.#shownAbove(entry, depth);
    const absorbed = this.#dependencies.absorbed(entry);
    let bytes = 0;
    for (const key of [...above.keys()].sort()) {
      const ban = above.get(key)!;
      if (!showsThrough(ban.register, registerOf(entry, absorbed, key))) continue;
      bytes += fieldBytes(ban.register.field);
      if (bytes > INHERITED_BYTES_MAX) break;
      inherited.set(key, ban);
    }
    return inherited;
  }

  /** The bans that the channel above shows, its own and those that it inherits in turn. */
  #shownAbove(entry: ChannelEntry, depth: number): Map<FieldKey, InheritedRegister> {
    const linkOf: LinkOf = (key) => (key === entry.key ? this.#link(entry) : this.linkOf(key));
    const link = parentOf(entry.key, linkOf);
    const parent = link && this.#dependencies.channel(link.parent);
    const shown = new Map<FieldKey, InheritedRegister>();
    if (!parent) return shown;
    const { id, name } = parent.document;
    for (const [key, register] of bansOf(parent, this.#dependencies.absorbed(parent)))
      if (isSet(register.field)) shown.set(key, { register, from: id, channel: name });
    for (const [key, ban] of this.#inherited(parent, depth - 1)) shown.set(key, ban);
    return shown;
  }

  #inherits(entry: ChannelEntry): boolean {
    if (!this.mayHaveParent(entry)) return false;
    const field = registerOf(entry, this.#dependencies.absorbed(entry), INHERIT_KEY)?.field;
    return field?.kind === 'metadata' && field.value === INHERIT_BANS;
  }

  #link(entry: ChannelEntry): ParentLink | null {
    if (!this.mayHaveParent(entry)) return null;
    const register = registerOf(entry, this.#dependencies.absorbed(entry), PARENT_KEY);
    if (register?.field.kind !== 'metadata' || register.field.value === null) return null;
    const { value: name } = register.field;
    // A later version, or a peer's operator, may write what is none.
    if (channelNameProblem(name) !== null) return null;
    return { parent: channelKey(this.#dependencies.casemapping, name), name, stamp: register.stamp };
  }

  /** False: neither the id nor one that was merged into it ever named a parent. */
  mayHaveParent({ document }: ChannelEntry): boolean {
    if (this.#ids.size === 0) return false;
    if (this.#ids.has(document.id)) return true;
    for (const id of document.absorbed) if (this.#ids.has(id)) return true;
    return false;
  }

  #settleRestored(): void {
    for (const key of this.#unsettled) {
      this.#unsettled.delete(key);
      this.#noteParent(key);
    }
  }

  /** True: the name has another parent than before. */
  #noteParent(key: ChannelKey): boolean {
    const parent = this.#ids.size === 0 ? undefined : this.linkOf(key)?.parent;
    const moved = this.#index.set(key, parent);
    if (moved && parent !== undefined) this.#reportCycle(key);
    return moved;
  }

  #reportCycle(key: ChannelKey): void {
    const cycle = cycleOf(key, this.linkOf);
    if (cycle === null) return;
    const { log, server, channel } = this.#dependencies;
    const broken = brokenAt(cycle, this.linkOf);
    const names = [...cycle, key].map(displayText).join(' → ');
    const text = `${names}: the parent of ${displayText(broken)} was set last and does not count`;
    log.report('hierarchy.cycle', channel(broken)!.document.name, server, text);
  }

  #ownBans(key: ChannelKey): Bans {
    const entry = this.#dependencies.channel(key);
    if (entry === null) return new Map();
    const absorbed = this.#dependencies.absorbed(entry);
    const bans = new Map(bansOf(entry, absorbed));
    // What it inherits in turn hangs on these.
    for (const key of [PARENT_KEY, INHERIT_KEY]) {
      const register = registerOf(entry, absorbed, key);
      if (register !== undefined) bans.set(key, register);
    }
    return bans;
  }
}

/** The bans that were written on a channel or on an id that was merged into it, removed ones too. */
function* bansOf(
  entry: ChannelEntry,
  absorbed: ReadonlyMap<FieldKey, InheritedRegister>,
): Iterable<[FieldKey, Register]> {
  for (const [key, register] of entry.document.registers)
    if (key.startsWith(BAN_PREFIX) && !isFloor(register.stamp)) yield [key, register];
  for (const [key, { register }] of absorbed) if (key.startsWith(BAN_PREFIX)) yield [key, register];
}

function registerOf(
  { document }: ChannelEntry,
  absorbed: ReadonlyMap<FieldKey, InheritedRegister>,
  key: FieldKey,
): Register | undefined {
  const own = document.registers.get(key);
  return own === undefined || isFloor(own.stamp) ? absorbed.get(key)?.register : own;
}

function showsThrough(above: Register, own: Register | undefined): boolean {
  return own === undefined || (!isSet(own.field) && compareStamps(above.stamp, own.stamp) > 0);
}

function sameBans(a: Bans, b: Bans): boolean {
  if (a.size !== b.size) return false;
  for (const [key, { stamp }] of a) {
    const other = b.get(key);
    if (other === undefined || compareStamps(stamp, other.stamp) !== 0) return false;
  }
  return true;
}
