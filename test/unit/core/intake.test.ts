import { describe, expect, test } from 'vitest';
import { ExchangePolicy, type PeerRules } from '../../../src/core/exchange-policy.ts';
import { passEverything } from '../../../src/core/exchange-scope.ts';
import type { Field } from '../../../src/core/field.ts';
import { Guard, type GuardLimits } from '../../../src/core/guard.ts';
import { guardDependencies } from '../../../src/core/guard-dependencies.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { Intake, type KeptOutListener } from '../../../src/core/intake.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { pinField } from '../../../src/core/pin.ts';
import { QUARANTINED_MAX } from '../../../src/core/quarantine.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { floorStamp } from '../../../src/core/stamp.ts';
import { NAMED_FIELDS_MAX } from '../../../src/core/what-returns.ts';
import {
  a,
  at,
  b,
  ban,
  c,
  channelId,
  confirmAll,
  createReplica,
  flag,
  joinKey,
  name,
  noBan,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const key = createReplica().key(name);
const nine = channelId(9);
const delivery = { solicited: true, stamps: true, now: t0 };
const act = { by: 'ops', now: t0 + 1 };
const limits: GuardLimits = {
  maxClockSkewMs: 60_000,
  maxChannels: 100,
  maxListEntries: 100,
  createRate: 100,
  massRemovals: 2,
};

test('what nothing is wrong with is joined', () => {
  const { replica, say } = createIntake();
  expect(say(b, [topic('t')])).toBeNull();
  expect(shown(replica)).toEqual([topic('t')]);
  expect(replica.quarantine.size).toBe(0);
});

describe('what policy does not import', () => {
  test('of a channel stays out without a word; of fields the rest comes in', () => {
    const fields = ['topic'] as const;
    const rules = new Map([
      [b, { import: { ...passEverything, fields }, export: passEverything }],
      [c, { import: { ...passEverything, except: ['#gen*' as never] }, export: passEverything }],
    ]);
    const { replica, intake, say } = createIntake(rules);
    expect(say(c, [topic('c')])).toBeNull();
    expect(replica.table.size).toBe(0);
    replica.receive(c, part(channelId(8), [], { name: '#generic' as never }), 1, t0);
    intake.receive(
      { peer: c, part: part(channelId(8), [], { name: '#generic' as never }), members: 2 },
      delivery,
    );
    expect(replica.table.get(channelId(8))?.holders.size).toBe(0);
    expect(say(b, [topic('b'), flag('secret')])).toBeNull();
    expect(shown(replica)).toEqual([topic('b')]);
  });
});

describe('an id under another name than the known one', () => {
  const other = part(nine, [register(topic('t'), at(1, b))], { name: '#other' as never });

  test('waits for an operator, and its sender, who may be right, does not hold the channel of that name', () => {
    const { replica, intake, say } = createIntake();
    say(c, [flag('secret')]);
    expect(intake.receive({ peer: b, part: other, members: 3 }, delivery)).toBeNull();
    const text = `${b} calls it #other, and it is known as ${name}: one of the two was lied to, or ${b} lies`;
    expect(replica.quarantine.list()).toMatchObject([{ peer: b, code: 'name', text }]);
    expect([...replica.table.get(nine)!.holders.keys()]).toEqual([c]);
    expect(shown(replica)).toEqual([flag('secret')]);
    say(c, [topic('c')]);
    expect(replica.quarantine.size).toBe(1);
    expect(intake.approve(1, act)).toEqual({ problem: `id ${nine} is known as ${name}` });
    expect(intake.reject(1, act)).toHaveProperty('decision');
    expect(intake.receive({ peer: b, part: other, members: 3 }, delivery)).toBeNull();
    expect(replica.quarantine.size).toBe(0);
  });

  test('is let in when the known one is gone', () => {
    const { replica, intake, say } = createIntake();
    say(c, [flag('secret')]);
    intake.receive({ peer: b, part: other, members: 3 }, delivery);
    const known = replica.table.get(nine)!;
    replica.receivePresence(c, known, null);
    replica.forgetEntry(known);
    expect(intake.approve(1, act)).toHaveProperty('decision');
    expect(replica.table.get(nine)!.document.name).toBe('#other');
    expect([...replica.table.get(nine)!.holders.keys()]).toEqual([b]);
  });
});

describe('what finds no room', () => {
  const topicOf = (length: number) => topic('x'.repeat(length));
  /** Bans of c that leave room for a removed topic, and not for a long one. */
  const filling = Array.from({ length: 820 }, (_, n) =>
    register(ban(`${'x'.repeat(415)}${n}!*@*`), at(0, c)),
  );
  const unsetTopic = register({ kind: 'topic', value: null }, at(1, c));

  test('is told to a peer without stamps too, though its line alone would change nothing', () => {
    const replica = createReplica();
    const intake = intakeOf(replica, new Map(), { ...limits, maxListEntries: 0 });
    const plain = (...fields: Field[]) => ({
      peer: b,
      part: part(
        nine,
        fields.map((field) => register(field, floorStamp(b))),
      ),
      members: 1,
    });
    replica.receive(c, part(nine, [...filling, unsetTopic]), 1, t0);
    expect(intake.receive(plain(), { ...delivery, stamps: false })).toBeNull();
    expect(intake.receive(plain(topicOf(4000)), { ...delivery, stamps: false })).toContain(
      'more than 393216 bytes',
    );
  });

  test('stays in quarantine when it is no longer suspect', () => {
    const replica = createReplica();
    const intake = intakeOf(replica, new Map(), { ...limits, maxListEntries: 0 });
    const older = { origin: b, createdAt: t0 - 5000 };
    replica.receive(
      c,
      part(nine, [...filling.slice(0, 812), unsetTopic], { origin: b, createdAt: t0 - 1 }),
      1,
      t0,
    );
    const late = part(nine, [register(topicOf(4000), at(9, c))], older);
    expect(intake.receive({ peer: c, part: late, members: 1 }, delivery)).toBeNull();
    expect(replica.quarantine.size).toBe(1);
    const more = part(nine, filling.slice(812), { origin: b, createdAt: t0 - 1 });
    expect(replica.receive(c, more, 1, t0)).toBeNull();
    expect(intake.receive({ peer: b, part: part(nine, [], older), members: 1 }, delivery)).toBeNull();
    expect(replica.quarantine.size).toBe(1);
  });
});

describe('what is suspect', () => {
  test('waits, is told of to operators and kept up to date; approved, it is joined', () => {
    const { replica, intake, say } = createIntake();
    say(b, [ban('1!*@*'), ban('2!*@*'), ban('3!*@*')]);
    replica.takeChanges();
    expect(say(b, [noBan('1!*@*'), noBan('2!*@*'), noBan('3!*@*')], 5)).toBeNull();
    expect(say(b, [noBan('4!*@*')], 6)).toBeNull();
    expect(shown(replica)).toHaveLength(3);
    const [held] = replica.quarantine.list();
    expect(held).toMatchObject({ number: 1, peer: b, code: 'mass-removals', since: t0 + 5 });
    const { quarantined, events } = replica.takeChanges();
    expect([...quarantined]).toEqual([1]);
    expect(events.map(({ kind }) => kind)).toContain('quarantine.added');
    expect(intake.approve(1, act)).toEqual({ decision: 1 });
    expect(shown(replica)).toEqual([]);
    expect(replica.quarantine.size).toBe(0);
    expect(replica.journal.get(1)).toMatchObject({ kind: 'approved', channel: name, from: nine, by: 'ops' });
    expect(intake.approve(1, act)).toEqual({ problem: 'nothing is in quarantine under 1' });
  });

  test('rejected, it stays out as long as it is the same', () => {
    const { replica, intake, say } = createIntake();
    say(b, [topic('t')], 0, { createdAt: 1 });
    expect(intake.reject(1, act)).toEqual({ decision: 1 });
    expect([...replica.takeChanges().refusals]).toEqual([`${nine} ${b}`]);
    expect(say(b, [topic('t')], 0, { createdAt: 1 })).toBeNull();
    expect(replica.quarantine.size).toBe(0);
    say(b, [topic('other')], 9, { createdAt: 1 });
    expect(replica.quarantine.size).toBe(1);
  });

  test('rejected, says nothing against where the peer is either', () => {
    const { replica, intake, say } = createIntake();
    const forged = { createdAt: 1 };
    say(b, [topic('t')], 0, forged);
    intake.reject(1, act);
    say(b, [], 1);
    say(b, [topic('t')], 0, forged, 5);
    expect(replica.table.get(nine)?.holders.get(b)?.members).toBe(5);
    say(b, [topic('t')], 0, forged, null);
    expect(replica.table.get(nine)?.holders.has(b)).toBe(false);
    expect([shown(replica), replica.quarantine.size]).toEqual([[], 0]);
  });

  test('says nothing against where the peer is: that counts at once', () => {
    const { replica, say } = createIntake();
    say(b, [topic('t')]);
    const other = { origin: c };
    say(b, [topic('x')], 1, other, null);
    expect(replica.view(key)).toBeNull();
    expect(replica.quarantine.list()).toMatchObject([{ code: 'origin', members: null }]);
  });

  test('is not held any more by a peer that bursts everything without it', () => {
    const { replica, intake, say } = createIntake();
    say(b, [topic('t')], 0, { createdAt: 1 });
    confirmAll(intake, b);
    expect(replica.quarantine.list()).toMatchObject([{ members: 1 }]);
    intake.burstEnded(b, new Set([nine]));
    expect(replica.quarantine.list()).toMatchObject([{ members: 1 }]);
    replica.takeChanges();
    intake.burstEnded(b, new Set());
    expect([...replica.takeChanges().quarantined]).toEqual([1]);
    expect(intake.approve(1, act)).toEqual({ decision: 1 });
    expect(replica.view(key)).toBeNull();
  });

  test('is no longer so when the origin itself says the same', () => {
    const { replica, say } = createIntake();
    say(c, [topic('t')], 0, { origin: b, createdAt: t0 - 1000 });
    say(c, [flag('secret')], 1, { origin: b, createdAt: t0 - 5000 });
    expect(replica.quarantine.size).toBe(1);
    say(b, [], 2, { origin: b, createdAt: t0 - 5000 });
    expect(replica.quarantine.size).toBe(0);
    expect(shown(replica)).toEqual([topic('t'), flag('secret')]);
  });

  test.each([
    { link: 'is up', reachable: true },
    { link: 'is gone', reachable: false },
    { link: 'is up again, over which it had nothing to say', reachable: true },
  ])('is let in by the origin, and its peer, whose link $link, is as it was', ({ link, reachable }) => {
    const { replica, intake, say } = createIntake();
    say(c, [topic('t')], 0, { origin: b, createdAt: t0 - 1000 });
    say(c, [flag('secret')], 1, { origin: b, createdAt: t0 - 5000 });
    say(c, [], 2, { id: channelId(8), name: '#eight' as IrcText });
    if (link !== 'is up') intake.lost(c);
    if (link.startsWith('is up again')) confirmAll(intake, c);
    say(b, [], 3, { origin: b, createdAt: t0 - 5000 });
    expect(replica.quarantine.size).toBe(0);
    for (const id of [nine, channelId(8)])
      expect(replica.table.get(id)!.holders.get(c)?.reachable).toBe(reachable);
    expect(replica.table.get(nine)!.holders.get(b)?.reachable).toBe(true);
  });

  test('that the peer left meanwhile counts, though what it says now is no longer suspect', () => {
    const { replica, say } = createIntake();
    say(b, [topic('t')], 0, { createdAt: t0 + 90_000 });
    expect(replica.quarantine.size).toBe(1);
    say(b, [], 40_000, { createdAt: t0 + 90_000 }, null);
    expect(replica.quarantine.size).toBe(0);
    expect(replica.table.get(nine)!.holders.has(b)).toBe(false);
  });

  test('an older id that turns up after a full sync does not take the place of the one held here', () => {
    const { replica, intake, say } = createIntake();
    const entry = replica.createChannel(name, t0, [], true);
    replica.setOwnPresence(entry, 1);
    replica.advance(t0 + 200_000);
    intake.burstEnded(b, new Set());
    const older = { createdAt: t0 - 1 };
    say(b, [topic('taken')], 300_000, older);
    expect(replica.heldEntry(key)).toBe(entry);
    expect(replica.quarantine.list()).toMatchObject([{ code: 'takeover' }]);
    intake.lost(b);
    intake.approve(1, { by: 'ops', now: t0 + 300_001 });
    expect(replica.heldEntry(key)?.document.id).toBe(nine);
    expect(replica.table.get(nine)?.holders.get(b)).toMatchObject({ reachable: false });
  });
});

test("stamps from the future and unknown writes in this server's name raise an alarm, once a minute", () => {
  const { replica, say } = createIntake();
  say(b, [topic('t')], 0, {}, 1, 120_000);
  say(b, [topic('u')], 1, {}, 1, 120_001);
  const foreign = part(nine, [register(flag('secret'), at(0, a))]);
  createDelivery(replica, foreign);
  const kinds = replica.takeChanges().events.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'clock.skew')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'stamp.foreign')).toHaveLength(1);
  expect(shown(replica)).toEqual([topic('u'), flag('secret')]);
});

