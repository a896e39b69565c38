import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { hostileValues, wordLike } from './hostile-values.ts';
import type { IrcClient } from './irc-client.ts';
import { connectIrc } from './irc-client.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { type IrcdKind, startHost, until } from './test-network.ts';

interface Case {
  readonly name: string;
  readonly topic: string;
  /** What stands in every field that takes a word. */
  readonly word: string;
  readonly mask: string;
  readonly hasKey: boolean;
}

/** What docs/adapters.md says of an ircd, as far as these values meet it. */
interface Shows {
  /** Replaced in the names. */
  readonly notInNames: RegExp;
  hasKey(key: string): boolean;
  /** The topic of a text, empty: none. */
  topic(text: string): string;
  readonly emptyTopic: boolean;
  readonly topicSetter: boolean;
  /** Who is seen by those in it in a channel that nobody else is in. */
  readonly keepers: readonly string[];
}

const usual: Shows = {
  notInNames: /[,\x07]/g,
  hasKey: () => true,
  topic: (text) => text,
  emptyTopic: false,
  topicSetter: true,
  keepers: [],
};
const shows: Readonly<Record<IrcdKind, Shows>> = {
  mini: { ...usual, emptyTopic: true },
  inspircd: { ...usual, hasKey: (key) => !key.includes(',') },
  ngircd: {
    ...usual,
    // Its users cannot ask for a channel whose name has a colon, and it leaves out what is blank at the end of a line.
    notInNames: /[,\x07:]|\t$/g,
    topic: (text) => text.replace(/[ \t]+$/, ''),
    topicSetter: false,
  },
  hybrid: {
    ...usual,
    hasKey: (key) => /^[!-\x7f]{1,23}$/.test(key) && !/[:,]/.test(key),
    keepers: ['cburst-0AD'],
  },
};

/** A channel whose whole key the ircd cannot have would be open to who knows a part of it: it is not made there. */
const isMade = (kind: IrcdKind, { word, hasKey }: Case) => !hasKey || shows[kind].hasKey(word);

const casesOf = (kind: IrcdKind): Case[] =>
  hostileValues.flatMap((value, n) => {
    const { notInNames, hasKey } = shows[kind];
    const word = wordLike(value);
    const rest = `${n}${word.replace(notInNames, '_')}`;
    const keyed = { name: `#${rest}`, topic: value, word, mask: `x!${word}@h`, hasKey: true };
    // What the ircd cannot have as a key stands in a channel without one, too.
    return hasKey(word) ? [keyed] : [keyed, { ...keyed, name: `#open${rest}`, hasKey: false }];
  });

/** As docs/protocol.md has it, written apart from the code under test. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const item = (text: string) => text.replace(/[\\",]/g, '\\$&');

function line({ name, topic, word, mask, hasKey }: Case, n: number): string {
  const id = `123e4567-e89b-12d3-a456-426614174${String(n).padStart(3, '0')}`;
  const head = `CBURST ${quoted(name)} ${id} raw.test 2024-01-01T12:00:00Z`;
  const set = `TOPIC ${quoted(topic)} ${quoted(word)} 2024-01-01T12:30:00Z`;
  const key = hasKey ? ` +k KEY ${quoted(word)}` : '';
  return `${head} ${set}${key} BANMASKS "${item(mask)}" BANMARKS "1700000000 ${item(word)}" MEMBERS 1`;
}

/** What users can ask of another server, with a text of theirs. */
const REMOTE_QUESTIONS = [
  'WHOIS',
  'WHOWAS',
  'VERSION',
  'TIME',
  'ADMIN',
  'INFO',
  'MOTD',
  'STATS',
  'LINKS',
  'TRACE',
  'NAMES',
  'LIST',
  'WHO',
  'USERS',
  'LUSERS',
  'SUMMON',
];
/** Of a user, without CR LF. */
const LINE_BYTES_MAX = 510;

function suite(kind: IrcdKind): void {
  describe(`what a peer says, as the clients of a real ircd (${kind}) see it`, () => {
    const { emptyTopic, topicSetter, keepers } = shows[kind];
    const cases = casesOf(kind);
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

    if (kind !== 'mini') {
      it('the ircd keeps its link whatever its users ask the adapter', async () => {
        const asker = await connectIrc({ port: ircd.clientPort, nick: 'asker' });
        for (const command of REMOTE_QUESTIONS) {
          for (const bytes of [31, 64, 128, LINE_BYTES_MAX]) {
            const question = `${command} cburst.a.test `;
            asker.send(question + 'n'.repeat(Math.min(bytes, LINE_BYTES_MAX - question.length)));
          }
        }
        asker.send(`PING ${'n'.repeat(400)} cburst.a.test`, `PONG ${'n'.repeat(400)} cburst.a.test`);
        await asker.join('#asked');
        // The ircd told the adapter of all that before.
        await until(async () =>
          (await sidecar.channelNames()).includes('#asked') ? null : 'the adapter did not hear of #asked',
        );
        await asker.quit();
        expect(sidecar.process.log.filter(({ event }) => event === 'host.detached')).toEqual([]);
      });
    }

    it('there are these channels and no others', async () => {
      const made = cases.filter((each) => isMade(kind, each)).map(({ name }) => name);
      expect([...(await client.list()).keys()].sort()).toEqual(made.sort());
    });

    it.each(cases)('$name: everything is itself and nothing else', async (each) => {
      const { name, topic, word, mask, hasKey } = each;
      const reasons = (await sidecar.channel(name)).host_deviations.map(({ reason }) => reason);
      if (!isMade(kind, each)) {
        expect(reasons.length).toBeGreaterThan(0);
        for (const reason of reasons) expect(reason).toContain('the channel is not shown here');
        return;
      }
      const text = shows[kind].topic(topic);
      const reasonOfTopic = (): string[] => {
        if (topic === '' && !emptyTopic) return ['to this ircd an empty topic is none'];
        if (text === '' && topic !== '') return ['to this ircd a topic of blanks is none'];
        if (text !== topic) return ['this ircd takes no blanks at the end of a topic'];
        return topicSetter ? [] : ['this ircd does not take who set a topic and when'];
      };
      expect(reasons).toEqual(reasonOfTopic());
      const state = await client.channelState(name);
      expect(state.topic?.text ?? '').toBe(text);
      if (text !== '' && topicSetter) expect(state.topic?.setter).toBe(word);
      expect(state.bans.map((ban) => ban.mask)).toEqual([mask]);
      expect([state.excepts, state.invites]).toEqual([[], []]);
      expect(await client.names(name)).toEqual([]);
      // An adapter may keep channels without members by +P.
      expect(state.modes.replace('P', '')).toBe(hasKey ? 'k' : '');
      // The key is told to members only, who need it to come in.
      await client.ask(hasKey ? `JOIN ${name} ${word}` : `JOIN ${name}`);
      expect((await client.channelState(name)).parameters).toEqual(hasKey ? { k: word } : {});
      expect((await client.names(name)).sort()).toEqual([...keepers, 'reader']);
      await client.ask(`PART ${name}`);
    });
  });
}

suite('mini');
describe.skipIf(skipWithout(inspircdProgram))('with InspIRCd', () => suite('inspircd'));
describe.skipIf(skipWithout(ngircdProgram))('with ngIRCd', () => suite('ngircd'));
describe.skipIf(skipWithout(hybridProgram))('with ircd-hybrid', () => suite('hybrid'));
