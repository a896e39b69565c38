import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCburst } from '../unit/cli/run-cburst.ts';
import type { IrcClient } from './irc-client.ts';
import { startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

// Two networks that never met have a channel of one name each. What an operator asks and decides, in its order.

let network: TestNetwork;
let a: TestNode;
let b: TestNode;
let alice: IrcClient;
let bob: IrcClient;

beforeAll(async () => {
  network = await startNetwork(['mini', 'mini'], { linked: false });
  [a, b] = network.nodes as [TestNode, TestNode];
  alice = await a.client('alice');
  bob = await b.client('bob');
  await alice.join('#help');
  await alice.ask('TOPIC #help :of alice', 'MODE #help +b alice!*@*');
  // Of two channels of one second the ids would decide which is the older one.
  const { createdAt } = await alice.channelState('#help');
  await until(async () => (Math.floor(Date.now() / 1000) > createdAt ? null : 'it is the same second'));
  await bob.join('#help');
  await bob.ask('TOPIC #help :of bob', 'MODE #help +bk bob!*@* sesame');
  await topicsAre('of alice', 'of bob');
  b.uplink!.heal();
  await network.settled();
}, 90_000);

afterAll(() => network?.stop(), 60_000);

const at = (node: TestNode, ...args: string[]) =>
  runCburst([...args, '--socket', join(node.directory, 'ops.sock')]);

async function idOf(node: TestNode): Promise<string> {
  const { documents } = await node.ops.channel(Buffer.from('#help'));
  return documents.find(({ shown }) => shown)!.id;
}

async function topicsAre(...topics: string[]): Promise<void> {
  await until(async () => {
    const told = [alice, bob].map(async (client) => (await client.channelState('#help')).topic?.text);
    const both = await Promise.all(told);
    return JSON.stringify(both) === JSON.stringify(topics) ? null : `the topics are ${both.join(' and ')}`;
  });
}

/** The latest decision of a kind in the journal of `a`. */
async function decision(wanted: string) {
  const { decisions } = JSON.parse((await at(a, 'journal', '--json')).stdout);
  return decisions.find(({ kind }: { kind: string }) => kind === wanted);
}

describe('a name with two ids', () => {
  it('is told, with what each policy would change', async () => {
    const { stdout } = await at(a, 'conflicts');
    expect(stdout).toMatch(/#help +local +[0-9a-f-]{36} +a\.test .* a\.test +yes: /);
    const { conflicts } = JSON.parse((await at(a, 'conflicts', '--json')).stdout);
    expect(conflicts[0].rivals).toHaveLength(2);
    expect((await at(a, 'plan', 'local')).stdout).toContain('no difference');
    const plan = (await at(a, 'plan', 'merge', '#h*')).stdout;
    expect(plan).toContain('  + ban bob!*@*: present');
    expect(plan).toContain('  + key: set (not shown)');
    expect((await at(a, 'plan', 'merge', '#other')).stdout).toContain('no difference');
    expect((await at(a, 'plan', 'newest')).exitCode).toBe(2);
  });

  it('is merged after a look at that, and users on both sides see it', async () => {
    const id = await idOf(b);
    const look = await at(a, 'merge', '#help', id, '--dry-run');
    expect(look.stdout).toContain('  ~ topic: of bob');
    await topicsAre('of alice', 'of bob');
    const done = await at(a, 'merge', '#help', id, '--by', 'carol');
    expect(done.stdout).toMatch(/^Merged: decision \d+ of the journal\./);
    await topicsAre('of bob', 'of bob');
    expect(await idOf(a)).toBe(id);
    expect((await at(a, 'conflicts')).stdout).toBe('No name has several ids.\n');
    const bans = (await bob.channelState('#help')).bans.map(({ mask }) => mask);
    expect(bans.sort()).toEqual(['alice!*@*', 'bob!*@*']);
    const byCarol = (line: { msg?: unknown }) => /unverified: carol/.test(String(line.msg));
    await a.sidecar.waitForLog('channel.merged', 0, byCarol);
    const again = await at(a, 'merge', '#help');
    expect(again.exitCode).toBe(4);
    expect(again.stderr).toContain('nobody in reach holds another id of the channel');
    expect(again.stderr).toMatch(/\nNext: cburst conflicts --socket \S+\n$/);
  });

  it('stands in the journal with what it cost, and that can be given back', async () => {
    const cost = await decision('moved');
    expect(cost).toMatchObject({ lost: [{ topic: {} }] });
    expect((await at(a, 'journal', '#help')).stdout).toMatch(/unverified: carol/);
    expect((await at(a, 'journal', '#other')).stdout).toBe('Nothing was decided.\n');
    const look = await at(a, 'restore', String(cost.number), '--dry-run');
    expect(look.stdout).toContain('  ~ topic: of alice');
    expect((await at(a, 'restore', String(cost.number))).stdout).toContain('Restored: decision');
    await topicsAre('of alice', 'of alice');
    expect((await at(a, 'restore', '999')).stderr).toContain('cburst journal');
  });

  it('goes back to how it was before a time', async () => {
    await alice.ask('TOPIC #help :later');
    await topicsAre('later', 'later');
    const restored = await decision('restored');
    const before = new Date(restored.time).toISOString();
    const look = await at(a, 'restore', '--all', '--before', before, '--dry-run');
    expect(look.stdout).toContain('  ~ topic: of bob');
    await topicsAre('later', 'later');
    const done = await at(a, 'restore', '--all', '--before', before);
    expect(done.stdout).toContain(`what decision ${restored.number} cost is back`);
    await topicsAre('of bob', 'of bob');
    for (const args of [[], ['--all'], ['3', '--all', '--before', before], ['--all', '--before', 'once']])
      expect((await at(a, 'restore', ...args)).exitCode).toBe(2);
  });

  it('is split and unpinned', async () => {
    expect((await at(a, 'split', '#help', 'b.test', '--dry-run')).stdout).toContain('no difference');
    expect((await at(a, 'split', '#help', 'b.test')).stdout).toMatch(/^Split: decision/);
    await until(async () => ((await idOf(a)) === (await idOf(b)) ? 'they have one id' : null));
    const { to_id } = await decision('split');
    expect((await at(a, 'unpin', to_id)).stdout).toMatch(/^Taken back: decision/);
    expect((await at(a, 'unpin', to_id)).stderr).toMatch(
      /no operator decided.*\nNext: cburst journal --socket \S+\n$/,
    );
    const typo = await at(a, 'split', '#help', 'b.tset');
    expect([typo.exitCode, typo.stderr]).toEqual([
      2,
      expect.stringMatching(
        /no server b\.tset is known here: there are a\.test, b\.test\nNext: cburst peers --socket \S+\n$/,
      ),
    ]);
    const none = await at(a, 'unpin', 'no-id');
    expect([none.exitCode, none.stderr]).toEqual([
      2,
      expect.stringMatching(/is no id\nNext: cburst conflicts --socket \S+\n$/),
    ]);
  });
});

describe('why', () => {
  it('tells of one field, and of a list', async () => {
    const { stdout } = await at(a, 'why', '#help', 'topic');
    expect(stdout).toMatch(/topic +of bob/);
    expect(stdout).not.toContain('ban ');
    expect((await at(a, 'why', '#help', 'ban')).stdout).toContain('ban alice!*@*');
    const unknown = await at(a, 'why', '#help', 'colour');
    expect([unknown.exitCode, unknown.stderr]).toEqual([4, expect.stringContaining('its fields: ban, ')]);
  });
});

describe('a resync', () => {
  it('asks the linked peers once more', async () => {
    const from = b.sidecar.log.length;
    expect((await at(a, 'resync', '#help', '--by', 'carol')).stdout).toContain('Asked: b.test');
    expect((await decision('resynced')).by).toContain('unverified: carol');
    await a.sidecar.waitForLog('peer.resync_asked', 0);
    expect((await at(a, 'resync', '--peer', 'b.test')).stdout).toContain('Asked: b.test');
    await network.settled();
    expect(b.sidecar.log.slice(from).filter(({ level }) => level === 'error')).toEqual([]);
    expect((await at(a, 'resync', '--peer', 'c.test')).stderr).toContain('no peer c.test is configured');
    await network.split(1);
    expect((await at(a, 'resync')).stdout).toContain('No peer is linked');
    expect((await at(a, 'resync', '--peer', 'b.test')).exitCode).toBe(4);
  });
});
