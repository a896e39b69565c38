import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IrcClient } from './irc-client.ts';
import { inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

/** ngIRCd keeps it, InspIRCd would cut it. */
const LONG_KEY = 'k'.repeat(40);
const missing = skipWithout(inspircdProgram) || skipWithout(ngircdProgram);

describe.skipIf(missing)('a channel that another ircd cannot close', () => {
  let network: TestNetwork;
  let ngircd: TestNode;
  let inspircd: TestNode;
  let alice: IrcClient;
  let watcher: IrcClient;

  beforeAll(async () => {
    network = await startNetwork(['ngircd', 'inspircd']);
    [ngircd, inspircd] = network.nodes as [TestNode, TestNode];
    await network.settled();
    alice = await ngircd.client('alice');
    watcher = await inspircd.client('watcher');
    await watcher.oper();
  }, 90_000);

  afterAll(async () => {
    await network?.stop();
  }, 60_000);

  async function isListed(name: string): Promise<boolean> {
    return (await watcher.list()).has(name);
  }

  /** Waits until the operator of the InspIRCd is told that the channel is not there, and why. */
  async function notShown(name: string): Promise<void> {
    await until(async () => {
      const known = await inspircd.ops.channel(Buffer.from(name)).catch(() => null);
      const reasons = (known?.host_deviations ?? []).map(({ reason }) => reason);
      const isToldWhy = reasons.some((reason) => reason.startsWith('the channel is not shown here'));
      if (!isToldWhy || known?.shown_by_host) return `the reasons are ${reasons}`;
      return (await isListed(name)) ? 'it is in LIST' : null;
    });
  }

  it('is never made there, and it is said why; nor stays there once it is closed so', async () => {
    await alice.ask('JOIN #closed', `MODE #closed +k ${LONG_KEY}`, 'TOPIC #closed :for those who know');
    await notShown('#closed');
    const { host_deviations: deviations } = await inspircd.ops.channel(Buffer.from('#closed'));
    expect(deviations.filter(({ shown }) => shown)).toEqual([]);
    expect(JSON.stringify(deviations.map(({ reason }) => reason))).not.toContain(LONG_KEY);

    await alice.ask(`MODE #closed -k ${LONG_KEY}`);
    await until(async () => ((await isListed('#closed')) ? null : 'not shown'));
    expect((await watcher.channelState('#closed')).topic?.text).toBe('for those who know');

    await alice.ask(`MODE #closed +k ${LONG_KEY}`);
    await notShown('#closed');
  });
});
