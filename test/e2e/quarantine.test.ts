import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newPeerMemory } from '../../src/core/peer-memory.ts';
import { decodeDecision, JOURNAL_SPACE } from '../../src/store/journal-record.ts';
import { encodePeerMemory, PEER_MEMORY_SPACE } from '../../src/store/peer-memory-record.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { channelId } from '../support/replica-fixture.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';

const directory = temporaryDirectory();
const peers: RawPeer[] = [];
let a: SidecarProcess;

beforeAll(async () => {
  a = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'b.test' }] });
});
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
});
afterAll(async () => {
  await a.stop();
  directory.remove();
});

async function link(): Promise<RawPeer> {
  const peer = await RawPeer.link(a.port, 'b.test');
  peers.push(peer);
  return peer;
}

const cburst = (...args: string[]) => runCburst([...args, '--socket', join(a.directory, 'ops.sock')]);

/** Has a look at the store of the sidecar, which must not run. */
function withStore<T>(look: (store: Store) => T): T {
  const store = openSqliteStore(join(a.directory, 'cburst.db'));
  try {
    return look(store);
  } finally {
    store.close();
  }
}

/** By number. */
function decisions(store: Store) {
  return Array.from(store.load())
    .filter(({ space }) => space === JOURNAL_SPACE)
    .sort((one, other) => Number(one.key) - Number(other.key))
    .map(({ value }) => decodeDecision(value));
}

