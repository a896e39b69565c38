import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Atheme, athemeLink, athemeModules } from './atheme-process.ts';
import type { ChannelState, IrcClient } from './irc-client.ts';
import { athemeProgram, type Ircd, inspircdProgram, skipWithout } from './ircd-process.ts';
import { startNetwork, type TestNetwork, type TestNode, until } from './test-network.ts';

const SERVICES = 'services.test';
/** So that a fight is over within a test. */
const FLAP_LIMIT = 3;

/** InspIRCd with Atheme on one side, a bare InspIRCd on the other. */
describe.skipIf(skipWithout(inspircdProgram) || skipWithout(athemeProgram))('services', () => {
  let network: TestNetwork;
  let services: Atheme;
  let a: TestNode;
  let b: TestNode;
  /** Has an account on a, and registers channels. */
  let alice: IrcClient;
  /** An operator on b. */
  let bob: IrcClient;
  let count = 0;

  beforeAll(async () => {
    network = await startNetwork(['inspircd', 'inspircd'], {
      sections: `[channels]\nflap_limit = ${FLAP_LIMIT}\nflap_window = 60\n`,
      hosts: [
        {
          extraConfig: athemeLink(SERVICES),
          modules: athemeModules,
          adapterLines: `services = ["${SERVICES}"]`,
        },
      ],
    });
    [a, b] = network.nodes as [TestNode, TestNode];
    const uplink = { name: a.name, serverPort: (a.ircd as Ircd).serverPort };
    services = new Atheme({ name: SERVICES, dir: join(a.directory), uplink });
    await services.start();
    await network.settled();
    alice = await a.client('alice');
    bob = await b.client('bob');
    await bob.oper();
    await asks(alice, 'NickServ', 'REGISTER hunter22 alice@a.test', 'now registered');
  }, 90_000);

  afterAll(async () => {
    await services?.stop();
    await network?.stop();
  }, 60_000);

  /** Waits for the answer that has the words in it. */
  async function asks(client: IrcClient, service: string, command: string, words: string): Promise<void> {
    client.send(`PRIVMSG ${service} :${command}`);
    await client.waitFor(
      (line) => line.command === 'NOTICE' && line.params.at(-1)!.includes(words),
      `${service}'s answer to ${command}`,
    );
  }

  /** A channel of alice's that is registered, with bob in it as an operator. */
  async function registered(): Promise<string> {
    const name = `#reg${++count}`;
    await alice.join(name);
    await asks(alice, 'ChanServ', `REGISTER ${name}`, 'is now registered');
    await until(async () => ((await alice.names(name)).includes('@ChanServ') ? null : 'no ChanServ'));
    await bob.waitForState(name, ({ exists }) => exists);
    await bob.join(name);
    await bob.becomeOp(name);
    await network.settled();
    return name;
  }

  const documentOf = async ({ ops }: TestNode, name: string) =>
    (await ops.channel(Buffer.from(name))).documents[0]!;
  const holdersOf = async (node: TestNode, name: string) =>
    (await documentOf(node, name)).holders.map(({ server, members }) => `${server} ${members}`).sort();
  const without = (letter: string) => (state: ChannelState) => !state.modes.includes(letter);

  /** Names of flags that are left to the host. */
  async function leftOn({ ops }: TestNode, name: string): Promise<string[]> {
    const { host_deviations: deviations } = await ops.channel(Buffer.from(name));
    const left = deviations.filter(({ reason }) => reason.startsWith('left to the host'));
    return left.map(({ wanted }) => wanted?.flag?.name ?? '');
  }

  /** True: what bob set was left alone on his side; false: it is undone there. */
  async function undoneOrLeft(name: string): Promise<boolean> {
    let isLeft = false;
    await until(async () => {
      isLeft = (await leftOn(a, name)).length > 0;
      const isUndone = !(await bob.channelState(name)).modes.includes('m');
      return isLeft || isUndone ? null : 'neither undone nor left';
    });
    return isLeft;
  }

  async function heldBy(name: string, ...holders: string[]): Promise<void> {
    await until(async () => {
      const found = await holdersOf(b, name);
      return found.join() === holders.join() ? null : `held by ${found}`;
    });
  }

  it('are no members, hold nothing, and are shown nowhere else', async () => {
    const name = await registered();
    await heldBy(name, 'a.test 1', 'b.test 1');
    expect(await bob.names(name)).toEqual(['@bob']);
    await alice.ask(`PART ${name}`);
    await heldBy(name, 'b.test 1');
    await alice.join(name);
    await heldBy(name, 'a.test 1', 'b.test 1');
  });

  it('undo once what a mode lock forbids, and have it that way when a remote operator insists', async () => {
    const name = await registered();
    await asks(alice, 'ChanServ', `SET ${name} MLOCK +nt-m`, 'MLOCK');
    await bob.ask(`MODE ${name} +m`);
    await bob.waitForState(name, without('m'), 'a mode that was undone');
    for (let round = 0; round < FLAP_LIMIT * 3; round++) {
      await bob.ask(`MODE ${name} +m`);
      if (await undoneOrLeft(name)) break;
    }
    expect(await leftOn(a, name)).toEqual(['moderated']);
    expect((await bob.channelState(name)).modes).toBe('mnt');
    expect((await alice.channelState(name)).modes).toBe('nt');
    // What the host was left to do is told to nobody, the rest as ever.
    await alice.ask(`MODE ${name} +i`);
    await bob.waitForState(name, ({ modes }) => modes === 'imnt');
  });

  it('have their topic again when a remote operator sets another against a topic lock', async () => {
    const name = await registered();
    await alice.ask(`PRIVMSG ChanServ :TOPIC ${name} official`);
    await asks(alice, 'ChanServ', `SET ${name} TOPICLOCK ON`, 'TOPICLOCK');
    await bob.waitForState(name, ({ topic }) => topic?.text === 'official');
    await bob.ask(`TOPIC ${name} :another`);
    await until(async () => {
      const topics = [
        (await alice.channelState(name)).topic?.text,
        (await bob.channelState(name)).topic?.text,
      ];
      return topics.join() === 'official,official' ? null : `the topics are ${topics}`;
    });
    await network.settled();
    expect((await bob.channelState(name)).topic?.text).toBe('official');
  });

  it('come back after a restart to the same channel, and to what was done meanwhile', async () => {
    const name = await registered();
    const { id } = await documentOf(a, name);
    await alice.ask(`MODE ${name} +b before!*@*`);
    await bob.waitForState(name, ({ bans }) => bans.length === 1);
    await services.stop();
    await until(async () => ((await alice.names(name)).includes('@ChanServ') ? 'ChanServ is there' : null));
    await bob.ask(`MODE ${name} -b+s before!*@*`, `TOPIC ${name} :meanwhile`);
    await alice.waitForState(name, ({ modes }) => modes.includes('s'));
    await services.start();
    await until(async () => ((await alice.names(name)).includes('@ChanServ') ? null : 'no ChanServ'));
    await network.settled();
    for (const client of [alice, bob]) {
      const state = await client.channelState(name);
      expect(state).toMatchObject({ topic: { text: 'meanwhile' }, bans: [] });
      expect(state.modes).toBe('nst');
    }
    await heldBy(name, 'a.test 1', 'b.test 1');
    expect((await documentOf(a, name)).id).toBe(id);
  });
});
