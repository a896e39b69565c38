import { expect, test } from 'vitest';
import { parseServerName } from '../../../src/core/identity.ts';
import { splitServers } from '../../../src/ops/split-servers.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  flag,
  name,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const d = parseServerName('d.example')!;
const e = parseServerName('e.example')!;

/** Created on b and held there, written by d; e is a peer and has nothing to do with it. */
function split(texts: readonly string[], peers = [e]) {
  const replica = createReplica();
  replica.receive(b, part(channelId(9), [register(flag('secret'), at(0, d))]), 1, t0);
  return splitServers(replica, peers, key, texts);
}

test('this server, peers, and who holds, created or wrote something of the channel may be named, each once', () => {
  expect(split([a, b, d, e, b])).toEqual([a, b, d, e]);
});

test.each([
  [[], 'SERVERS_MISSING', 'at least one'],
  [['no server'], 'SERVER_NAME_INVALID', '"no server" is no server name'],
  [['\u001b[2J'], 'SERVER_NAME_INVALID', String.raw`"\\x1b[2J" is no server name`],
  [
    [a, c],
    'SERVER_UNKNOWN',
    'no server c.example is known here: there are a.example, b.example, d.example, e.example',
  ],
])('of %j none is taken', (texts, reason, details) => {
  expect(() => split(texts)).toThrow(
    expect.objectContaining({ reason, details: expect.stringContaining(details) }),
  );
});

test('of many that are known only some are named', () => {
  const peers = Array.from({ length: 1000 }, (_, n) => parseServerName(`x${n + 1000}.example`)!);
  expect(() => split([c], peers)).toThrow(/x1016\.example and 983 more$/);
});
