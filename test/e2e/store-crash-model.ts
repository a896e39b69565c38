import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { HostAttachment } from '../../src/core/host-attachment.ts';
import type { Replica } from '../../src/core/replica.ts';
import { compareStamps, parseStamp } from '../../src/core/stamp.ts';
import type { ReplicaStore } from '../../src/store/replica-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { LastingStore } from '../support/lasting-store.ts';
import { t0 } from '../support/replica-fixture.ts';
import { type Claims, CrashScript, crashProfile, openReplicaStore } from './store-crash-script.ts';
import { crashSteps } from './store-crash-steps.ts';

/** The program that does all steps on the store whose path it is given. */
export const crashChild = fileURLToPath(new URL('store-crash-script-child.ts', import.meta.url));

/** What a run says and stores whose disk keeps its word. */
export interface CrashModel {
  /** What is said at the end of each step. */
  readonly claims: readonly Claims[];
  /** What is stored: before the first step, then after each. */
  readonly contents: readonly string[];
}

/** The steps on a store that does not crash. */
export function crashModel(): CrashModel {
  const disk = new LastingStore();
  const script = new CrashScript(() => disk);
  const claims: Claims[] = [];
  const contents = [contentsOf(disk)];
  for (const { name, run, writes = true } of crashSteps) {
    run(script);
    claims.push(script.claims(claims.at(-1) ?? null));
    contents.push(contentsOf(disk));
    expect(contents.at(-1) !== contents.at(-2), `whether it changes what is stored: ${name}`).toBe(writes);
  }
  return { claims, contents };
}

/** What a run of the child said until it ended, whole lines only. */
export function readClaims(stdout: string, model: CrashModel): { claims: Claims[]; failed: string | null } {
  const lines = stdout.split('\n').slice(0, -1);
  const said = lines.map((line) => JSON.parse(line) as Claims & { failed?: string });
  const failed = said.at(-1)?.failed ?? null;
  const claims = failed === null ? said : said.slice(0, -1);
  expect(claims).toEqual(model.claims.slice(0, claims.length));
  return { claims, failed };
}

/**
 * Opens the store that a run left which ended when it had said so much: it holds what was told of, or the next step too, and
 * nothing else; and it goes on from there as a sidecar does.
 */
export function checkCrashedStore(path: string, told: number, model: CrashModel, where: string): void {
  const store = openSqliteStore(path);
  const found = contentsOf(store);
  const steps = found === model.contents[told + 1] ? told + 1 : told;
  if (steps === told) expect(found, where).toBe(model.contents[told]);
  expect([...store.listSetAside()], where).toEqual([]);
  const reopened = openReplicaStore(store, EPOCH_AFTER, FIRST_ID_AFTER);
  expect(reopened.problems, where).toEqual([]);
  checkEpoch(reopened, model.claims[steps - 1], where);
  checkClaims(reopened, model.claims[told - 1], steps > told, where);
  const { epoch } = reopened;
  reopened.close();
  const again = openReplicaStore(openSqliteStore(path), 'another', FIRST_ID_AFTER);
  expect(again.epoch, where).toBe(epoch);
  again.close();
}

const EPOCH_AFTER = 'after the crash';
const FIRST_ID_AFTER = 900_000;

/** `more`: the step after the one that was told of is durable too. */
function checkClaims(store: ReplicaStore, told: Claims | undefined, more: boolean, where: string): void {
  if (told === undefined) return;
  const { replica, cursors } = store;
  expect(replica.sequence, where).toBeGreaterThanOrEqual(told.sequence);
  for (const [peer, sequence] of Object.entries(told.cursors)) {
    const durable = [...cursors].find(([name]) => name === peer)?.[1].sequence;
    expect(durable, `${where}: resume point of ${peer}`).toBeGreaterThanOrEqual(sequence);
  }
  if (!more) checkOffers(replica, told, where);
  const next = replica.clock.issue(0);
  expect(compareStamps(next, parseStamp(told.clock)!), `${where}: a stamp twice`).toBeGreaterThan(0);
}

/** A host that shows what it was offered, in a snapshot after the crash, has written nothing. */
function checkOffers(replica: Replica, { offered }: Claims, where: string): void {
  const host = new HostAttachment(replica, crashProfile);
  host.beginSnapshot(replica.host.incarnation);
  for (const { name, createdAt, fields } of offered) {
    const held = replica.heldEntry(replica.key(name)) !== undefined;
    expect(host.snapshotChannel({ name, createdAt, held, members: 0, fields }, t0), where).toBeNull();
  }
  const written = [...replica.takeChanges().outgoing].filter(([, fields]) => fields.size > 0);
  expect(written, `${where}: of what was offered nothing is a write`).toEqual([]);
}

/** `last`: what was durable; undefined: nothing. */
function checkEpoch(store: ReplicaStore, last: Claims | undefined, where: string): void {
  const orderly = last !== undefined && !last.open;
  expect(store.epoch, where).toBe(orderly ? last.epoch : EPOCH_AFTER);
  if (orderly) expect(store.replica.sequence, where).toBe(last.sequence);
}

/** Everything that counts in a store, as one string. */
export function contentsOf(store: Store): string {
  const records = Array.from(
    store.load(),
    ({ space, key, value }) => `${space}|${key}|${Buffer.from(value).toString('latin1')}`,
  );
  return records.sort().join('\n\n');
}
