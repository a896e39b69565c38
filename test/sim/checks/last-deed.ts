import { type Field, unset } from '../../../src/core/field.ts';
import { showsSame } from '../../../src/core/host-channel.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { keyOfField } from '../ircd.ts';
import { type Deed, deedKey, type World } from '../world.ts';

/** Who held which ids of each name, as text: what did not change between two rests. */
export function idsOf(world: World): Map<string, string> {
  const ids = new Map<string, Set<string>>();
  for (const { server, sidecar } of world.all) {
    for (const { key, document, holders } of sidecar!.replica.table.values()) {
      const known = ids.get(key) ?? new Set();
      ids.set(key, known.add(`${document.id}`));
      if (holders.has(server)) known.add(`${document.id} at ${server}`);
    }
  }
  return new Map([...ids].map(([key, known]) => [key, [...known].sort().join(' ')]));
}

/**
 * Where only the users of one server touched a field since the last rest, and the channel was there all the time under
 * one id, everybody shows what they did last: whether or not it was acknowledged, and whatever else failed.
 */
export function checkLastDeeds(world: World, idsBefore: ReadonlyMap<string, string>): void {
  const ids = idsOf(world);
  for (const deeds of byField(world.deeds).values()) {
    const { server, channel, field } = deeds.at(-1)!;
    const key = deedKey({ channel, field }).split(' ')[0]!;
    const isSole = deeds.every((deed) => deed.server === server && deed.byUser);
    const isStable = idsBefore.get(key) === ids.get(key) && (ids.get(key)?.split(' at ').length ?? 0) > 1;
    // A server that was put back believes that its host saw less: what the host did meanwhile counts as done back then.
    if (!isSole || !isStable || world.rolledBack.has(server) || world.gone.has(`${server} ${key}`)) continue;
    // Two sidecars took each its own users' deeds for this server's.
    if (world.copied.has(server)) continue;
    if (!hasOneId(ids.get(key)!) || world.mayReturn.has(deedKey({ channel, field }))) continue;
    for (const other of holdersOf(ids.get(key)!))
      if (!world.keepsOut(other, key)) checkShown(world, other, key, field, server);
  }
}

function checkShown(world: World, at: ServerName, key: string, field: Field, by: ServerName): void {
  const { replica } = world.server(at).sidecar!;
  const view = replica.view(replica.key(key));
  const shown = view?.fields.get(keyOfField(field)) ?? unset(field);
  if (showsSame(shown, field) || isSetAgain(shown, field)) return;
  // What was set above after it was removed here shows again, whoever set it.
  if (view?.inherited.has(keyOfField(field)) === true) return;
  world.problem(
    'last deed',
    `${at} has ${JSON.stringify(shown)} in ${key}, but ${by}, who alone changed it, made it ${JSON.stringify(field)}`,
  );
}

/** The same topic by the same user at another time: after a loss that looks as if the ircd had given it its own time. */
function isSetAgain(one: Field, other: Field): boolean {
  if (one.kind !== 'topic' || other.kind !== 'topic') return false;
  return one.value?.text === other.value?.text && one.value?.setter === other.value?.setter;
}

function byField(deeds: readonly Deed[]): Map<string, Deed[]> {
  const fields = new Map<string, Deed[]>();
  for (const deed of deeds) {
    const known = fields.get(deedKey(deed));
    if (known) known.push(deed);
    else fields.set(deedKey(deed), [deed]);
  }
  return fields;
}

function hasOneId(text: string): boolean {
  return new Set([...text.matchAll(/(\S+) at /g)].map(([, id]) => id)).size === 1;
}

function holdersOf(text: string): ServerName[] {
  return [...text.matchAll(/ at (\S+)/g)].map(([, server]) => server as ServerName);
}
