import { isSet, unset } from '../../src/core/field.ts';
import { showsSame } from '../../src/core/host-channel.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import type { TimedAct } from './acts.ts';
import { checkAcknowledged } from './checks/acknowledged.ts';
import { CONTENT_VERBS, checkCost } from './checks/bounds.ts';
import { checkOrigins, joinByAccount } from './checks/by-account.ts';
import { checkDocuments, checkInherited, checkViews } from './checks/documents.ts';
import { checkEntries, entriesOf } from './checks/entries.ts';
import { checkHostile } from './checks/hostile.ts';
import { checkHosts } from './checks/hosts.ts';
import { checkLastDeeds, idsOf } from './checks/last-deed.ts';
import { checkMembers } from './checks/members.ts';
import { checkMerged } from './checks/merged.ts';
import { checkMesh } from './checks/mesh.ts';
import { checkPolicy, checkPolicyReports } from './checks/policy.ts';
import { checkPresence } from './checks/presence.ts';
import { checkRejected } from './checks/rejected.ts';
import { keyOf, keyOfField } from './ircd.ts';
import { Random } from './random.ts';
import { healWorld, restWorld } from './rest.ts';
import type { SimServer } from './sim-server.ts';
import type { Deed, World } from './world.ts';

/** A healed network shows a change everywhere within this, in milliseconds. */
const FOLLOW_MS = 8000;
/** The same where what one server writes comes to another by comparisons with those between them. */
const FOLLOW_COMPARED_MS = 100_000;

/** Lets things happen, mends everything, and looks whether all is as it should be. */
export function runTrouble(world: World, acts: readonly TimedAct[], seed: string): void {
  const entries = entriesOf(world);
  const ids = idsOf(world);
  forgetDeeds(world);
  const startMs = world.agenda.nowMs;
  for (const { atMs, act } of acts) {
    world.runUntil(startMs + atMs);
    world.act(act);
  }
  healWorld(world);
  restWorld(world);
  if (world.problems.length > 0) return;
  checkRest(world);
  checkEntries(world, entries);
  checkLastDeeds(world, ids);
  if (world.problems.length === 0) checkLastWord(world, new Random(seed, 'last word'));
}

export function checkRest(world: World): void {
  for (const { server, disk } of world.all)
    for (const text of disk.problems) world.problem('disk', `${server}: ${text}`);
  checkDocuments(world);
  checkViews(world);
  checkInherited(world);
  checkPresence(world);
  checkMesh(world);
  checkMembers(world);
  checkOrigins(world);
  checkHosts(world);
  checkPolicy(world);
  checkPolicyReports(world);
  checkMerged(world);
  checkHostile(world);
  checkAcknowledged(world);
  checkRejected(world);
}

/** While all is at rest users do something: all others follow soon. */
function checkLastWord(world: World, random: Random): void {
  const checks = [joinByAccount(world, random), changeSomething(world, random)].filter(
    (check) => check !== null,
  );
  if (checks.length === 0) return;
  const said = world.network.said(CONTENT_VERBS);
  world.run((world.options.unlinked ?? []).length > 0 ? FOLLOW_COMPARED_MS : FOLLOW_MS);
  for (const check of checks) check();
  checkCost(world.network.said(CONTENT_VERBS) - said, checks.length, world.all.length, world);
}

/** A user changes a channel. The check: everybody who shows that channel shows the change. Null: nothing changes. */
function changeSomething(world: World, random: Random): (() => void) | null {
  const server = random.pick(world.all);
  const joined = [...server.host.ircd.channels.values()].filter(({ members }) => members > 0);
  if (joined.length === 0) return null;
  const { name } = random.pick(joined);
  forgetDeeds(world);
  const wish = random.pick([
    { ban: 'z!*@*' },
    { unban: 'z!*@*' },
    { topic: 'x' },
    { limit: 1 + random.whole(99) },
  ]);
  world.act({ kind: 'wish', server: server.server, channel: name, inside: true, wish });
  const [deed] = world.deeds;
  return deed === undefined ? null : () => checkFollowed(world, server, name, deed);
}

function checkFollowed(world: World, { sidecar }: SimServer, name: IrcText, { field }: Deed): void {
  const key = keyOfField(field);
  const { id } = sidecar!.replica.view(keyOf(name))!.entry.document;
  for (const { server: at, sidecar } of world.all) {
    const view = sidecar!.replica.view(keyOf(name));
    if (view?.entry.document.id !== id || world.keepsOut(at, keyOf(name))) continue;
    if (!showsSame(view.fields.get(key) ?? unset(field), field)) {
      world.problem('last word', `${at} does not follow in ${name} ${key} (set ${isSet(field)})`);
    }
  }
}

function forgetDeeds(world: World): void {
  world.deeds = [];
  world.gone.clear();
  world.rolledBack.clear();
  world.copied.clear();
}