describe('a peer without stamps', () => {
  const masks = (letter: string) => Array.from({ length: 90 }, (_, n) => ban(`${letter}${n}!*@*`));

  function createPlain() {
    const { replica, intake, say } = createIntake();
    const plain = (fields: readonly Field[], ms: number, members: number | null = 1) => {
      const registers = fields.map((field) => register(field, floorStamp(b)));
      const message = { peer: b, part: part(nine, registers), members };
      return intake.receive(message, { solicited: true, stamps: false, now: t0 + ms });
    };
    return { replica, intake, say, plain };
  }

  test('removes no more than others by what its line does not name', () => {
    const { replica, intake, say, plain } = createPlain();
    const bans = masks('x').slice(0, 50);
    say(c, bans);
    plain(bans, 1);
    expect(plain([], 2)).toBeNull();
    expect(shown(replica)).toHaveLength(50);
    expect(replica.quarantine.list()).toMatchObject([{ peer: b, code: 'mass-removals' }]);
    // The same line writes nothing more.
    plain([], 3);
    expect(intake.approve(1, act)).toHaveProperty('decision');
    expect(shown(replica)).toEqual([]);
    say(c, [ban('y!*@*')], 9);
    plain([], 10);
    expect(shown(replica)).toEqual([ban('y!*@*')]);
  });

  test('adds no more than others, whatever its lines named in between', () => {
    const { replica, plain } = createPlain();
    plain(masks('m'), 0);
    plain([], 1);
    plain(masks('k'), 2);
    plain([...masks('m'), ...masks('k')], 3);
    expect(shown(replica)).toHaveLength(90);
    expect(replica.quarantine.size).toBe(1);
  });

  test('is refused a line that cannot wait, which it then says again', () => {
    const { replica, say, plain } = createPlain();
    const bans = masks('x').slice(0, 3);
    say(c, bans);
    plain(bans, 1);
    for (let n = 0; n < QUARANTINED_MAX; n++) replica.quarantine.restore(heldAs(n + 1));
    expect(plain([], 2)).toBe('it should wait for an operator, and too much does');
    replica.quarantine.take(1);
    expect(plain([], 3)).toBeNull();
    expect(replica.quarantine.find(b, nine)?.part.registers.size).toBe(3);
  });

  test('has what was rejected kept out while it says the same', () => {
    const { replica, intake, say, plain } = createPlain();
    const bans = masks('x').slice(0, 3);
    say(c, bans);
    plain(bans, 1);
    plain([], 2);
    expect(intake.reject(1, act)).toHaveProperty('decision');
    plain([], 3);
    expect([replica.quarantine.size, shown(replica).length]).toEqual([0, 3]);
  });
});

