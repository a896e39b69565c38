import { expect, it } from 'vitest';
import { ircdShows } from './channel-story.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import { hasBan, hasNoBan, hasTopic, type NetworkStage } from './network-stage.ts';
import type { IrcdKind } from './test-network.ts';

const processes = ['ircd', 'adapter', 'sidecar'] as const;

/** What every network keeps, however many servers it has and whichever ircds: `stage` is asked for when a case runs. */
export function networkCases(kinds: readonly IrcdKind[], stage: () => NetworkStage): void {
  const title = (index: number) => `${kinds[index]} ${'abc'[index]}`;
  const indexes = [...kinds.keys()];

  it.each(indexes)('show everything that a user of server %i sets, and its removal', async (index) => {
    const { flags, limitMax } = ircdShows[kinds[index]!];
    const name = await stage().shared(index);
    const user = stage().users[index]!;
    const letters = Object.values(flags).join('');
    await user.ask(
      `MODE ${name} +${letters}`,
      `MODE ${name} +k sesame`,
      `MODE ${name} +l ${limitMax}`,
      `MODE ${name} +b second!*@*`,
      `MODE ${name} +e good!*@host.example`,
      `MODE ${name} +I *!guest@*`,
    );
    await stage().setTopic(user, name, 'Welcome "all" :to KEY x \xff');
    await stage().network.settled();
    const own = await user.channelState(name);
    expect(own.modes).toBe([...letters, 'k', 'l'].sort().join(''));
    await stage().allTell(name, (state) => {
      const { bans, excepts, invites, parameters } = state;
      const lists = [bans.length, excepts.length, invites.length].join();
      return (
        lists === '2,1,1' && parameters.k === 'sesame' && hasTopic('Welcome "all" :to KEY x \xff')(state)
      );
    });
    await user.ask(
      `MODE ${name} -${letters}`,
      `MODE ${name} -k sesame`,
      `MODE ${name} -l`,
      `MODE ${name} -b second!*@*`,
      `MODE ${name} -b old!*@*`,
      `MODE ${name} -e good!*@host.example`,
      `MODE ${name} -I *!guest@*`,
    );
    await stage().setTopic(user, name, '');
    await stage().allTell(name, isBare);
  });

  it.each(indexes)('show text of server %i that is not UTF-8 byte for byte', async (index) => {
    const name = await stage().shared(index, `${stage().freshName()}-caf\xe9\xff`);
    const user = stage().users[index]!;
    const key = keyOfAll(kinds);
    await user.ask(`MODE ${name} +b x\xe9\xff!*@*`, `MODE ${name} +e *!\xc3@*`, `MODE ${name} +k ${key}`);
    await stage().setTopic(user, name, '\xe9\xff \x80');
    await stage().allTell(name, (state) => {
      const lists = [hasBan('x\xe9\xff!*@*')(state), state.excepts[0]?.mask === '*!\xc3@*'];
      return !lists.includes(false) && hasTopic('\xe9\xff \x80')(state) && state.parameters.k === key;
    });
    await user.ask(`MODE ${name} -b x\xe9\xff!*@*`, `MODE ${name} -e *!\xc3@*`, `MODE ${name} -k ${key}`);
    await stage().allTell(
      name,
      ({ bans, excepts, modes }) => bans.length === 1 && excepts.length === 0 && !modes.includes('k'),
    );
  });

  it.each(indexes)('show what fits of values that only server %i can show in full', async (index) => {
    const { topicBytesMax, keyBytesMax } = ircdShows[kinds[index]!];
    const name = await stage().shared(index);
    const user = stage().users[index]!;
    await stage().setTopic(user, name, 't'.repeat(topicBytesMax));
    await user.ask(`MODE ${name} +k ${'k'.repeat(keyBytesMax)}`);
    await stage().allTell(name, ({ topic, parameters }) => topic!.text.startsWith('tt') && 'k' in parameters);
    expect(await user.channelState(name)).toMatchObject({
      topic: { text: 't'.repeat(topicBytesMax) },
      parameters: { k: 'k'.repeat(keyBytesMax) },
    });
    // Whoever shows a part of it takes the whole away.
    const last = stage().users.at(index === 0 ? -1 : 0)!;
    const { parameters } = await last.channelState(name);
    await last.ask(`MODE ${name} -k ${parameters.k}`);
    await stage().setTopic(last, name, '');
    await stage().allTell(name, ({ topic, modes }) => topic === null && !modes.includes('k'));
  });

  it.each(indexes)('agree after server %i was split off and all changed things', async (index) => {
    const name = await stage().shared();
    await stage().network.split(index);
    await eachChanges(name, stage().users);
    const last = stage().users[index]!;
    await stage().setTopic(last, name, 'set last');
    await stage().network.heal(index);
    await stage().network.settled();
    await stage().allTell(
      name,
      (state) => hasTopic('set last')(state) && holdsChangesOf(state, stage().users),
    );
  });

  for (const index of indexes) {
    const killable = processes.filter((process) => process !== 'adapter' || kinds[index] !== 'mini');
    it.each(killable)(
      `agree after the %s of ${title(index)} was killed while all changed things`,
      async (process) => {
        const name = await stage().shared();
        const node = stage().nodes[index]!;
        await node[process]!.stop('SIGKILL');
        const there = stage().users.filter((_, other) => process !== 'ircd' || other !== index);
        await eachChanges(name, there);
        await node[process]!.start();
        if (process === 'ircd') await comesBack(name, index);
        await stage().network.settled();
        await stage().allTell(name, (state) => holdsChangesOf(state, there));
        for (const user of stage().users) expect(await user.names(name)).toContain(`@${user.nick}`);
      },
    );
  }

  async function comesBack(name: string, index: number): Promise<void> {
    await stage().network.settled();
    const user = await stage().reconnect(index);
    await user.join(name);
    await user.becomeOp(name);
  }
}

/** A key that is not UTF-8, where every ircd can have one. */
const keyOfAll = (kinds: readonly IrcdKind[]) => (kinds.includes('hybrid') ? 'k' : 'k\xe9\xff');

/** Each user bans somebody, the first lifts the ban that all had, and the last makes the channel moderated and limited. */
async function eachChanges(name: string, users: readonly IrcClient[]): Promise<void> {
  await users[0]!.ask(`MODE ${name} -b old!*@*`);
  for (const user of users) await user.ask(`MODE ${name} +b of-${user.nick}!*@*`);
  await users.at(-1)!.ask(`MODE ${name} +m`, `MODE ${name} +l 44`);
}

function holdsChangesOf(state: ChannelState, users: readonly IrcClient[]): boolean {
  const bans = users.every(({ nick }) => hasBan(`of-${nick}!*@*`)(state));
  return bans && hasNoBan('old!*@*')(state) && state.modes.includes('m') && state.parameters.l === '44';
}

function isBare({ modes, topic, bans, excepts, invites }: ChannelState): boolean {
  return modes === '' && topic === null && bans.length + excepts.length + invites.length === 0;
}
