import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { hostileValues, wordLike } from './hostile-values.ts';
import { skipWithoutInspircd } from './inspircd-process.ts';
import type { IrcClient } from './irc-client.ts';
import { connectIrc } from './irc-client.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { type IrcdKind, startHost, until } from './test-network.ts';

interface Case {
  readonly name: string;
  readonly topic: string;
  /** What stands in every field that takes a word. */
  readonly word: string;
  readonly mask: string;
}

const cases = hostileValues.map((value, n): Case => {
  const word = wordLike(value);
  return { name: `#${n}${word.replace(/[,\x07]/g, '_')}`, topic: value, word, mask: `x!${word}@h` };
});

/** As docs/protocol.md has it, written apart from the code under test. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const item = (text: string) => text.replace(/[\\",]/g, '\\$&');

function line({ name, topic, word, mask }: Case, n: number): string {
  const id = `123e4567-e89b-12d3-a456-4266141740${String(n).padStart(2, '0')}`;
  const head = `CBURST ${quoted(name)} ${id} raw.test 2024-01-01T12:00:00Z`;
  const set = `TOPIC ${quoted(topic)} ${quoted(word)} 2024-01-01T12:30:00Z +k KEY ${quoted(word)}`;
  return `${head} ${set} BANMASKS "${item(mask)}" BANMARKS "1700000000 ${item(word)}" MEMBERS 1`;
}

/** A channel whose whole key the ircd cannot have would be open to who knows a part of it: it is not made there. */
const isMade = (kind: IrcdKind, { word }: Case) => kind !== 'inspircd' || !word.includes(',');

function suite(kind: IrcdKind): void {
  describe(`what a peer says, as the clients of a real ircd (${kind}) see it`, () => {
    const directory = temporaryDirectory();
    let sidecar: SidecarProcess;
    let adapter: DaemonProcess | null = null;
    let ircd: Awaited<ReturnType<typeof startHost>>['ircd'];
    let peer: RawPeer;
    let client: IrcClient;

    beforeAll(async () => {
      sidecar = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'raw.test' }] });
      ({ ircd, adapter } = await startHost(kind, 'a.test', 0, sidecar.directory));
      await adapter?.start();
      await until(async () => ((await sidecar.ops.status()).host?.attached ? null : 'no host'));
      client = await connectIrc({ port: ircd.clientPort, nick: 'reader' });
      await client.oper();
      peer = await RawPeer.link(sidecar.port, 'raw.test');
      await peer.burst(...cases.map(line));
      await until(async () => {
        const { host } = await sidecar.ops.status();
        const { updates = 0, updates_in_flight = 0, updates_waiting = 0 } = host ?? {};
        const done = updates >= cases.length && updates_in_flight + updates_waiting === 0;
        return done ? null : `${updates} updates, ${updates_in_flight} of them under way`;
      });
    }, 90_000);

    afterAll(async () => {
      client?.destroy();
      peer?.destroy();
      await adapter?.stop();
      await ircd?.stop();
      await sidecar?.stop();
      directory.remove();
    }, 60_000);

    it('all lines were taken, and the ircd kept its link', () => {
      expect(peer.heard.filter((heard) => heard.startsWith('NAK'))).toEqual([]);
      expect(sidecar.process.log.filter(({ event }) => event === 'host.detached')).toEqual([]);
    });

    it('there are these channels and no others', async () => {
      const made = cases.filter((each) => isMade(kind, each)).map(({ name }) => name);
      expect([...(await client.list()).keys()].sort()).toEqual(made.sort());
    });

    it.each(cases)('$name: everything is itself and nothing else', async (each) => {
      const { name, topic, word, mask } = each;
      const reasons = (await sidecar.channel(name)).host_deviations.map(({ reason }) => reason);
      if (!isMade(kind, each)) {
        expect(reasons.length).toBeGreaterThan(0);
        for (const reason of reasons) expect(reason).toContain('the channel is not shown here');
        return;
      }
      const reasonOfTopic =
        kind === 'inspircd' && topic === '' ? ['to this ircd an empty topic is none'] : [];
      expect(reasons).toEqual(reasonOfTopic);
      const state = await client.channelState(name);
      expect(state.topic?.text ?? '').toBe(topic);
      if (topic !== '') expect(state.topic?.setter).toBe(word);
      expect(state.bans.map((ban) => ban.mask)).toEqual([mask]);
      expect([state.excepts, state.invites]).toEqual([[], []]);
      expect(await client.names(name)).toEqual([]);
      // The adapter keeps channels without members by +P.
      expect(state.modes.replace('P', '')).toBe('k');
      // The key is told to members only, who need it to come in.
      await client.ask(`JOIN ${name} ${word}`);
      expect((await client.channelState(name)).parameters).toEqual({ k: word });
      await client.ask(`PART ${name}`);
    });
  });
}

suite('mini');
describe.skipIf(skipWithoutInspircd())('with InspIRCd', () => suite('inspircd'));