describe('a decision of a peer’s operator that moves this server', () => {
  const pin = pinField(null);
  const own = [ban('x!*@*'), topic('t'), joinKey('sesame')];

  function holding() {
    const one = createIntake();
    const entry = one.replica.createChannel(name, t0, [], true);
    one.replica.setOwnPresence(entry, 1);
    one.replica.write(entry, own, () => at(0));
    return { ...one, entry };
  }

  test.each([1, null])('to an id without what the held one has waits (members %s)', (members) => {
    const { replica, intake, say, entry } = holding();
    say(b, [topic('of b')], 5, { createdAt: t0 + 5 });
    say(b, [pin], 6, { createdAt: t0 + 5 }, members);
    expect(replica.heldEntry(key)).toBe(entry);
    expect(shown(replica)).toEqual(own);
    const text = `${b} tells of a decision that it takes the place of the id held here, of which it lacks 2 fields`;
    expect(replica.quarantine.list()).toMatchObject([{ code: 'takeover', text }]);
    expect(intake.approve(1, act)).toHaveProperty('decision');
    expect(replica.heldEntry(key)?.document.id).toBe(nine);
  });

  test('counts where the id has it all, and its lines may come in any order', () => {
    const { replica, say } = holding();
    say(b, [pin], 5, { createdAt: t0 + 5 }, null);
    expect(replica.quarantine.size).toBe(1);
    say(b, own, 5, { createdAt: t0 + 5 }, null);
    expect(replica.quarantine.size).toBe(0);
    expect(replica.heldEntry(key)?.document.id).toBe(nine);
    expect(shown(replica)).toEqual([...own, pin]);
  });

  test('that was told before the channel was there waits for whoever holds its id', () => {
    const { replica, say, keptOut } = createIntake();
    say(b, [pin], -9, { createdAt: t0 - 9 }, null);
    const entry = replica.createChannel(name, t0, [], true);
    replica.setOwnPresence(entry, 1);
    replica.write(entry, own, () => at(0));
    for (const ms of [5, 6]) say(b, [], ms, { createdAt: t0 - 9 }, 1);
    expect(replica.heldEntry(key)).toBe(entry);
    expect(replica.quarantine.list()).toMatchObject([{ code: 'takeover' }]);
    expect(replica.table.get(nine)!.holders.size).toBe(0);
    expect(keptOut).toEqual(Array(2).fill(['pinned', 'presence']));
  });
});

