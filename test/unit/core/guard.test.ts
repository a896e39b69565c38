import { describe, expect, test } from 'vitest';
import type { DocumentPart, Register } from '../../../src/core/document.ts';
import type { Field } from '../../../src/core/field.ts';
import {
  Guard,
  type GuardDependencies,
  type GuardLimits,
  type KnownChannel,
  type PeerMessage,
} from '../../../src/core/guard.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  flag,
  joinKey,
  noBan,
  part,
  register,
  t0,
} from '../../support/replica-fixture.ts';

/** An id whose origin is b. */
const id = channelId(8);
const now = t0 + 1000;
const inPassing = { solicited: false, now };
const ircBegan = Date.UTC(1988, 7, 1);

test('what is not suspect passes', () => {
  const guard = createGuard();
  expect(guard.judge(said(b), undefined, inPassing)).toBeNull();
  expect(guard.judge(said(c), known(), inPassing)).toBeNull();
});

test('an origin other than the known one is suspect, whoever names it', () => {
  const guard = createGuard();
  for (const peer of [b, c]) {
    expect(guard.judge(said(peer, { origin: c }), known(), inPassing)?.code).toBe('origin');
  }
  expect(guard.judge(said(c, { origin: c }), undefined, inPassing)).toBeNull();
});

describe('the age that a peer claims', () => {
  test.each<[string, ServerName, number | null, Partial<KnownChannel> | null, number | null, string | null]>([
    ['of a new id', c, t0, null, null, null],
    ['none, of a new id', c, null, null, null, null],
    ['of when IRC began', c, ircBegan, null, null, null],
    ['before IRC began', c, ircBegan - 1, null, null, 'created-early'],
    ['zero', b, 0, null, null, 'created-early'],
    ['as far ahead as allowed', c, now + 60_000, null, null, null],
    ['farther ahead', b, now + 60_001, null, null, 'created-future'],
    ['the known one', c, t0, {}, t0, null],
    ['none, of a known one', c, null, {}, t0, null],
    ['one where none was known', c, t0 - 5, {}, null, null],
    ['a false one where none was known', c, 1, {}, null, 'created-early'],
    ['older than known', c, t0 - 1, {}, t0, 'created-at'],
    ['younger than known', c, t0 + 1, {}, t0, 'created-at'],
    ['older than known, by the origin', b, t0 - 1, {}, t0, null],
    ['younger than known, by the origin', b, t0 + 1, {}, t0, null],
    ['false, by the origin', b, 0, {}, t0, 'created-early'],
    ['other than the origin said, by the origin', b, t0 - 1, { confirmed: true }, t0, 'created-at'],
    ['other than the origin said, by another', c, t0 - 1, { confirmed: true }, t0, 'created-at'],
    ['what the origin said', b, t0, { confirmed: true }, t0, null],
  ])('%s', (_name, peer, createdAt, more, knownAge, code) => {
    const entry = more === null ? undefined : known([], { ...more, createdAt: knownAge });
    const suspicion = createGuard().judge(said(peer, { createdAt }), entry, inPassing);
    expect(suspicion?.code ?? null).toBe(code);
  });

  test.each<[string, number | null, number, boolean, boolean, string | null]>([
    ['older than the last sync, in the place of a held one', now - 10, t0 - 90_000, true, false, 'takeover'],
    ['the same of a known id, by its origin', now - 10, t0 - 90_000, true, true, 'takeover'],
    ['in nobody’s place', now - 10, t0 - 90_000, false, false, null],
    ['seen at the first sync', null, t0 - 90_000, true, false, null],
    ['created since', t0 - 20, t0 - 10, true, false, null],
    ['created before by less than clocks may differ', t0, t0 - 60_000, true, false, null],
    ['created before by more', t0, t0 - 60_001, true, false, 'takeover'],
  ])('takeover: %s', (_name, lastSync, createdAt, displaces, isKnown, code) => {
    const asked: DocumentPart[] = [];
    const guard = createGuard(
      {},
      {
        lastSync: (peer) => (peer === b ? lastSync : now),
        displaces: (one) => {
          asked.push(one);
          return displaces;
        },
      },
    );
    const message = said(b, { createdAt });
    const suspicion = guard.judge(message, isKnown ? known([], { createdAt: t0 + 5 }) : undefined, inPassing);
    expect(suspicion?.code ?? null).toBe(code);
    if (code !== null) expect(asked).toEqual([message.part]);
  });

  test('a takeover is none when the age was known', () => {
    const guard = createGuard({}, { lastSync: () => now, displaces: () => true });
    const age = { createdAt: t0 - 90_000 };
    expect(guard.judge(said(b, age), known([], age), inPassing)).toBeNull();
  });
});

