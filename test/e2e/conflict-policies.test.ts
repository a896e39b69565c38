import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from './daemon-process.ts';
import type { IrcClient } from './irc-client.ts';
import { startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

/** What an ircd tells of a channel that was created apart. */
interface Story {
  readonly modes: string;
  readonly limit: string | undefined;
  readonly topic: string | undefined;
  readonly bans: readonly string[];
}

const ofAlice: Story = { modes: 'mnt', limit: undefined, topic: 'of alice', bans: ['alice!*@*'] };
const ofBob: Story = { modes: 'lnt', limit: '9', topic: 'of bob', bans: ['bob!*@*'] };
const ofBoth: Story = { modes: 'lmnt', limit: '9', topic: 'of alice', bans: ['alice!*@*', 'bob!*@*'] };

/** Each channel with its policy and what is shown under it: alice's is the older one. */
const cases = [
  { name: '#plain', policy: 'oldest', alice: ofAlice, bob: ofAlice },
  { name: '#kept', policy: 'local', alice: ofAlice, bob: ofBob },
  { name: '#merged', policy: 'merge', alice: ofBoth, bob: ofBoth },
] as const;

const sections = `[channels]
conflict_policy = "oldest"
[[channels.override]]
name = "#kept"
conflict_policy = "local"
[[channels.override]]
name = "#Merged"
conflict_policy = "merge"
`;

describe('channels that two servers created before their first link', () => {
  let network: TestNetwork;
  let a: TestNode;
  let b: TestNode;
  let alice: IrcClient;
  let bob: IrcClient;

  beforeAll(async () => {
    network = await startNetwork(['mini', 'mini'], { linked: false, sections });
    [a, b] = network.nodes as [TestNode, TestNode];
    alice = await a.client('alice');
    bob = await b.client('bob');
    for (const { name } of cases) {
      await alice.join(name);
      await alice.ask(`TOPIC ${name} :of alice`, `MODE ${name} +mb alice!*@*`);
    }
    await isPast((await alice.channelState('#merged')).createdAt);
    for (const { name } of cases) {
      await bob.join(name);
      await bob.ask(`TOPIC ${name} :of bob`, `MODE ${name} +lb 9 bob!*@*`);
    }
    for (const { name } of cases) {
      await knows(a, name, 'alice!*@*');
      await knows(b, name, 'bob!*@*');
    }
    b.uplink!.heal();
    await network.settled();
  }, 90_000);

  afterAll(() => network?.stop(), 60_000);

  /** A channel created from now on is younger than one of `createdAt`. */
  const isPast = (createdAt: number) =>
    until(async () => (Math.floor(Date.now() / 1000) > createdAt ? null : 'it is the same second'));

  const knows = (node: TestNode, name: string, mask: string) =>
    until(async () => {
      const { documents } = await node.ops.channel(Buffer.from(name)).catch(() => ({ documents: [] }));
      const masks = documents.flatMap(({ fields }) =>
        fields.map(({ field }) => String(field?.entry?.mask ?? '')),
      );
      return masks.includes(mask) ? null : `${node.name} does not know ${mask} in ${name}`;
    });

  async function tell(name: string, expected: { alice: Story; bob: Story }): Promise<void> {
    await until(async () => {
      const told = { alice: await storyOf(alice, name), bob: await storyOf(bob, name) };
      return JSON.stringify(told) === JSON.stringify(expected) ? null : JSON.stringify(told);
    });
  }

  it.each(cases)('show in $name what the policy $policy says', async ({ name, policy, ...stories }) => {
    await tell(name, stories);
    for (const { ops, sidecar } of [a, b]) {
      const about = (line: LogLine) => line.channel === name;
      expect(await sidecar.waitForLog('conflict.opened', 0, about)).toMatchObject({ level: 'warn' });
      if (policy !== 'local') await sidecar.waitForLog('conflict.closed', 0, about);
      const { documents } = await ops.channel(Buffer.from(name));
      const held = documents.filter(({ holders }) => holders.length > 0);
      expect(held).toHaveLength(policy === 'local' ? 2 : 1);
    }
  });

  it('keep it removed when a ban was removed during a split', async () => {
    const down = b.sidecar.log.length;
    b.uplink!.cut();
    await b.sidecar.waitForLog('peer.unlinked', down);
    for (const { name, bob: story } of cases)
      await bob.ask(`MODE ${name} -${'b'.repeat(story.bans.length)} ${story.bans.join(' ')}`);
    for (const { name } of cases) await alice.ask(`TOPIC ${name} :later`);
    b.uplink!.heal();
    await network.settled();
    const later = { topic: 'later' };
    const unbanned = { ...later, bans: [] };
    await tell('#plain', { alice: { ...ofAlice, ...unbanned }, bob: { ...ofAlice, ...unbanned } });
    await tell('#merged', { alice: { ...ofBoth, ...unbanned }, bob: { ...ofBoth, ...unbanned } });
    await tell('#kept', { alice: { ...ofAlice, ...later }, bob: { ...ofBob, bans: [] } });
  });
});

async function storyOf(client: IrcClient, name: string): Promise<Story> {
  const { modes, parameters, topic, bans } = await client.channelState(name);
  return { modes, limit: parameters.l, topic: topic?.text, bans: bans.map(({ mask }) => mask).sort() };
}