test('ids that were merged are not pushed out by what a peer names', () => {
  const { replica, say } = createIntake();
  const merged = new Set([channelId(900)]);
  say(c, [topic('t')], 0, { absorbed: merged });
  const small = new Set(Array.from({ length: 64 }, (_, n) => channelId(n + 100)));
  say(b, [], 1, { absorbed: small }, null);
  expect(replica.table.get(nine)!.document.absorbed).toEqual(merged);
  expect(replica.quarantine.list()).toMatchObject([{ peer: b, code: 'absorbed' }]);
});

describe('a peer under review', () => {
  const known = { createdAt: t0 };
  const old = ban('old!*@*');

  /** c has the channel without the ban; b comes back with it. */
  function returning() {
    const one = createIntake();
    one.say(c, [topic('c')], 0, known);
    one.replica.remember(b, { review: true });
    one.say(b, [old], 1, known);
    return one;
  }

  test('changes nothing: what it would change waits and says what; where it is counts', () => {
    const { replica, say } = returning();
    expect(shown(replica)).toEqual([topic('c')]);
    expect([...replica.table.get(nine)!.holders.keys()]).toEqual([c, b]);
    const would = `${b} is under review, and would change what is known here`;
    const text = `${would}: set entry:ban:old!*@*`;
    expect(replica.quarantine.list()).toMatchObject([{ number: 1, peer: b, code: 'returning', text }]);
    say(b, [{ kind: 'topic', value: null }, joinKey('sesame')], 2, known);
    expect(replica.quarantine.list()).toMatchObject([
      { number: 1, text: `${would}: set entry:ban:old!*@*, join-key; unset topic` },
    ]);
    expect(shown(replica)).toEqual([topic('c')]);
  });

  test('may say what is known, and what is older', () => {
    const { replica, intake, say } = createIntake();
    say(c, [topic('c')], 5, known);
    replica.remember(b, { review: true });
    const same = part(nine, [register(topic('c'), at(5, c))], known);
    expect(intake.receive({ peer: b, part: same, members: 2 }, delivery)).toBeNull();
    say(b, [topic('older')], 1, known);
    expect(replica.quarantine.size).toBe(0);
    expect(replica.table.get(nine)!.holders.get(b)?.members).toBe(1);
    expect(shown(replica)).toEqual([topic('c')]);
  });

  test('brings no id that is unknown, and names no more fields than people read', () => {
    const { replica, say } = createIntake();
    replica.remember(b, { review: true });
    say(
      b,
      Array.from({ length: NAMED_FIELDS_MAX + 3 }, (_, n) => ban(`${n}!*@*`)),
    );
    expect(replica.table.size).toBe(0);
    const [held] = replica.quarantine.list();
    expect(held!.text).toMatch(
      /bring back an id that is unknown here: set entry:ban:0!\*@\*, .* and 3 more$/,
    );
    expect(held!.text).not.toContain(`${NAMED_FIELDS_MAX}!`);
  });

  test.each([-5, 5])('with the age of its own channel waits, too: %i', (byMs) => {
    const { replica, say } = createIntake();
    say(c, [topic('c')], 0, { createdAt: t0, origin: b });
    replica.remember(b, { review: true });
    say(b, [], 1, { createdAt: t0 + byMs, origin: b });
    expect(replica.quarantine.list()).toMatchObject([{ code: 'returning' }]);
    expect(replica.table.get(nine)!.document.createdAt).toBe(t0);
  });

  test('without stamps changes nothing by a line that differs from its line before', () => {
    const { replica, intake } = createIntake();
    const plain = (fields: Field[], ms: number) =>
      intake.receive(
        {
          peer: b,
          part: part(
            nine,
            fields.map((field) => register(field, floorStamp(b))),
          ),
          members: 1,
        },
        { solicited: true, stamps: false, now: t0 + ms },
      );
    plain([topic('t'), flag('secret')], 0);
    replica.remember(b, { review: true });
    plain([topic('t'), flag('secret')], 1);
    expect(replica.quarantine.size).toBe(0);
    plain([topic('u')], 2);
    expect(replica.quarantine.list()[0]?.text).toMatch(/: set topic; unset .*secret$/);
    expect(shown(replica)).toEqual([topic('t'), flag('secret')]);
  });

  test('has what was rejected kept out, and what was approved let in', () => {
    const one = returning();
    expect(one.intake.reject(1, act)).toHaveProperty('decision');
    one.say(b, [old], 1, known);
    expect([one.replica.quarantine.size, shown(one.replica)]).toEqual([0, [topic('c')]]);
    const other = returning();
    expect(other.intake.approve(1, act)).toHaveProperty('decision');
    other.say(b, [old], 1, known);
    expect([other.replica.quarantine.size, shown(other.replica)]).toEqual([0, [topic('c'), old]]);
  });

  test('waits no more for what somebody else brings', () => {
    const { replica, intake } = returning();
    const same = part(nine, [register(old, at(1, b))], known);
    intake.receive({ peer: c, part: same, members: 1 }, delivery);
    expect(replica.quarantine.size).toBe(0);
  });

  test('is as any other at the end: what waits is let in, in reach only if it is linked', () => {
    for (const linked of [true, false]) {
      const { replica, intake } = returning();
      if (!linked) intake.lost(b);
      intake.endReview(b, t0 + 9);
      expect([replica.quarantine.size, shown(replica)]).toEqual([0, [topic('c'), old]]);
      expect(replica.table.get(nine)!.holders.get(b)?.reachable).toBe(linked);
      expect(replica.peers.get(b)?.review).toBe(false);
    }
  });

  test('leaves at the end what is wrong for another reason', () => {
    const { replica, intake, say } = createIntake();
    const masks = ['1!*@*', '2!*@*', '3!*@*'];
    say(c, masks.map(ban), 0, known);
    replica.remember(b, { review: true });
    for (const mask of masks) say(b, [noBan(mask)], 1, known);
    expect(replica.quarantine.list()).toMatchObject([{ code: 'returning' }]);
    replica.takeChanges();
    intake.endReview(b, t0 + 9);
    expect(replica.quarantine.list()).toMatchObject([{ number: 1, code: 'mass-removals' }]);
    expect([...replica.takeChanges().quarantined]).toEqual([1]);
    expect(shown(replica)).toHaveLength(3);
  });
});