describe('a decision that moves this server to another id', () => {
  test.each([
    ['none', null, null],
    ['of which fields are missing', { missing: 1, unset: 0 }, 'takeover'],
    ['on which all fields are', { missing: 0, unset: 0 }, null],
    ['on which more fields are unset than may be', { missing: 0, unset: 4 }, 'mass-removals'],
  ])('%s', (_name, away, code) => {
    const guard = createGuard({ massRemovals: 3 }, { pinnedAway: () => away });
    expect(guard.judge(said(b), undefined, inPassing)?.code ?? null).toBe(code);
  });

  test('counts what is unset there as removed', () => {
    let away: { missing: number; unset: number } | null = { missing: 0, unset: 2 };
    const guard = createGuard({ massRemovals: 2 }, { pinnedAway: () => away });
    const banned = known([register(ban('x!*@*'), at(1))]);
    expect(guard.judge(said(b), undefined, inPassing)).toBeNull();
    away = null;
    const unban = said(b, {}, [register(noBan('x!*@*'), at(2))]);
    expect(guard.judge(unban, banned, inPassing)?.code).toBe('mass-removals');
  });
});

describe('ids that a peer says were merged', () => {
  const ids = (from: number, to: number) =>
    new Set(Array.from({ length: to - from }, (_, n) => channelId(from + n)));
  const isKnown = (each: string) => each > channelId(999);

  test.each<[string, Set<ChannelId> | null, Set<ChannelId>, string | null]>([
    ['of a new id', null, ids(100, 164), null],
    ['unknown ones, up to half of the room', ids(900, 910), ids(100, 122), null],
    ['unknown ones, beyond it', ids(900, 910), ids(100, 123), 'absorbed'],
    ['unknown ones, that push out others', ids(900, 901), ids(100, 164), 'absorbed'],
    ['known ones, beyond it', ids(900, 910), ids(1000, 1054), null],
    ['known ones, that push out others', ids(2000, 2010), ids(1000, 1055), 'absorbed'],
    ['known ones, that find no room', ids(900, 964), ids(1000, 1005), null],
    ['the same again', ids(100, 164), ids(100, 164), null],
  ])('%s', (_name, present, absorbed, code) => {
    const guard = createGuard({}, { knows: isKnown });
    const entry =
      present === null ? undefined : { ...known(), document: part(id, [], { absorbed: present }) };
    expect(guard.judge(said(c, { absorbed }), entry, inPassing)?.code ?? null).toBe(code);
  });
});

describe('mass removals', () => {
  const masks = ['1', '2', '3', '4', '5', '6'].map((each) => `${each}!*@*`);
  const banned = masks.map((mask) => register(ban(mask), at(1)));
  const unbanned = (from: number, to: number, ms = 2) =>
    masks.slice(from, to).map((mask) => register(noBan(mask), at(ms)));

  test('count over messages, for each peer and minute', () => {
    const guard = createGuard({ massRemovals: 3 });
    const judge = (peer: ServerName, registers: Register[], ms: number) =>
      guard.judge(said(peer, {}, registers), known(banned), { solicited: true, now: now + ms })?.code ?? null;
    expect(judge(c, unbanned(0, 2), 0)).toBeNull();
    expect(judge(c, unbanned(2, 4), 1)).toBe('mass-removals');
    expect(judge(b, unbanned(2, 4), 1)).toBeNull();
    // What waits for an operator was not done.
    expect(judge(c, unbanned(2, 3), 2)).toBeNull();
    expect(judge(c, unbanned(3, 4), 59_999)).toBe('mass-removals');
    expect(judge(c, unbanned(3, 4), 60_000)).toBeNull();
    expect(judge(c, unbanned(0, 4), 200_000)).toBe('mass-removals');
  });

  test.each<[string, Register[], Register[], boolean]>([
    ['bans', banned.slice(0, 2), unbanned(0, 2), true],
    ['other fields', keyAndFlag(true, 1), keyAndFlag(false, 2), true],
    ['of what is not known', [], unbanned(0, 2), false],
    ['of what is unset', unbanned(0, 2, 1), unbanned(0, 2, 2), false],
    ['that came too late', banned.slice(0, 2), unbanned(0, 2, 0), false],
    ['that are none', banned.slice(0, 2), banned.slice(2), false],
  ])('removals %s', (_name, present, registers, counts) => {
    const guard = createGuard({ massRemovals: 1 });
    const suspicion = guard.judge(said(c, {}, registers), known(present), inPassing);
    expect(suspicion?.code ?? null).toBe(counts ? 'mass-removals' : null);
  });

  test('0 is no bound', () => {
    const guard = createGuard({ massRemovals: 0 });
    expect(guard.judge(said(c, {}, unbanned(0, 6)), known(banned), inPassing)).toBeNull();
  });
});

