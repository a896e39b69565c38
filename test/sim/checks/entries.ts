import { isSet } from '../../../src/core/field.ts';
import { isPinned, PIN_NAME } from '../../../src/core/pin.ts';
import { ban } from '../../support/replica-fixture.ts';
import { CHANNELS, MASKS } from '../acts.ts';
import { keyOfField } from '../ircd.ts';
import { deedKey, isSetting, NEVER_MS, type World } from '../world.ts';

/** The list entries, and what operators noted, of a world at rest. */
export interface Entries {
  /** `<id> <channel> <field>` at a holder: is it set? */
  readonly byId: ReadonlyMap<string, boolean>;
  /** `<channel> <field>` that is set on an id that somebody holds: what is set on a dead one must not come back. */
  readonly byName: ReadonlySet<string>;
  /** `<channel> <field>` that is set on an id that was merged into one that somebody holds: it may show through. */
  readonly absorbed: ReadonlySet<string>;
}

export function entriesOf(world: World): Entries {
  const byId = new Map<string, boolean>();
  const byName = new Set<string>();
  const absorbed = new Set<string>();
  for (const { server, sidecar } of world.all) {
    const { table } = sidecar!.replica;
    for (const { key: channel, document, holders } of table.values()) {
      // There the hostile peer may set what it likes.
      if (channel.startsWith('#evil') || world.keepsOut(server, channel)) continue;
      for (const [key, { field }] of document.registers) {
        if (field.kind !== 'entry' && (field.kind !== 'metadata' || field.name === PIN_NAME)) continue;
        // An operator's decision may bring a dead one back, for whoever joins what it parted from.
        if (isSet(field) && (holders.size > 0 || isPinned(document))) byName.add(`${channel} ${key}`);
        if (holders.has(server)) byId.set(`${document.id} ${channel} ${key}`, isSet(field));
      }
      if (holders.size === 0) continue;
      for (const id of document.absorbed)
        for (const [key, { field }] of table.get(id)?.document.registers ?? [])
          if (isSet(field)) absorbed.add(`${channel} ${key}`);
    }
  }
  return { byId, byName, absorbed };
}

/** Between two rests no entry came that nobody set, and none went that nobody removed. */
export function checkEntries(world: World, before: Entries): void {
  // What a disk lost may be set or removed again by whoever did it, however long ago.
  const isFar = ({ diskGoesBackMsMax = NEVER_MS }) => diskGoesBackMsMax === NEVER_MS;
  if (world.rolledBack.size > 0 && world.options.servers.some(isFar)) return;
  const set = new Set(world.deeds.filter(isSetting).map(deedKey));
  const removed = new Set(world.deeds.filter((deed) => !isSetting(deed)).map(deedKey));
  const after = entriesOf(world);
  const cut = cutByUnknownRuns(world);
  const shown = new Set(world.rolledBack.size === 0 ? [] : [...before.byName, ...set].map(fieldOfKey));
  for (const key of after.byName) {
    if (before.byName.has(key) || set.has(key) || world.mayReturn.has(key) || cut.has(key)) continue;
    // A split gives its new id what the one before showed.
    if (before.absorbed.has(key)) continue;
    // What a channel above has shows in those below. Whose disk lost that the host was given it there takes it for set there.
    if (shown.has(fieldOfKey(key))) continue;
    world.problem('entries', `${key} is back, nobody set it`);
  }
  for (const [key, was] of before.byId) {
    const isGone = was && after.byId.get(key) === false;
    const deed = fieldOfKey(key);
    if (isGone && !removed.has(deed) && !cut.has(deed)) {
      world.problem('entries', `${key} is gone, nobody removed it`);
    }
  }
}

/** Of `<channel> <field>`. */
function fieldOfKey(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/**
 * Masks that an ircd cuts whose sidecar was put back, whole and cut: the ircd may have started anew since, and of a run that it
 * never saw the sidecar believes that it was given nothing. Then what it was given cut is taken for its users' own.
 */
function cutByUnknownRuns(world: World): Set<string> {
  const keys = new Set<string>();
  for (const server of world.rolledBack) {
    const { ircd } = world.server(server).host;
    for (const mask of MASKS) {
      const field = ban(mask);
      const cut = ircd.fit(field)!;
      for (const channel of keyOfField(cut) === keyOfField(field) ? [] : CHANNELS)
        for (const each of [field, cut]) keys.add(deedKey({ channel, field: each }));
    }
  }
  return keys;
}
