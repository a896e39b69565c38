import { afterEach, describe, expect, it } from 'vitest';
import type { IrcClient } from './irc-client.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { startNetwork, type TestNetwork, until } from './test-network.ts';

const programs = [inspircdProgram, ngircdProgram, hybridProgram];
const sections = `
[modules]
enabled_modules = ["channel", "member"]
`;

/** An InspIRCd, an ngIRCd and an ircd-hybrid whose users see each other. */
describe.skipIf(programs.some((program) => skipWithout(program)))('three ircds that show members', () => {
  let network: TestNetwork;

  afterEach(() => network.stop());

  const namesAre = (irc: IrcClient, names: readonly string[]) =>
    until(async () => {
      const seen = (await irc.names('#all')).filter((name) => !name.startsWith('cburst-')).sort();
      return seen.join() === [...names].sort().join() ? null : `${irc.nick} sees ${seen.join()}`;
    });

  const isThere = (irc: IrcClient) =>
    until(async () => ((await irc.list()).has('#all') ? null : `${irc.nick} sees no #all`));

  it('through joins, modes, nicks and a split, and nobody counts twice', async () => {
    const shows = { adapterOptions: 'show_members = true' };
    const kinds = ['inspircd', 'ngircd', 'hybrid'] as const;
    network = await startNetwork(kinds, { sections, hosts: [shows, shows, shows] });
    await network.settled();
    const [insp, ng, hyb] = network.nodes as [
      TestNetwork['nodes'][0],
      TestNetwork['nodes'][0],
      TestNetwork['nodes'][0],
    ];
    const ann = await insp.client('ann');
    await ann.join('#all');
    const bob = await ng.client('bob');
    await isThere(bob);
    await bob.join('#all');
    const cy = await hyb.client('cy');
    await isThere(cy);
    await cy.join('#all');
    await namesAre(ann, ['@ann', 'bob', 'cy']);
    await namesAre(bob, ['@ann|net', 'bob', 'cy|net']);
    await namesAre(cy, ['@ann', 'bob', 'cy']);
    await cy.ask('NICK cyd');
    await namesAre(ann, ['@ann', 'bob', 'cyd']);
    await namesAre(bob, ['@ann|net', 'bob', 'cyd|net']);
    for (const { ops } of network.nodes) {
      await until(async () => {
        const { documents } = await ops.channel(Buffer.from('#all'));
        const counts = documents.flatMap(({ holders }) => holders.map(({ members }) => members));
        return counts.join() === '1,1,1' ? null : counts.join();
      });
      const { members } = await ops.members(Buffer.from('#all'), 10);
      expect(members.map(({ member }) => String(member?.nick)).sort()).toEqual(['ann', 'bob', 'cyd']);
    }
    await network.split(2);
    await namesAre(ann, ['@ann', 'bob']);
    await namesAre(cy, ['cyd']);
    network.heal(2);
    await namesAre(ann, ['@ann', 'bob', 'cyd']);
    await namesAre(cy, ['@ann', 'bob', 'cyd']);
  });
});
