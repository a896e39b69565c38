import { expect, test } from 'vitest';
import type { ConflictPolicy } from '../../../src/core/choose-id.ts';
import { ExchangePolicy } from '../../../src/core/exchange-policy.ts';
import { type ExchangeRule, GLOBS_MAX, passEverything } from '../../../src/core/exchange-scope.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { helloRules, helloRulesProblem } from '../../../src/sidecar/hello-rules.ts';
import { helloLimits } from '../../../src/wire/hello-line.ts';
import { decodeMessage, encodeMessage } from '../../../src/wire/session-message.ts';
import { a, b, c } from '../../support/replica-fixture.ts';
import { epochA } from '../../support/scripted-session.ts';

test('policies and what is exchanged with the peer are told, and what is to be kept from others', () => {
  const rules = { [b]: { channels: ['#a*' as IrcText], fields: ['topic' as const] } };
  const given = config(names(1, 3), rules);
  const kept = ['@b.example', '#a*', 'modes', 'key', 'limit', 'parameters', 'lists', 'metadata', 'pins'];
  expect(read(given, b)).toEqual({
    conflicts: { policy: 'merge', overrides: new Map([['#0\\', 'oldest']]) },
    channels: ['#a*'],
    fields: ['topic'],
    relay: kept,
  });
  expect(read(given, c)).toMatchObject({ channels: null, fields: null, relay: kept });
});

test('what is not taken from a peer is no matter of others', () => {
  const { peers, ...rest } = config([], {});
  const rules = { import: { ...passEverything, fields: [] }, export: passEverything };
  const given = { ...rest, peers: { ...peers, exchange: new Map([[b, rules]]) } };
  expect(read(given, c)).toMatchObject({ relay: [] });
});

const { conflictOverrides } = helloLimits;
const long = { channels: names(GLOBS_MAX, 200, 'g'), except: names(GLOBS_MAX, 200, 'g') };
const fitting = { channels: names(GLOBS_MAX, 180, 'g'), except: names(GLOBS_MAX, 180, 'g') };

test.each<[string, ReturnType<typeof config>, string | null]>([
  ['as many channels with policies of their own as fit', config(names(conflictOverrides, 3), {}), null],
  ['one more', config(names(conflictOverrides + 1, 3), {}), '[[channels.override]]'],
  ['longer names of them', config(names(conflictOverrides, 200), {}), '[[channels.override]]'],
  ['as many globs as fit', config([], { [b]: fitting }), null],
  ['longer globs', config([], { [b]: long }), `[[peers.peer]] ${b}`],
  [
    'as many globs for another peer',
    config([], { [b]: fitting, [c]: { ...fitting, fields: [] } }),
    'all [[peers.peer]]',
  ],
  ['the same globs for another peer', config([], { [b]: fitting, [c]: fitting }), null],
])('%s', (_what, given, problem) => {
  const found = helloRulesProblem(given);
  if (problem !== null) expect(found).toContain(problem);
  else expect(found).toBeNull();
  if (problem === null) expect(read(given, b)).toMatchObject({ channels: given.globs });
});

test('together with the names of all peers they have to fit in a line', () => {
  const many = Array.from({ length: 250 }, (_, nth) => `${nth}`.padEnd(120, 'x') as ServerName);
  const given = config(names(40, 140), { [b]: fitting });
  expect(helloRulesProblem(given)).toBeNull();
  const none = { import: passEverything, export: passEverything };
  const exchange = new Map([...given.peers.exchange, ...many.map((name) => [name, none] as const)]);
  expect(helloRulesProblem({ ...given, peers: { exchange } })).toContain('[[peers.peer]]');
});

function names(count: number, bytes: number, fill = '\\'): IrcText[] {
  return Array.from({ length: count }, (_, nth) => `#${nth}`.padEnd(bytes, fill) as IrcText);
}

function config(overrides: readonly IrcText[], exports: Record<string, Partial<ExchangeRule>>) {
  const rules = Object.entries(exports).map(
    ([peer, rule]) =>
      [peer as ServerName, { import: passEverything, export: { ...passEverything, ...rule } }] as const,
  );
  const { channels = [], except = [] } = exports[b] ?? {};
  const globs = [...channels, ...except.map((glob) => `-${glob}`)];
  return {
    server: { casemapping: 'rfc1459' as const },
    channels: {
      conflictPolicy: 'merge' as const,
      overrides: overrides.map((name) => ({ name, conflictPolicy: 'oldest' as ConflictPolicy })),
    },
    peers: { exchange: new Map(rules) },
    globs: globs.length === 0 ? null : globs,
  };
}

/** What a peer reads of a hello with these rules. */
function read({ server, channels, peers }: Omit<ReturnType<typeof config>, 'globs'>, peer: ServerName) {
  const policy = new ExchangePolicy({ ...server, rules: peers.exchange });
  const line = encodeMessage({
    ...{ verb: 'HELLO', version: 1, server: a, casemapping: 'rfc1459', epoch: epochA, software: 'test' },
    ...{
      capabilities: [],
      peers: [],
      run: null,
      time: null,
      have: [],
      ...helloRules(channels, { policy })(peer),
    },
  });
  const decoded = decodeMessage(line, 'rfc1459');
  if (!('verb' in decoded) || decoded.verb !== 'HELLO') throw new Error('no peer would take this hello');
  const { conflicts, channels: globs, fields, relay } = decoded;
  return { conflicts, channels: globs, fields, relay };
}
