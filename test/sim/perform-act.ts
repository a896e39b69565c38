import { type Field, isSet, sameValue, unset } from '../../src/core/field.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import {
  mergeChannels,
  type Act as OperatorAct,
  restoreDecision,
  splitChannel,
  unpinChannel,
} from '../../src/core/operator-acts.ts';
import type { Replica } from '../../src/core/replica.ts';
import { ban, flag, joinKey, noBan } from '../support/replica-fixture.ts';
import type { Act, ActOf, Wish } from './acts.ts';
import { HOSTILE } from './hostile.ts';
import type { Written } from './ledger.ts';
import { Random } from './random.ts';
import type { SimServer } from './sim-server.ts';
import type { SimSidecar } from './sim-sidecar.ts';
import type { World } from './world.ts';

/** Lets an act happen, as far as it can as things are. */
export function performAct(world: World, act: Act): void {
  const perform = acts[act.kind] as (world: World, act: Act) => void;
  perform(world, act);
}

type Perform<K extends Act['kind']> = (world: World, act: ActOf<K>) => void;

/** Between the fall of a server and its start with the disk of its backup. */
const RESTORE_MS = 1000;

/** Its users come when its sidecar has had time to link. */
const COPY_USED_MS = 5000;

const acts: { readonly [K in Act['kind']]: Perform<K> } = {
  join: (world, { server, channel, account = null }) =>
    void world.server(server).host.join(channel as IrcText, account),
  crowd: (world, { server, channels }) => {
    const { host } = world.server(server);
    for (let number = 0; number < channels; number++) host.join(`#crowd-${number}` as IrcText);
  },
  part: (world, { server, channel }) => world.server(server).host.part(channel as IrcText),
  empty: (world, { server, channel }) => {
    const { host } = world.server(server);
    const name = channel as IrcText;
    for (let members = host.ircd.get(name)?.members ?? 0; members > 0; members--) host.part(name);
  },
  quit: (world, { server, nick }) => world.server(server).host.quit(nick),
  nick: (world, { server, nick, to }) => world.server(server).host.rename(nick, to as IrcText),
  prefix: (world, { server, channel, nick, modes }) =>
    world.server(server).host.raise(channel as IrcText, nick, modes),
  wish: (world, { server, channel, wish, inside }) => wishFor(world, server, channel, wish, inside),
  'secretly ban': (world, { server, channel }) => {
    wishFor(world, server, channel, { ban: 'secret!*@*' }, true);
    world.deeds.pop();
  },
  cut: (world, { pair }) => world.network.part(...pair),
  mend: (world, { pair }) => world.network.join(...pair),
  isolate: (world, { server, forMs }) => {
    world.network.isolate(server);
    world.agenda.after(forMs, () => world.network.rejoin(server));
  },
  reset: (world, { pair }) => world.network.reset(...pair),
  'dial again': (world, { pair: [from, to] }) => {
    if (world.links(from, to)) world.server(from).sidecar?.dialAgain(to);
  },
  block: (world, { from, to }) => world.network.setBlocked(from, to, true),
  unblock: (world, { from, to }) => world.network.setBlocked(from, to, false),
  slow: (world, { from, to, delayMsMax, windowBytes }) => {
    Object.assign(world.network.lane(from, to), { delayMsMax, windowBytes });
  },
  garble: (world, { from, to, how }) => {
    world.network.lane(from, to).garble = how;
  },
  kill: (world, { server, downMs }) => {
    world.server(server).kill();
    world.server(server).startAfter(downMs);
  },
  power: (world, { server: name, downMs, lost }) => {
    const server = world.server(name);
    if (lost > 0 && server.disk.unsynced > 0) excuse(world, server);
    server.losePower(lost);
    server.startAfter(downMs);
  },
  stop: (world, { server, downMs }) => {
    world.server(server).stop();
    world.server(server).startAfter(downMs);
  },
  'die at': (world, { server: name, point, hits, downMs }) => {
    const server = world.server(name);
    world.points.arm(name, point, hits, () => {
      world.trace.add(world.agenda.nowMs, name, `dies ${point}`);
      server.kill();
      server.startAfter(downMs);
    });
  },
  detach: (world, { server, forMs }) => {
    const { host } = world.server(server);
    host.detach();
    world.agenda.after(forMs, () => host.attach());
  },
  'restart ircd': (world, { server }) => world.server(server).host.restartIrcd(),
  'repeat events': (world, { server }) => world.server(server).host.repeat(),
  clock: (world, { server, offMs }) => {
    world.server(server).offMs = offMs;
  },
  'ircd clock': (world, { server, offMs }) => {
    world.server(server).ircdOffMs = offMs;
  },
  'merge channels': (world, { server, channel }) => {
    operate(world, server, (replica, act) => mergeChannels(replica, replica.key(channel), null, act));
  },
  'split channel': (world, { server, channel, servers }) => {
    operate(world, server, (replica, act) => splitChannel(replica, replica.key(channel), servers, act));
  },
  unpin: (world, { server, channel }) => {
    operate(world, server, (replica, act) => {
      const { id } = replica.view(replica.key(channel))?.entry.document ?? {};
      if (id !== undefined) unpinChannel(replica, id, act);
    });
  },
  note: (world, { server, channel, name, value }) => {
    note(world, server, channel, { kind: 'metadata', name, value: value as IrcText | null });
  },
  'restore decision': (world, { server }) =>
    operate(world, server, (replica, act) => restoreLast(world, replica, act)),
  'reject what waits': (world, { server: name }) => {
    const { sidecar } = world.server(name);
    sidecar?.operate((replica, act) => {
      for (const { number } of replica.quarantine.list()) {
        world.count('an operator rejected something');
        sidecar.border.intake.reject(number, act);
      }
    });
  },
  readmit: (world, { server, review }) => readmitExpelled(world, server, review),
  'end reviews': (world, { server }) => endReviews(world, server),
  freeze: (world, { server }) => world.server(server).sidecar?.setWrites('freeze'),
  go: (world, { server }) => world.server(server).sidecar?.setWrites('go'),
  'judge what returns': (world, { server: name, choice, approve }) => {
    const { sidecar } = world.server(name);
    const waiting = sidecar?.replica.quarantine.list().filter(({ code }) => code === 'returning') ?? [];
    const held = waiting[choice % waiting.length];
    if (held === undefined) return;
    world.count(`an operator ${approve ? 'approved' : 'rejected'} what an expelled peer brought back`);
    if (approve) sidecar!.approve([held.number]);
    else sidecar!.operate((_, act) => void sidecar!.border.intake.reject(held.number, act));
  },
  hostile: (world, { server, words }) => {
    world.hostile?.say(server, new Random(words), world.agenda.nowMs);
  },
  copy: (world, { server, forMs, channel, mask }) => {
    const copy = world.startCopy(server, forMs);
    const name = channel as IrcText;
    world.agenda.after(COPY_USED_MS, () => {
      if (copy?.sidecar == null) return;
      copy.host.join(name);
      copy.host.change(name, fieldOf({ ban: mask }, copy.host.ircd.seconds()));
    });
  },
  backup: (world, { server }) => world.server(server).disk.takeBackup(),
  restore: (world, { server: name, withIrcd = false }) => {
    const server = world.server(name);
    if (!server.disk.hasBackup) return;
    excuse(world, server);
    server.kill();
    server.disk.restoreBackup();
    if (withIrcd) server.host.restartIrcd();
    server.startAfter(RESTORE_MS);
  },
};