describe('what a peer says that cannot be', () => {
  const ancient = `CBURST #ancient ${channelId(1)} b.test 1970-01-02T00:00:00Z NOTOPIC +k KEY sesame MEMBERS 1`;
  const known = `CBURST #known ${channelId(2)} b.test 2024-01-01T12:00:00Z NOTOPIC +nt MEMBERS 1`;
  const stolen = `CBURST #known ${channelId(2)} c.test 2024-01-01T12:00:00Z NOTOPIC +s MEMBERS 1`;

  const waiting = async () => (await a.ops.quarantine(10)).messages;
  const complaints = (peer: RawPeer) => peer.heard.filter((line) => /^(?:NAK|REQUEST)/.test(line));

  it('waits for an operator, who hears of it and sees why, and of its fields only how many', async () => {
    const peer = await link();
    await peer.burst(ancient, known);
    peer.send(stolen, 'PAGE 3 1 2');
    await peer.waitFor(/^ACK 3$/);
    expect(complaints(peer)).toEqual([]);
    expect(await waiting()).toMatchObject([
      { number: 1, peer: 'b.test', code: 'created-early', created_at: 86_400_000, members: 1 },
      { number: 2, channel_id: channelId(2), code: 'origin', origin: 'c.test', fields_set: 1 },
    ]);
    expect(await a.channelNames()).toEqual(['#known']);
    expect((await a.ops.status()).quarantined).toBe(2);
    expect(await a.logged('quarantine.added', 'waits for an operator (1)')).toMatchObject({ level: 'warn' });
    const { stdout } = await cburst('quarantine');
    expect(stdout).toMatch(/^ +1 +\d+s +b\.test +#ancient +1 +1 +created-early +b\.test calls it older/m);
  });

  it('is applied when approved, by whoever says so', async () => {
    const look = await cburst('quarantine', 'approve', '1', '--dry-run');
    // The peer is away, and so what it holds would be out of reach.
    expect(look.stdout).toBe('Users here would see no difference.\n');
    expect(await waiting()).toHaveLength(2);
    const { stdout } = await cburst('quarantine', 'approve', '1', '--by', 'alice');
    expect(stdout).toBe('Applied: decision 1 of the journal.\n');
    expect(await waiting()).toMatchObject([{ number: 2 }]);
    expect((await a.channel('#ancient')).documents).toMatchObject([{ created_at: 86_400_000 }]);
    await a.logged(
      'quarantine.approved',
      'number 1, decided by socket ops.sock (unverified: alice) (decision 1)',
    );
  });

  it('is dropped when rejected, and neither asked for nor listed again, over a restart as well', async () => {
    expect((await cburst('quarantine', 'reject', '2')).stdout).toBe('Dropped: decision 2 of the journal.\n');
    await staysOut();
    await a.process.stop();
    expect(withStore(decisions)).toMatchObject([
      {
        decision: {
          number: 1,
          kind: 'approved',
          by: 'socket ops.sock (unverified: alice)',
          from: channelId(1),
        },
      },
      { decision: { number: 2, kind: 'rejected', by: 'socket ops.sock', from: channelId(2) } },
    ]);
    await a.process.start();
    await staysOut();
    const { documents } = await a.channel('#known');
    expect(documents).toMatchObject([{ origin: 'b.test' }]);
    expect(documents[0]!.fields.map(({ field }) => field?.flag?.name)).not.toContain('secret');
    expect(a.everythingLogged).not.toContain('sesame');
  });

  it('is asked for and judged again when its rejection is taken back', async () => {
    const peer = await link();
    await peer.burst(ancient, known, stolen);
    const { stdout } = await cburst('quarantine', 'reconsider', '2');
    expect(stdout).toBe('Taken back: decision 3 of the journal. b.test was asked for it again.\n');
    await peer.waitFor(new RegExp(`^REQUEST ${channelId(2)}$`));
    peer.send(stolen, 'PAGE 3 1 2');
    await peer.waitFor(/^ACK 3$/);
    expect(await waiting()).toMatchObject([{ number: 3, code: 'origin', channel_id: channelId(2) }]);
    expect((await cburst('quarantine', 'reconsider', '2')).stderr).toContain(
      'no rejection under 2 is remembered',
    );
  });

  async function staysOut(): Promise<void> {
    const peer = await link();
    await peer.burst(ancient, known, stolen);
    await peer.barrier();
    expect(complaints(peer)).toEqual([]);
    expect(await waiting()).toEqual([]);
    expect(await a.channelNames()).toEqual(['#ancient', '#known']);
  }
});

/** The sidecar has not heard of b.test for longer than it waits. */
async function expel(): Promise<void> {
  await a.process.stop();
  const value = encodePeerMemory({ ...newPeerMemory, silentMs: 31 * 86_400_000 });
  withStore((store) => store.commit([{ space: PEER_MEMORY_SPACE, key: 'b.test', value }]));
  await a.process.start();
}

it('a peer that was silent for too long is kept out until an operator lets it in', async () => {
  const early = await cburst('readmit', 'b.test');
  expect(early).toMatchObject({ exitCode: 4, stdout: '' });
  expect(early.stderr).toContain('b.test is not expelled: there is nothing to readmit');
  await expel();
  const refused = await RawPeer.connect(a.port, 'b.test');
  refused.send('ACCEPT', refused.hello());
  expect((await refused.ended()).at(-1)).toMatch(/^BYE expelled ".*cburst readmit b\.test/);
  expect(await a.peer('b.test')).toMatchObject({ expelled: true });
  const { stdout } = await cburst('readmit', 'b.test', '--by', 'alice');
  expect(stdout).toMatch(/^b\.test may link again\.\nDecision \d+ of the journal/);
  await a.logged('peer.readmitted', 'unverified: alice');
  const peer = await link();
  await peer.burst();
  expect(await a.peer('b.test')).toMatchObject({ state: 'PEER_STATE_LINKED', expelled: false });
});

describe('a peer that is let in for review', () => {
  const names = ['#rejected', '#approved', '#ended'];
  const line = (name: string, n: number, more = '') =>
    `CBURST ${name} ${channelId(20 + n)} b.test 2024-01-01T12:00:00Z NOTOPIC +nt ${more}MEMBERS 1`;
  const withOldBans = names.map((name, n) => line(name, n, 'BANMASKS old!*@* '));

  const waiting = async () =>
    (await a.ops.quarantine(10)).messages.filter(({ code }) => code === 'returning');
  const isBanned = async (name: string) => {
    const { documents } = await a.channel(name);
    return documents[0]!.fields.some(({ field }) => field?.field === 'entry');
  };
  const banned = async () => {
    const all = await Promise.all(names.map(isBanned));
    return names.filter((_, n) => all[n]);
  };

  it('changes nothing: the bans that it still has wait and are listed, over a restart as well', async () => {
    const before = await link();
    await before.burst(...names.map((name, n) => line(name, n)));
    await before.barrier();
    await expel();
    const { stdout } = await cburst('readmit', 'b.test', '--review', '--by', 'alice');
    expect(stdout).toMatch(/^b\.test may link again, under review/);
    await a.logged('peer.readmitted', 'under review, decided by socket ops.sock (unverified: alice)');
    const peer = await link();
    await peer.burst(line('#new', 9), ...withOldBans);
    await peer.barrier();
    expect((await waiting()).map(({ channel }) => channel.toString())).toEqual(['#new', ...names]);
    await a.process.stop();
    await a.process.start();
    expect(await a.peer('b.test')).toMatchObject({ under_review: true, expelled: false });
    expect((await cburst('quarantine')).stdout).toMatch(/#rejected .* returning +b\.test is under review/);
    const { messages } = await a.ops.quarantine(10);
    expect(messages.find(({ channel }) => channel.toString() === '#ended')?.reason).toBe(
      'b.test is under review, and would change what is known here: set entry:ban:old!*@*',
    );
    expect(await banned()).toEqual([]);
    expect(await a.channelNames()).not.toContain('#new');
  });

  it('brings what is approved, never what is rejected, and the rest when the review ends', async () => {
    const peer = await link();
    await peer.burst(line('#new', 9), ...withOldBans);
    const [, rejected, approved] = await waiting();
    await cburst('quarantine', 'reject', String(rejected!.number));
    await cburst('quarantine', 'approve', String(approved!.number));
    expect(await banned()).toEqual(['#approved']);
    const ended = await cburst('readmit', 'b.test');
    expect(ended.stdout).toMatch(
      /^b\.test is under review no more: what waited for that was judged anew\.\nDecision \d+ of the journal/,
    );
    expect(await waiting()).toEqual([]);
    expect(await banned()).toEqual(['#approved', '#ended']);
    expect(await a.channelNames()).toContain('#new');
    expect(await a.peer('b.test')).toMatchObject({ under_review: false });
    await peer.barrier();
    const again = await link();
    await again.burst(line('#new', 9), ...withOldBans);
    await again.barrier();
    expect(await banned()).toEqual(['#approved', '#ended']);
  });
});
