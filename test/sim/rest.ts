import { MESH_GRACE_TICKS } from '../../src/peer/mesh-view.ts';
import type { Comparison } from '../../src/peer/peer-table.ts';
import { HOSTILE } from './hostile.ts';
import { readmitExpelled } from './perform-act.ts';
import type { SimServer } from './sim-server.ts';
import { RESTART_GRACE_MS, TICK_MS } from './sim-sidecar.ts';
import type { World } from './world.ts';

/** A healed network comes to rest within this, in milliseconds: silent links time out, back-offs end. */
const REST_MS_MAX = 400_000;
const LOOK_MS = 10_000;
/** Two comparisons, and a tick. */
const COMPARED_MS = 65_000;
/** A link that is missing for so many ticks is told of. */
const MISSED_MS = (MESH_GRACE_TICKS + 2) * TICK_MS;
/** Nobody has anything to say but life signs for so long: nothing goes back and forth for ever. */
const QUIET_MS = 40_000;
const LIFE_SIGNS: ReadonlySet<string> = new Set(['PING', 'PONG', 'DIGEST', 'DIFFER']);

/** Mends everything: links, clocks, processes, hosts. */
export function healWorld(world: World): void {
  world.silenceHostile();
  world.endCopies();
  world.points.disarm();
  world.network.heal();
  for (const server of world.all) {
    server.offMs = 0;
    server.ircdOffMs = 0;
    server.start();
    server.host.attach();
    server.sidecar!.setWrites('go');
  }
}

/** Lets a healed world come to rest; notes it as a problem when it does not. */
export function restWorld(world: World, graceMs = RESTART_GRACE_MS + LOOK_MS): void {
  settle(world);
  world.run(graceMs);
  judgeAll(world, graceMs);
  if ((world.options.unlinked ?? []).length > 0) world.run(MISSED_MS);
  settle(world);
  const before = spoken(world);
  world.run(QUIET_MS);
  const after = spoken(world);
  for (const [what, count] of after) {
    if (what === 'SUMS' && mayDiffer(world)) continue;
    const more = count - (before.get(what) ?? 0);
    if (more > 0) world.problem('quiet', `${more} times ${what} though nothing happens any more`);
  }
}

/** Comparisons come upon what an operator rejected, and upon what one server has forgotten and another not yet. */
function mayDiffer({ all, forgets }: World): boolean {
  return forgets || all.some(({ sidecar }) => sidecar!.replica.refused.list().length > 0);
}

/** What is let in may make other things known, and those suspect. */
const ROUNDS_MAX = 5;

/**
 * Operators judge what waits until nothing does. Who has no link to whom it is from hears of what was let in when they
 * compare, and may find it suspect then.
 */
function judgeAll(world: World, graceMs: number): void {
  let judged = endAllReviews(world);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    judged = resolveQuarantine(world) || judged;
    if (!judged) return;
    // What was let in is compared once more before somebody is asked for it.
    world.run(graceMs + COMPARED_MS);
    judged = false;
  }
  for (const { server, sidecar } of world.all) {
    for (const { text } of sidecar?.replica.quarantine.list() ?? []) {
      world.problem('quarantine', `${server}: ${text}, however often operators decide`);
    }
  }
}

/** True when something was in quarantine. */
function resolveQuarantine(world: World): boolean {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const suspicious = world.all.filter(({ sidecar }) => (sidecar?.replica.quarantine.size ?? 0) > 0);
    if (suspicious.length === 0) return round > 0;
    world.count('quarantine was resolved');
    for (const { server, sidecar } of suspicious) {
      if (world.options.rejects) world.act({ kind: 'reject what waits', server });
      else sidecar!.approveAll();
    }
    world.run(LOOK_MS);
  }
  return true;
}

function settle(world: World): void {
  let waiting: string[] = [];
  for (let waitedMs = 0; waitedMs < REST_MS_MAX; waitedMs += LOOK_MS) {
    world.run(LOOK_MS);
    readmitAll(world);
    waiting = world.all.flatMap((server) => waitingAt(server, world.options.digests));
    if (waiting.length === 0) return;
  }
  for (const text of waiting) world.problem('rest', text);
}

function readmitAll(world: World): void {
  for (const { server } of world.all) readmitExpelled(world, server, world.options.reviews === true);
}

/** Operators approve one, reject another one, and end the reviews. True when there was one. */
function endAllReviews(world: World): boolean {
  const reviewers = world.all.filter(({ sidecar }) => sidecar!.underReview().length > 0);
  for (const { server } of reviewers) {
    for (const approve of [true, false])
      world.act({ kind: 'judge what returns', server, choice: 0, approve });
    world.run(LOOK_MS);
    world.act({ kind: 'end reviews', server });
  }
  world.run(LOOK_MS);
  for (const { server, sidecar } of reviewers) {
    for (const { code, peer } of sidecar!.replica.quarantine.list())
      if (code === 'returning')
        world.problem('review', `${server} has ended it, and what ${peer} said still waits`);
  }
  return reviewers.length > 0;
}

function waitingAt({ server, sidecar, host }: SimServer, digests: boolean): string[] {
  if (sidecar === null) return [`${server} does not run`];
  const waiting: string[] = [];
  const { stream } = sidecar.host;
  const { counts } = stream?.attachment ?? { counts: { inFlight: 0, waiting: 0 } };
  if (!stream?.attachment.ready || !host.attached) waiting.push('the host is not attached');
  if (counts.inFlight + counts.waiting > 0) waiting.push(`updates wait: ${JSON.stringify(counts)}`);
  if (host.unacknowledged > 0) waiting.push(`${host.unacknowledged} events are not acknowledged`);
  for (const [peer, { session, compared }] of sidecar.table.peers) {
    if (peer === HOSTILE) continue;
    if (digests && !isProven(compared))
      waiting.push(`it is not proven equal to ${peer}: ${JSON.stringify(compared)}`);
    if (!session?.live) waiting.push(`the link to ${peer} is not live`);
    else if (session.waiting > 0 || session.dirty) waiting.push(`something waits for ${peer}`);
  }
  return waiting.map((text) => `${server}: ${text}`);
}

/** Both sides have the same, but for what a rule keeps apart. */
function isProven(compared: Comparison | null): boolean {
  if (compared?.outcome.kind === 'different') return compared.outcome.sent.length === 0;
  return compared?.outcome.kind === 'equal';
}

/** How often each thing was said that says that something happened. */
function spoken(world: World): Map<string, number> {
  const said = [...world.network.lines].filter(([verb]) => !LIFE_SIGNS.has(verb));
  const updates = world.all.reduce((sum, { host }) => sum + host.updates, 0);
  return new Map([...said, ['an update to a host', updates]]);
}
