import type { DocumentPart } from '../../src/core/document.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import {
  at,
  b,
  ban,
  c,
  channelId,
  flag,
  hostChannel,
  joinKey,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../support/replica-fixture.ts';
import type { CrashScript } from './store-crash-script.ts';

export interface CrashStep {
  readonly name: string;
  readonly run: (script: CrashScript) => void;
  /** False: what it does follows from what is stored. */
  readonly writes?: boolean;
}

const one = '#one' as IrcText;
const two = '#two' as IrcText;
const three = '#three' as IrcText;
const contested = '#contested' as IrcText;
const far = '#far' as IrcText;
const plain = '#plain' as IrcText;

/** Two runs of a sidecar in which every kind of record is put, replaced and deleted. */
export const crashSteps: readonly CrashStep[] = [
  { name: 'a first start', run: (script) => script.open() },
  {
    name: 'a first snapshot',
    run: (script) =>
      script.attach('run 1', [
        hostChannel([ban('x!*@*'), ban('y!*@*'), topic('hello'), flag('secret')], { name: one }),
        hostChannel([flag('no-external')], { name: two }),
        hostChannel([flag('no-external')], { name: contested }),
      ]),
  },
  {
    name: 'writes of the host, of every kind, and a channel created',
    run: (script) =>
      script.events(
        { kind: 'changed', name: one, fields: [topic('new', 7), joinKey('sesame'), limit(9)] },
        { kind: 'changed', name: two, fields: [parameter('flood', '3:1')] },
        { kind: 'created', name: three, state: hostChannel([flag('moderated')], { name: three }) },
        { kind: 'presence', name: one, held: true, members: 4 },
      ),
  },
  {
    name: 'removals of the host',
    run: (script) =>
      script.events({ kind: 'changed', name: one, fields: [noBan('x!*@*'), flag('secret', false)] }),
  },
  {
    name: 'a page of a peer: a channel of its own, and an id to which a held channel moves',
    run: (script) =>
      script.page(b, 3, [
        [bansOnFar(60, 0), 2],
        [part(channelId(11), [register(flag('moderated'), at(-5000, b))], { name: contested }), 1],
      ]),
  },
  {
    name: 'a page of another holder, with a removal',
    run: (script) => script.page(c, 8, [[unbanOnFar(), 5]]),
  },
  { name: 'updates are sent to the host', run: (script) => script.offer() },
  { name: 'their results', run: (script) => script.results() },
  {
    name: 'a page that replaces most of what is stored',
    run: (script) => script.page(b, 4, [[bansOnFar(60, 100), 3]]),
  },
  {
    name: 'a page with a document that waits for an operator',
    run: (script) => script.quarantine(b, 5, part(channelId(12), [register(flag('secret'), at(0, b))])),
  },
  { name: 'an operator rejects it', run: (script) => script.reject(1) },
  {
    name: 'channels dropped by the host',
    run: (script) => script.events({ kind: 'dropped', name: two }, { kind: 'dropped', name: three }),
  },
  { name: 'an id that nobody holds is forgotten', run: (script) => script.forget(contested) },
  {
    name: 'a channel created as the ircd makes them: a stamp is issued, and nothing is written with it',
    run: (script) =>
      script.events({
        kind: 'created',
        name: plain,
        state: hostChannel([flag('no-external')], { name: plain }),
      }),
  },
  { name: 'an orderly stop', run: (script) => script.close() },
  { name: 'a start after it', run: (script) => script.open() },
  {
    name: 'a snapshot of an ircd that restarted and lacks a channel',
    run: (script) =>
      script.attach('run 2', [hostChannel([ban('z!*@*')], { name: one, createdAt: t0 / 1000 + 50 })]),
  },
  { name: 'a peer leaves a channel', run: (script) => script.page(c, 9, [[unbanOnFar(), null]]) },
  { name: 'the end of a full burst in which channels are missing', run: (script) => script.sweep(b) },
  { name: 'a channel kept for the ircd is given up', run: (script) => script.endGrace() },
  {
    name: 'a document is offered to the host as it is stored',
    run: (script) => script.offer(),
    writes: false,
  },
  { name: 'a second orderly stop', run: (script) => script.close() },
];

function limit(value: number) {
  return { kind: 'limit', value } as const;
}

function parameter(name: string, value: string) {
  return { kind: 'parameter', name, value: value as IrcText } as const;
}

/** Of several pages of the database. */
function bansOnFar(count: number, afterMs: number): DocumentPart {
  const bans = Array.from({ length: count }, (_, n) =>
    register(ban(`nick${n}!*@a-host-with-a-long-name.example`, afterMs), at(afterMs + n, b)),
  );
  return part(channelId(10), bans, { name: far });
}

function unbanOnFar(): DocumentPart {
  const removal = register(noBan('nick1!*@a-host-with-a-long-name.example'), at(500, c));
  return part(channelId(10), [removal], { name: far });
}
