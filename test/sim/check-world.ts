import type { ChannelEntry } from '../../src/core/channel-table.ts';
import { canonicalValue, isSet } from '../../src/core/field.ts';
import { differences } from '../../src/core/host-channel.ts';
import type { ChannelId } from '../../src/core/identity.ts';
import { formatStamp } from '../../src/core/stamp.ts';
import type { SimNode } from './sim-node.ts';
import { channels, type World } from './world.ts';

/** The list entries that the documents of each id and name have. */
export interface Entries {
  readonly byId: ReadonlyMap<string, boolean>;
  readonly byName: ReadonlySet<string>;
}

/** What is wrong with a world that has come to rest; empty: nothing. */
export function checkWorld({ nodes }: World): string[] {
  return [
    ...nodes.flatMap(({ server, problems }) => problems.map((problem) => `${server}: ${problem}`)),
    ...nodes.flatMap(checkRest),
    ...nodes.flatMap(checkHost),
    ...nodes.flatMap((node) => nodes.flatMap((other) => checkPresence(node, other))),
    ...checkDocuments(nodes),
  ];
}

export function entriesOf({ nodes }: World): Entries {
  const byId = new Map<string, boolean>();
  const byName = new Set<string>();
  for (const { server, sidecar } of nodes) {
    for (const { document, holders } of sidecar.replica.table.values()) {
      for (const [key, { field }] of document.registers) {
        if (field.kind !== 'entry') continue;
        if (isSet(field)) byName.add(`${document.name} ${key}`);
        if (holders.has(server)) byId.set(`${document.id} ${document.name} ${key}`, isSet(field));
      }
    }
  }
  return { byId, byName };
}

/** Between two rests: entries that came without anybody setting them, and those that went without anybody removing them. */
export function checkEntries(before: Entries, after: Entries, world: World): string[] {
  const came = [...after.byName].filter((key) => !before.byName.has(key) && !world.setActs.has(key));
  const went = [...before.byId].filter(([key, set]) => {
    const act = key.slice(key.indexOf(' ') + 1);
    return set && after.byId.get(key) === false && !world.unsetActs.has(act);
  });
  return [
    ...came.map((key) => `${key} is back, nobody set it`),
    ...went.map(([key]) => `${key} is gone, nobody removed it`),
  ];
}

function checkRest({ server, sidecar }: SimNode): string[] {
  const problems: string[] = [];
  const { updates: _, ...counts } = sidecar.attachment!.counts;
  if (counts.inFlight + counts.waiting > 0) problems.push(`updates wait: ${JSON.stringify(counts)}`);
  for (const [peer, { session }] of sidecar.table.peers) {
    if (!session?.live) problems.push(`the link to ${peer} is not live`);
    else if (session.waiting > 0 || session.dirty) problems.push(`something waits for ${peer}`);
  }
  return problems.map((problem) => `${server}: ${problem}`);
}

/** Every host shows what its server reconciled, and holds what its users are in. */
function checkHost({ server, sidecar, host }: SimNode): string[] {
  const { replica } = sidecar;
  return channels.flatMap((name) => {
    const view = replica.view(replica.key(name));
    const shown = host.channels.get(replica.key(name));
    const at = `${server} ${name}`;
    if (view === null || shown === undefined)
      return view === null && shown === undefined
        ? []
        : [`${at}: shown ${shown !== undefined}, wanted ${view !== null}`];
    const members = replica.heldEntry(replica.key(name))?.holders.get(replica.server)?.members ?? 0;
    if (members !== shown.members) return [`${at}: ${shown.members} members, told ${members}`];
    return [...differences(shown.fields, view.fields).keys()].map((key) => `${at}: shows another ${key}`);
  });
}

/** What a node believes of another one's channels is what that one says of them. */
function checkPresence(node: SimNode, other: SimNode): string[] {
  if (node === other) return [];
  const said = presences(other, other);
  const believed = presences(node, other);
  const ids = new Set([...said.keys(), ...believed.keys()]);
  return [...ids]
    .filter((id) => said.get(id) !== believed.get(id))
    .map(
      (id) =>
        `${node.server} believes that ${other.server} holds ${id}: ${believed.get(id)}, but: ${said.get(id)}`,
    );
}

function presences(node: SimNode, of: SimNode): Map<ChannelId, string> {
  const found = new Map<ChannelId, string>();
  for (const { document, holders } of node.sidecar.replica.table.values()) {
    const presence = holders.get(of.server);
    if (presence) found.set(document.id, `${presence.members} members, reachable ${presence.reachable}`);
  }
  return found;
}

/** All holders of an id have the same document. */
function checkDocuments(nodes: readonly SimNode[]): string[] {
  const first = new Map<ChannelId, string>();
  const problems: string[] = [];
  for (const { server, sidecar } of nodes) {
    for (const entry of sidecar.replica.table.values()) {
      if (!entry.holders.has(server)) continue;
      const { id } = entry.document;
      const text = describe(entry);
      if ((first.get(id) ?? text) !== text)
        problems.push(`${id} differs:\n${first.get(id)}\n${server}:\n${text}`);
      first.set(id, text);
    }
  }
  return problems;
}

function describe({ document }: ChannelEntry): string {
  const registers = [...document.registers].map(
    ([key, { field, stamp }]) =>
      `  ${key} = ${canonicalValue(field).replaceAll('\0', ' ')} @ ${formatStamp(stamp)}`,
  );
  return [`  created ${document.createdAt} split-born ${document.splitBorn}`, ...registers.sort()].join('\n');
}
