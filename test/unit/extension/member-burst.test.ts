import { expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import type { PeerRules } from '../../../src/core/exchange-policy.ts';
import { passEverything } from '../../../src/core/exchange-scope.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { Replica } from '../../../src/core/replica.ts';
import type { BurstExchange, ItemChanges } from '../../../src/extension/burst-extension.ts';
import { MemberBurst } from '../../../src/extension/member-burst.ts';
import { change, member, members, nicksOf } from '../../support/member-fixture.ts';
import { a, b, c, channelId, confirmAll, name, part, t0 } from '../../support/replica-fixture.ts';

const run = '9b2e1f04-7c1d-4e0a-9a53-0c4f5e6d7a8b';
const nine = channelId(9);
const two = channelId(2);

interface Options {
  readonly rules?: ReadonlyMap<ServerName, PeerRules>;
  readonly run?: string | null;
}

/** Server a with a link to b, which may hold a channel with the id nine. */
function linked({ rules = new Map(), run: peerRun = run }: Options = {}) {
  let ids = 0;
  const newId = () => channelId(++ids);
  const replica = new Replica({
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    memberSync: true,
    newId,
  });
  const kept: unknown[] = [];
  const border = createBorder(replica, {
    limits: { ...defaultLimits, maxChannels: 1 },
    rules,
    keptOut: (why, { peer, part }, parts) => kept.push([why, peer, part.name, part.id, ...parts]),
    membersWithheld: (peer, { id }) => kept.push(['withheld', peer, id]),
  });
  const announced: ItemChanges[] = [];
  const burst = new MemberBurst(replica, border, (changes) => announced.push(changes));
  const link = (other = peerRun) => burst.linked({ server: b, capabilities: ['members'], run: other });
  const commit = () => {
    announced.length = 0;
    burst.committed(replica.takeChanges());
    return announced;
  };
  const nicks = (id = nine) => {
    const entry = replica.table.get(id);
    return entry === undefined ? null : nicksOf(replica.membersOf(entry).remote.get(b));
  };
  return { replica, border, burst, link, exchange: link(), commit, nicks, kept };
}

/** Holds #general with these members, whom nobody was told of. */
function holding(...nicks: string[]) {
  const world = linked();
  const { replica, commit } = world;
  const key = replica.key(name);
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnMembers(key, members(...nicks));
  replica.setOwnPresence(entry, 0);
  const first = commit();
  return { ...world, key, entry, id: entry.document.id, first };
}

function say(exchange: BurstExchange, line: string): string | null {
  const read = exchange.read(line);
  if ('problem' in read) throw new Error(read.problem.reason);
  return read.apply(t0);
}

const line = (rest: string, id = nine, channel = name as string) => `MEMBER ${channel} ${id} ${rest}`;

test('who begins to hold a channel tells of all its members, and counts them', () => {
  const { first, exchange, entry, id } = holding('ann', 'bob');
  expect(entry.holders.get(a)?.members).toBe(2);
  expect(first).toEqual([new Map([[id, null]])]);
  expect(exchange.describe(id, null)).toEqual([line('whole USERS "ann!u@h.example,bob!u@h.example"', id)]);
});

test('changes are told by nick, as things are when they are told', () => {
  const { replica, exchange, key, id, entry, commit } = holding('ann', 'bob');
  replica.changeOwnMembers(key, change({ renamed: ['ann Anna'], gone: ['bob'], present: members('cy') }));
  const [told] = commit();
  expect(told).toEqual(new Map([[id, new Set(['ann Anna', 'ann', 'anna', 'bob', 'cy'])]]));
  replica.changeOwnMembers(key, change({ gone: ['cy'] }));
  expect(exchange.describe(id, told!.get(id)!)).toEqual([
    line('change NICKS "ann Anna" GONE "ann,bob,cy" USERS "Anna!u@h.example"', id),
  ]);
  expect(entry.holders.get(a)?.members).toBe(1);
});

test('a channel that nearly all left is told whole', () => {
  const nicks = Array.from({ length: 500 }, (_, n) => `n${n}`);
  const { replica, exchange, key, id, commit } = holding('ann', ...nicks);
  replica.changeOwnMembers(key, change({ gone: nicks }));
  expect(exchange.describe(id, commit()[0]!.get(id)!)).toEqual([line('whole USERS "ann!u@h.example"', id)]);
});

test('what nobody holds here is not told of, nor what is not exported', () => {
  const { replica, exchange, key, entry, id } = holding('ann');
  expect([...exchange.presented(0)]).toEqual([id]);
  replica.setOwnPresence(entry, null);
  expect([...exchange.presented(0)]).toEqual([]);
  expect(exchange.knows(id)).toBe(false);
  expect(exchange.describe(id, null)).toEqual([]);
  expect(replica.ownMembers.get(key)).toBeUndefined();
});

test.each([
  ['export', { export: { ...passEverything, channels: ['#other' as IrcText] }, import: passEverything }],
  ['import', { import: { ...passEverything, channels: ['#other' as IrcText] }, export: passEverything }],
] as const)('rules of %s go for members too', (direction, rule) => {
  const { replica, exchange, nicks, kept } = linked({ rules: new Map([[b, rule]]) });
  replica.setOwnMembers(replica.key(name), members('ann'));
  const entry = replica.createChannel(name, t0, [], true);
  replica.setOwnPresence(entry, 1);
  replica.takeChanges();
  expect([...exchange.presented(0)]).toHaveLength(direction === 'export' ? 0 : 1);
  replica.receive(b, part(nine, []), 1, t0);
  expect(say(exchange, line('whole USERS "bob!u@h"'))).toBeNull();
  expect(nicks()).toEqual(direction === 'import' ? [] : ['bob']);
  const told =
    direction === 'import' ? ['rule', b, name, nine, 'members'] : ['withheld', b, entry.document.id];
  expect(kept).toEqual([told]);
});

test('a peer tells of its members only, where it holds the channel', () => {
  const { replica, exchange, nicks, kept } = linked();
  const told = line('whole USERS "bob!u@h"');
  expect(say(exchange, told)).toContain('not known to hold');
  replica.receive(c, part(nine, []), 1, t0);
  expect(say(exchange, told)).toContain('not known to hold');
  replica.receive(b, part(nine, []), 1, t0);
  expect(say(exchange, told)).toBeNull();
  expect(nicks()).toEqual(['bob']);
  expect(replica.membersOf(replica.table.get(nine)!).remote.has(c)).toBe(false);
  expect(say(exchange, line('whole', nine, '#other'))).toBeNull();
  expect(nicks()).toEqual(['bob']);
  expect(kept).toEqual([['misnamed', b, '#other', nine, 'members']]);
});

test('a peer that leaves a channel has nobody there, and when it is back it tells anew', () => {
  const { replica, exchange, nicks } = linked();
  replica.receive(b, part(nine, []), 1, t0);
  say(exchange, line('whole USERS "bob!u@h"'));
  replica.receive(b, part(nine, []), null, t0);
  replica.receive(b, part(nine, []), 1, t0);
  expect(nicks()).toEqual([]);
  expect(say(exchange, line('change USERS "cy!u@h"'))).toContain('never told');
});

test('members of a channel that waits for an operator are there when it is let in', () => {
  const { replica, border, exchange, nicks } = linked();
  const delivery = { solicited: true, stamps: true, now: t0 };
  const known = part(channelId(8), [], { name: '#known' as IrcText });
  border.intake.receive({ peer: b, part: known, members: 1 }, delivery);
  border.intake.receive({ peer: b, part: part(nine, []), members: 1 }, delivery);
  const [held] = replica.quarantine.list();
  expect(say(exchange, line('whole USERS "bob!u@h"'))).toBeNull();
  expect(nicks()).toBeNull();
  border.intake.approve(held!.number, { by: 'op', now: t0 });
  expect(nicks()).toEqual(['bob']);
});

test('members of a channel that an operator rejected are passed over', () => {
  const { replica, border, exchange, kept } = linked();
  const delivery = { solicited: true, stamps: true, now: t0 };
  const known = part(channelId(8), [], { name: '#known' as IrcText });
  border.intake.receive({ peer: b, part: known, members: 1 }, delivery);
  border.intake.receive({ peer: b, part: part(nine, []), members: 1 }, delivery);
  border.intake.reject(replica.quarantine.list()[0]!.number, { by: 'op', now: t0 });
  expect(say(exchange, line('whole USERS "bob!u@h"'))).toBeNull();
  expect(replica.remoteMembers.get(b, nine)).toBeUndefined();
  expect(kept).toEqual([['rejected', b, name, nine, 'members']]);
});

test('a lost link hides them, the next one shows them again, and has told up to where they are', () => {
  const { replica, burst, exchange, link, nicks } = linked();
  replica.receive(b, part(nine, []), 1, t0);
  say(exchange, line('whole USERS "bob!u@h"'));
  exchange.reached!(12);
  expect(burst.held(b)).toEqual({ run, sequence: 12 });
  replica.lost(b);
  burst.unlinked(b);
  expect(nicks()).toEqual([]);
  const next = link();
  confirmAll(replica, b);
  next.burstEnded({ mode: 'resume', unconfirmed: new Set() });
  expect(nicks()).toEqual(['bob']);
});

test('nobody is left of a process that ended, and a full burst sweeps', () => {
  const { replica, burst, exchange, link, nicks } = linked();
  replica.receive(b, part(nine, []), 1, t0);
  say(exchange, line('whole USERS "bob!u@h"'));
  exchange.reached!(12);
  link(channelId(7)).burstEnded({ mode: 'resume', unconfirmed: new Set() });
  expect(nicks()).toEqual([]);
  expect(burst.held(b)).toBeNull();
  const next = link(channelId(7));
  say(next, line('whole USERS "bob!u@h"'));
  next.burstEnded({ mode: 'full', presented: new Set([nine]) });
  expect(nicks()).toEqual(['bob']);
  next.burstEnded({ mode: 'full', presented: new Set() });
  expect(nicks()).toEqual([]);
});

test('a resume has what changed since, and what moved to another id whole', () => {
  const { replica, exchange, key, id, commit } = holding('ann', 'bob');
  const since = replica.sequence;
  expect([...exchange.presented(since)]).toEqual([]);
  replica.changeOwnMembers(key, change({ gone: ['ann'], present: [member('bob', { modes: ['op'] })] }));
  commit();
  expect([...exchange.presented(since)]).toEqual([id]);
  expect(exchange.describe(id, exchange.partsSince!(id, since))).toEqual([
    line('change GONE "ann" USERS "bob!u@h.example 0 o"', id),
  ]);
  // An id that everybody prefers: this server's own was never written to.
  replica.receive(b, part(two, [], { createdAt: t0 - 1000, written: true }), 1, t0);
  expect(commit()).toEqual([new Map([[two, null]])]);
  expect([...exchange.presented(since)]).toEqual([two]);
  expect(exchange.partsSince!(two, since)).toBeNull();
});