describe('list entries of a channel', () => {
  const bans = (from: number, to: number, ms = 1) =>
    Array.from({ length: to - from }, (_, index) => register(ban(`${from + index}!*@*`), at(ms)));
  const unbans = (from: number, to: number) =>
    bans(from, to).map(({ field }) => register({ ...field, value: null } as Field, at(2)));

  test.each<[string, Register[] | null, Register[], boolean]>([
    ['as many as allowed', null, bans(0, 3), false],
    ['more', null, bans(0, 4), true],
    ['as many together', bans(0, 2), bans(2, 3), false],
    ['more together', bans(0, 2), bans(2, 4), true],
    ['the same again', bans(0, 3), bans(0, 3, 2), false],
    ['as many removed as added', bans(0, 3), [...unbans(0, 1), ...bans(3, 4)], false],
    ['fewer of too many', bans(0, 5), unbans(0, 1), false],
    ['other fields of too many', bans(0, 5), [register(flag('secret'), at(2))], false],
    ['one more of too many', bans(0, 5), bans(5, 6), true],
    ['tombstones', unbans(0, 5), bans(5, 8), false],
    ['that came too late', unbans(0, 5), bans(0, 5), false],
    ['of another list', bans(0, 3), [register(entry('quiet', 'x!*@*'), at(1))], true],
  ])('%s', (_name, present, registers, suspect) => {
    const guard = createGuard({ maxListEntries: 3 });
    const suspicion = guard.judge(
      said(c, {}, registers),
      present === null ? undefined : known(present),
      inPassing,
    );
    expect(suspicion?.code ?? null).toBe(suspect ? 'list-entries' : null);
    const unbounded = createGuard({ maxListEntries: 0 });
    expect(unbounded.judge(said(c, {}, registers), known(present ?? []), inPassing)).toBeNull();
  });
});

describe('channels of a peer', () => {
  test.each<[string, number, number, number | null, KnownChannel | undefined, boolean]>([
    ['room for another', 2, 9, 1, undefined, false],
    ['no room for a new id', 3, 0, 1, undefined, true],
    ['no room for a known id', 3, 0, 1, known(), true],
    ['what it holds already', 3, 9, 1, known([], { holder: c }), false],
    ['one that it does not hold', 3, 2, null, undefined, false],
    ['one too many that nobody holds', 0, 3, null, undefined, true],
    ['a known one that nobody holds', 3, 3, null, known(), false],
  ])('%s', (_name, held, unheld, members, entry, suspect) => {
    const dependencies = { held: (peer: ServerName) => (peer === c ? held : 99), unheld: () => unheld };
    const message = { ...said(c), members };
    const suspicion = createGuard({ maxChannels: 3 }, dependencies).judge(message, entry, inPassing);
    expect(suspicion?.code ?? null).toBe(suspect ? 'channels' : null);
    expect(createGuard({ maxChannels: 0 }, dependencies).judge(message, entry, inPassing)).toBeNull();
  });
});

describe('new channels a minute', () => {
  test('count for each peer, outside of bursts and of what was asked for', () => {
    const guard = createGuard({ createRate: 2 });
    const judge = (peer: ServerName, ms: number, solicited = false, entry?: KnownChannel) =>
      guard.judge(said(peer), entry, { solicited, now: now + ms })?.code ?? null;
    for (let i = 0; i < 5; i++) expect(judge(c, 0, true)).toBeNull();
    for (let i = 0; i < 5; i++) expect(judge(c, 0, false, known())).toBeNull();
    expect([judge(c, 0), judge(c, 1), judge(c, 2), judge(b, 2)]).toEqual([null, null, 'create-rate', null]);
    expect(judge(c, 3, true)).toBeNull();
    expect(judge(c, 59_999)).toBe('create-rate');
    expect(judge(c, 60_000)).toBeNull();
  });

  test('of a burst come to as many as a peer may hold, and to as many more as may be created since', () => {
    const guard = createGuard({ createRate: 2, maxChannels: 5 });
    const judge = (ms: number, solicited = true, peer = c) =>
      guard.judge(said(peer), undefined, { solicited, now: now + ms })?.code ?? null;
    for (let i = 0; i < 5; i++) expect(judge(i)).toBeNull();
    // What is beyond it is as any other that is new.
    expect([judge(5), judge(6), judge(7), judge(8, false)]).toEqual([
      null,
      null,
      'create-rate',
      'create-rate',
    ]);
    expect(judge(8, true, b)).toBeNull();
    expect([1, 2, 3, 4, 5].map((i) => judge(120_000 + i))).toEqual([null, null, null, null, null]);
    expect([6, 7].map((i) => judge(120_000 + i))).toEqual([null, 'create-rate']);
    const unbounded = createGuard({ createRate: 1, maxChannels: 0 });
    for (let i = 0; i < 50; i++)
      expect(unbounded.judge(said(c), undefined, { solicited: true, now })).toBeNull();
  });

  test('0 is no bound', () => {
    const guard = createGuard({ createRate: 0 });
    for (let i = 0; i < 2000; i++) expect(guard.judge(said(c), undefined, inPassing)).toBeNull();
  });
});

