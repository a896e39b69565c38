import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IrcClient } from './irc-client.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { networkCases } from './network-cases.ts';
import { hasBan, hasNoBan, NetworkStage } from './network-stage.ts';

const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
const isMissing = [inspircdProgram, ngircdProgram, hybridProgram].map(skipWithout).includes(true);

describe.skipIf(isMissing)('InspIRCd, ngIRCd and ircd-hybrid in one network', () => {
  let stage: NetworkStage;

  beforeAll(async () => {
    stage = await NetworkStage.start(kinds);
  }, 90_000);

  afterAll(() => stage?.network.stop(), 60_000);

  networkCases(kinds, () => stage);

  it('know apart the masks of which the ircds show only a part', async () => {
    const name = await stage.shared();
    const [alice, , bob] = stage.users as [IrcClient, IrcClient, IrcClient];
    const long = (letter: string): string => `a!b@${letter.repeat(235)}`;
    const cut = (letter: string): string => `a!b@${letter.repeat(195)}`;
    const changesSeen = async (mode: string): Promise<string[]> => {
      const from = bob.received.length;
      await alice.ask(`MODE ${name} ${mode}`);
      await bob.waitForState(name, ({ modes }) => modes.includes('m') === (mode === '+m'));
      await stage.network.settled();
      await bob.barrier();
      const lines = bob.received.slice(from).filter(({ command }) => command === 'MODE');
      return lines.map(({ params }) => params.slice(1).join(' '));
    };
    await alice.ask(`MODE ${name} +b ${long('x')}`, `MODE ${name} +b ${long('y')}`);
    await bob.waitForState(name, (state) => hasBan(cut('x'))(state) && hasBan(cut('y'))(state));
    await stage.network.settled();
    expect(await changesSeen('+m')).toEqual(['+m']);
    expect(await changesSeen('-m')).toEqual(['-m']);
    await bob.ask(`MODE ${name} -b ${cut('x')}`);
    await alice.waitForState(name, hasNoBan(long('x')));
    await stage.network.settled();
    expect(hasBan(long('y'))(await alice.channelState(name))).toBe(true);
    const onHybrid = await bob.channelState(name);
    expect([hasBan(cut('x'))(onHybrid), hasBan(cut('y'))(onHybrid)]).toEqual([false, true]);
    expect(await changesSeen('+m')).toEqual(['+m']);
  }, 60_000);
});
