import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ircdShows, story, tellTheSame } from './channel-story.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import { networkCases } from './network-cases.ts';
import { hasBan, hasNoBan, hasTopic, NetworkStage } from './network-stage.ts';
import type { IrcdKind, TestNetwork, TestNode } from './test-network.ts';

/** The path of one channel through two servers: every pair of ircds keeps these. */
export function pairSuite(title: string, kinds: readonly [IrcdKind, IrcdKind]): void {
  describe(title, () => {
    let stage: NetworkStage;
    let network: TestNetwork;
    let a: TestNode;
    let b: TestNode;
    let alice: IrcClient;
    let bob: IrcClient;

    beforeAll(async () => {
      stage = await NetworkStage.start(kinds);
      network = stage.network;
      [a, b] = network.nodes as [TestNode, TestNode];
    }, 90_000);

    afterAll(async () => {
      await stage?.network.stop();
    }, 60_000);

    beforeEach(() => {
      [alice, bob] = stage.users as [IrcClient, IrcClient];
    });

    /** Modes of a channel of alice's on which these were set. */
    const withDefaults = (letters: string) => [...ircdShows[kinds[0]].defaults, ...letters].sort().join('');
    const freshName = () => stage.freshName();
    const shared = () => stage.shared();
    const bothTell = (name: string, fits: (state: ChannelState) => boolean) => stage.allTell(name, fits);
    const sameStory = (left: ChannelState, right: ChannelState) =>
      tellTheSame({ kind: kinds[0], state: left }, { kind: kinds[1], state: right });

    it('shows a channel on the other side before anybody joined there, with everything that is set', async () => {
      const name = freshName();
      await alice.join(name);
      await alice.ask(
        `TOPIC ${name} :Welcome "all" :to KEY x`,
        `MODE ${name} +mkl sesame 30`,
        `MODE ${name} +bb bad!*@* *!*@spam.example`,
        `MODE ${name} +eI good!*@* bob!*@*`,
        `MODE ${name} +i`,
      );
      const left = await alice.channelState(name);
      expect(left.modes).toBe(withDefaults('iklm'));
      // Some ircds show a key, and some no parameter at all, to members only.
      const fromOutside = (state: ChannelState): ChannelState => ({ ...state, parameters: {} });
      const right = await bob.waitForState(name, (state) => sameStory(fromOutside(left), fromOutside(state)));
      const setAt = ircdShows[kinds[0]].tellsTopicTime ? left.topic!.setAt : expect.any(Number);
      if (ircdShows[kinds[1]].topicSetter) expect(right.topic).toEqual({ ...left.topic, setAt });
      expect((await bob.list()).has(name)).toBe(true);
      expect(await bob.names(name)).toEqual([]);
      await bob.join(name, 'sesame');
      expect(sameStory(left, await bob.channelState(name))).toBe(true);
    });

    it('follows what an operator changes on the other side', async () => {
      const name = await shared();
      await stage.setTopic(bob, name, 'from bob');
      await bob.ask(`MODE ${name} +mk-n hidden`, `MODE ${name} +b new!*@*`);
      await bothTell(name, (state) => hasTopic('from bob')(state) && state.parameters.k === 'hidden');
      const { modes } = await alice.channelState(name);
      expect(modes).toBe(withDefaults('km').replace('n', ''));
    });

    it('removes a ban on both sides, whichever removes it', async () => {
      const name = await shared();
      await bob.ask(`MODE ${name} -b old!*@*`);
      await bothTell(name, hasNoBan('old!*@*'));
      await alice.ask(`MODE ${name} +b second!*@*`);
      await bob.waitForState(name, hasBan('second!*@*'));
      await alice.ask(`MODE ${name} -b second!*@*`);
      await bothTell(name, hasNoBan('second!*@*'));
    });

    it('lets the channel go everywhere when the last client left', async () => {
      const name = await shared();
      await alice.ask(`PART ${name}`);
      await bob.ask(`PART ${name}`);
      await gone(bob, name);
      await gone(alice, name);
    });

    it('keeps showing a channel to the side that left it while the other is in it', async () => {
      const name = await shared();
      await bob.ask(`PART ${name}`);
      await bothTell(name, hasTopic('from alice'));
      expect((await bob.list()).has(name)).toBe(true);
      expect(await bob.names(name)).toEqual([]);
    });

    async function gone(client: IrcClient, name: string): Promise<void> {
      await expect
        .poll(async () => (await client.list()).has(name), { timeout: 20_000, interval: 25 })
        .toBe(false);
    }

    /** Both sides change things while `part` is away; afterwards both tell the same and no ban is back. */
    async function survives(away: () => Promise<void>, back: () => Promise<void>): Promise<void> {
      const name = await shared();
      await away();
      await alice.ask(`MODE ${name} +b whileaway!*@*`, `MODE ${name} +m`);
      await bob.ask(`MODE ${name} -b old!*@*`, `MODE ${name} +l 44`);
      await back();
      await network.settled();
      await bothTell(name, (state) => hasNoBan('old!*@*')(state) && state.modes.includes('l'));
      const state = await alice.channelState(name);
      expect(story(state)).toMatchObject({
        bans: ['whileaway!*@*'],
        modes: withDefaults('lm'),
        parameters: { l: '44' },
      });
    }

    it('agrees after a sidecar was stopped', () =>
      survives(
        () => b.sidecar.stop(),
        () => b.sidecar.start(),
      ));

    it('agrees after both sidecars were killed', () =>
      survives(
        async () => {
          await a.sidecar.stop('SIGKILL');
          await b.sidecar.stop('SIGKILL');
        },
        async () => {
          await b.sidecar.start();
          await a.sidecar.start();
        },
      ));

    it.runIf(kinds[1] !== 'mini')(
      'takes a channel created anew while the adapter was away for the same',
      async () => {
        const name = await shared();
        await b.adapter!.stop('SIGKILL');
        await bob.ask(`PART ${name}`);
        await bob.join(name);
        expect((await bob.channelState(name)).topic).toBeNull();
        await b.adapter!.start();
        await network.settled();
        await bothTell(name, (state) => hasTopic('from alice')(state) && hasBan('old!*@*')(state));
      },
    );

    /** Takes effect at the next start of the adapter. */
    function setObserve(node: TestNode, observe: boolean): void {
      const file = join(node.directory, 'adapter.toml');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/observe = \w+/, `observe = ${observe}`));
    }

    it.runIf(kinds[1] !== 'mini')(
      'keeps what was removed on either side while the adapter only observed, over its restarts',
      async () => {
        const name = await shared();
        await bob.ask(`MODE ${name} +bb stays!*@* gone!*@*`);
        await bothTell(name, (state) => state.bans.length === 3);
        await network.settled();
        await b.adapter!.stop();
        setObserve(b, true);
        await bob.ask(`MODE ${name} -b gone!*@*`);
        await b.adapter!.start();
        await alice.waitForState(name, hasNoBan('gone!*@*'));
        await alice.ask(`MODE ${name} -b old!*@*`);
        await network.settled();
        await b.adapter!.stop();
        await bob.ask(`MODE ${name} +l 9`);
        setObserve(b, false);
        await b.adapter!.start();
        await bothTell(name, (state) => state.parameters.l === '9' && hasNoBan('old!*@*')(state));
        expect(story(await alice.channelState(name)).bans).toEqual(['stays!*@*']);
      },
    );

    it('applies again what an ircd forgot that restarted empty', async () => {
      const name = await shared();
      const alone = freshName();
      await bob.join(alone);
      await bob.ask(`TOPIC ${alone} :only bob knows`, `MODE ${alone} +b away!*@*`);
      await alice.waitForState(
        alone,
        (state) => hasTopic('only bob knows')(state) && hasBan('away!*@*')(state),
      );
      await b.ircd.restart('SIGKILL');
      await network.settled();
      bob = await stage.reconnect(1);
      await bothTell(name, (state) => hasTopic('from alice')(state) && hasBan('old!*@*')(state));
      await bothTell(alone, (state) => hasTopic('only bob knows')(state) && hasBan('away!*@*')(state));
      await bob.join(alone);
      await bothTell(alone, (state) => hasTopic('only bob knows')(state) && hasBan('away!*@*')(state));
    });

    networkCases(kinds, () => stage);
  });
}