test('of several reasons the gravest is told', () => {
  const guard = createGuard(
    { maxListEntries: 1, maxChannels: 1 },
    { held: () => 9, lastSync: () => now, displaces: () => true },
  );
  const registers = [register(ban('x!*@*'), at(1)), register(ban('y!*@*'), at(1))];
  const judge = (createdAt: number) =>
    guard.judge(said(c, { createdAt }, registers), undefined, inPassing)?.code;
  expect(judge(t0 - 90_000)).toBe('takeover');
  expect(judge(now)).toBe('list-entries');
});

test('texts hold no value of a field', () => {
  const registers = [register(joinKey('hunter2'), at(1)), register(ban('hunter2!*@*'), at(1))];
  const guard = createGuard({ maxListEntries: 1, createRate: 1 });
  const suspicions = [
    guard.judge(said(c, { createdAt: 0 }, registers), undefined, inPassing),
    guard.judge(said(c, { origin: c }, registers), known(), inPassing),
    guard.judge(said(c, {}, registers), known([register(ban('a!*@*'), at(1))]), inPassing),
  ];
  for (const suspicion of suspicions) {
    expect(suspicion).not.toBeNull();
    expect(suspicion!.text).not.toContain('hunter2');
  }
});

describe('what a peer under review would change', () => {
  const text = 'it would change much';

  test('waits, is not counted, and is the least of what may be wrong', () => {
    let review = true;
    const guard = createGuard(
      { createRate: 1 },
      { returns: ({ peer }) => (review && peer === b ? text : null) },
    );
    expect(guard.judge(said(b), undefined, inPassing)).toEqual({ code: 'returning', text });
    expect(guard.judge(said(b, { createdAt: 0 }), undefined, inPassing)?.code).toBe('created-early');
    expect(guard.judge(said(c), undefined, inPassing)).toBeNull();
    review = false;
    expect(guard.judge(said(b), undefined, inPassing)).toBeNull();
    expect(guard.judge(said(b), undefined, inPassing)?.code).toBe('create-rate');
  });
});

function createGuard(
  limits: Partial<GuardLimits> = {},
  dependencies: Partial<GuardDependencies> = {},
): Guard {
  return new Guard(
    {
      maxClockSkewMs: 60_000,
      maxChannels: 100,
      maxListEntries: 100,
      createRate: 100,
      massRemovals: 100,
      ...limits,
    },
    {
      held: () => 0,
      unheld: () => 0,
      displaces: () => false,
      knows: () => false,
      pinnedAway: () => null,
      lastSync: () => null,
      returns: () => null,
      ...dependencies,
    },
  );
}

function said(
  peer: ServerName,
  identity: Partial<DocumentPart> = {},
  registers: readonly Register[] = [],
): PeerMessage {
  return { peer, part: part(id, registers, identity), members: 1 };
}

function known(
  registers: readonly Register[] = [],
  more: { createdAt?: number | null; confirmed?: boolean; holder?: ServerName } = {},
): KnownChannel {
  const { createdAt = t0, confirmed = false, holder = a } = more;
  return { document: part(id, registers, { createdAt }), holders: new Set([holder]), confirmed };
}

function entry(list: string, mask: string): Field {
  return { ...ban(mask), list } as Field;
}

function keyAndFlag(set: boolean, ms: number): Register[] {
  const key: Field = set ? joinKey('k') : { kind: 'join-key', value: null };
  return [register(key, at(ms)), register(flag('secret', set), at(ms))];
}