function heldAs(number: number) {
  const message = { peer: c, part: part(channelId(number + 1000), []), members: 1 };
  return { ...message, number, since: t0, code: 'returning' as const, text: '' };
}

function createIntake(rules: ReadonlyMap<ServerName, PeerRules> = new Map()) {
  const replica = createReplica();
  const keptOut: string[][] = [];
  const intake = intakeOf(replica, rules, limits, (why, _, parts) => keptOut.push([why, ...parts]));
  const say = (
    peer: ServerName,
    fields: readonly Field[],
    ms = 0,
    more: Parameters<typeof part>[2] = {},
    members: number | null = 1,
    stampMs = ms,
  ) => {
    const registers = fields.map((field) => register(field, at(stampMs, peer)));
    const message = { peer, part: part(nine, registers, more), members };
    return intake.receive(message, { solicited: true, stamps: true, now: t0 + ms });
  };
  return { replica, intake, say, keptOut };
}

function intakeOf(
  replica: Replica,
  rules: ReadonlyMap<ServerName, PeerRules>,
  guarded = limits,
  keptOut: KeptOutListener = () => {},
): Intake {
  const policy = new ExchangePolicy({ casemapping: 'rfc1459', rules });
  const guard = new Guard(guarded, guardDependencies(replica));
  return new Intake(limits, { replica, policy, guard, keptOut });
}

function createDelivery(replica: Replica, said: ReturnType<typeof part>): void {
  const message = { peer: b, part: said, members: 1 };
  intakeOf(replica, new Map()).receive(message, { solicited: true, stamps: true, now: t0 });
}

function shown(replica: Replica): Field[] {
  return [...(replica.view(key)?.fields.values() ?? [])];
}