/** Operators there let in who was silent for too long. */
export function readmitExpelled(world: World, server: ServerName, review: boolean): void {
  const { sidecar } = world.server(server);
  for (const peer of sidecar?.expelled().filter((name) => name !== HOSTILE) ?? []) {
    world.count(`an operator let an expelled peer in ${review ? 'under review' : 'again'}`);
    sidecar!.readmit(peer, review);
  }
}

/** Operators there have seen enough: what still waits is judged as anybody's. */
export function endReviews(world: World, server: ServerName): void {
  const { sidecar } = world.server(server);
  for (const peer of sidecar?.underReview() ?? []) {
    world.count('an operator ended a review');
    sidecar!.readmit(peer, false);
  }
}

function operate(world: World, server: ServerName, act: Parameters<SimSidecar['operate']>[0]): void {
  world.server(server).sidecar?.operate(act);
}

/** Of a channel that is shown there, held or not. */
function note(world: World, server: ServerName, channel: string, field: Field): void {
  let written: Written | null = null;
  world.server(server).sidecar?.operate(
    (replica, { now }) => {
      const entry = replica.view(replica.key(channel))?.entry;
      const present = entry?.document.registers.get(replica.fieldKey(field))?.field ?? unset(field);
      if (entry === undefined || sameValue(present, field)) return;
      const stamp = replica.clock.issue(now);
      replica.write(entry, [field], () => stamp);
      world.count(isSet(field) ? 'an operator noted something' : 'an operator took a note back');
      world.did({ server, channel, field, byUser: false });
      written = world.ledger.noted(server, entry, { field, stamp });
    },
    () => {
      if (written !== null) written.acknowledged = true;
    },
  );
}

/** What is restored was set or unset by somebody once; now it is by the operator. */
function restoreLast(world: World, replica: Replica, act: OperatorAct): void {
  const last = [...replica.journal.values()].findLast(({ lost }) => lost.length > 0);
  if (last === undefined || 'problem' in restoreDecision(replica, last.number, act)) return;
  const { server } = replica;
  for (const field of last.lost) world.did({ server, channel: last.channel, field, byUser: false });
}

/** What the disk loses, nobody promised. */
function excuse(world: World, { server }: SimServer): void {
  world.ledger.excuse(server);
  world.rolledBack.add(server);
  if (world.forgets) world.count('a disk was put back where removals are forgotten');
}

function wishFor(world: World, server: ServerName, channel: string, wish: Wish, inside: boolean): void {
  const { host } = world.server(server);
  const present = host.ircd.get(channel as IrcText);
  if (present === undefined || present.members > 0 !== inside) return;
  host.change(channel as IrcText, fieldOf(wish, host.ircd.seconds()));
}

function fieldOf(wish: Wish, seconds: number): Field {
  if ('ban' in wish) return ban(wish.ban, seconds);
  if ('unban' in wish) return noBan(wish.unban);
  if ('flag' in wish) return flag(wish.flag, wish.set);
  if ('key' in wish) return wish.key === null ? { kind: 'join-key', value: null } : joinKey(wish.key);
  if ('limit' in wish) return { kind: 'limit', value: wish.limit };
  const { topic } = wish;
  if (topic === null) return { kind: 'topic', value: null };
  return { kind: 'topic', value: { text: topic as IrcText, setter: 'op' as IrcText, setAt: seconds } };
}
