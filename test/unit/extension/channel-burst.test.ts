import { expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import { CLOCK_LEAD_MAX_MS, Replica } from '../../../src/core/replica.ts';
import type { BurstEnd, BurstExchange, ItemChanges } from '../../../src/extension/burst-extension.ts';
import { ChannelBurst } from '../../../src/extension/channel-burst.ts';
import { decodeDocument } from '../../../src/wire/document-line.ts';
import { a, at, b, ban, channelId, flag, noBan, part, register, t0 } from '../../support/replica-fixture.ts';
import { documentLine } from '../../support/scripted-session.ts';

const one = channelId(1);
const two = channelId(2);
const tooLate = register(flag('secret'), at(CLOCK_LEAD_MAX_MS + 1));
const resume = (...unconfirmed: (typeof one)[]): BurstEnd => ({
  mode: 'resume',
  unconfirmed: new Set(unconfirmed),
});

/** Server a, which knew b as holder of two channels before the link to it was lost; a new link is up. */
function relinked(capabilities: readonly string[] = ['stamps']) {
  const replica = new Replica({
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs: 0,
    newId: () => channelId(3),
  });
  const announced: ItemChanges[] = [];
  const border = createBorder(replica, { limits: defaultLimits, rules: new Map() });
  const burst = new ChannelBurst(replica, border, (changes) => announced.push(changes));
  for (const id of [one, two]) replica.receive(b, part(id, []), 1, t0);
  burst.unlinked(b);
  replica.takeChanges();
  const exchange = burst.linked({ server: b, capabilities });
  const reachable = (id: typeof one) => replica.table.get(id)!.holders.get(b)?.reachable;
  return { replica, burst, exchange, announced, reachable };
}

function apply(exchange: BurstExchange, line: string): string | null {
  const read = exchange.read(line);
  if ('problem' in read) throw new Error(read.problem.reason);
  return read.apply(t0);
}

test('a lost link makes what the peer holds unreachable, and a resume confirms it', () => {
  const { exchange, reachable } = relinked();
  expect([reachable(one), reachable(two)]).toEqual([false, false]);
  endResume(exchange, resume());
  expect([reachable(one), reachable(two)]).toEqual([true, true]);
});

test('a resume confirms no channel of which a line could not be read', () => {
  const { exchange, reachable } = relinked();
  endResume(exchange, resume(one));
  expect([reachable(one), reachable(two)]).toEqual([false, true]);
});

test('a resume confirms no channel of which a line was refused, until it comes again', () => {
  const { exchange, reachable } = relinked();
  expect(apply(exchange, documentLine(one, null, [tooLate]))).toContain('year in the future');
  endResume(exchange, resume());
  expect([reachable(one), reachable(two)]).toEqual([false, true]);
  expect(apply(exchange, documentLine(one, 1))).toBeNull();
  expect(reachable(one)).toBe(true);
});

test('a full burst sweeps what was not presented', () => {
  const { exchange, reachable } = relinked();
  expect(apply(exchange, documentLine(one, 1))).toBeNull();
  exchange.burstEnded({ mode: 'full', presented: new Set([one]) });
  expect([reachable(one), reachable(two)]).toEqual([true, undefined]);
});

test('presents what this server holds, and has to tell of what it left', () => {
  const { replica, exchange } = relinked();
  expect([...exchange.presented(0)]).toEqual([]);
  replica.setOwnPresence(replica.table.get(one)!, 1);
  const since = replica.sequence;
  expect([...exchange.presented(0)]).toEqual([one]);
  expect([...exchange.presented(since)]).toEqual([]);
  expect([...exchange.others(0)]).toEqual([]);
  replica.setOwnPresence(replica.table.get(one)!, null);
  expect([...exchange.presented(0)]).toEqual([]);
  expect([...exchange.others(0)]).toEqual([one]);
  expect([...exchange.others(since)]).toEqual([one]);
  expect(exchange.knows(one)).toBe(true);
  expect(exchange.knows(channelId(3))).toBe(false);
});

test('tells of a change only what changed, in the form that the peer reads', () => {
  const registers = [register(flag('secret'), at(1)), register(ban('x!*@*'), at(2))];
  const parts = new Set(part(one, registers.slice(1)).registers.keys());
  const lineFor = (capabilities: readonly string[]) => {
    const { replica, exchange } = relinked(capabilities);
    replica.receive(b, part(one, registers), 1, t0);
    return exchange.describe(one, parts)[0]!;
  };
  const decoded = decodeDocument(lineFor(['stamps']), 'rfc1459');
  expect(decoded).toMatchObject({ message: { members: null } });
  expect('message' in decoded && [...decoded.message.part.registers.values()]).toEqual(registers.slice(1));
  expect(lineFor([])).not.toContain('STAMPS');
  expect(relinked().exchange.describe(channelId(3), null)).toEqual([]);
});

const compares = ['stamps', 'metadata', 'decisions'];

/** Of a held channel: its second ban came after `since`, from a peer, and then the number of members changed. */
function changedSince(capabilities: readonly string[]) {
  const { replica, exchange } = relinked(capabilities);
  const entry = replica.table.get(one)!;
  replica.setOwnPresence(entry, 1);
  replica.receive(b, part(one, [register(ban('x!*@*'), at(1))]), 1, t0);
  const since = replica.sequence;
  const late = part(one, [register(ban('y!*@*'), at(2))]);
  replica.receive(b, late, 1, t0);
  replica.setOwnPresence(entry, 2);
  return { replica, exchange, entry, since, late };
}

test('a resume tells the fields that changed, and how many members there are', () => {
  const { exchange, since, late } = changedSince(compares);
  const parts = exchange.partsSince!(one, since);
  expect(parts).toEqual(new Set(late.registers.keys()));
  const [line] = exchange.describe(one, parts);
  expect(line).toMatch(/"y!\*@\*" .*MEMBERS 2 /);
  expect(line).not.toContain('x!*@*');
});

test('a resume tells all of what was left or taken up since, and all to a peer that does not compare', () => {
  const { replica, exchange, entry, since } = changedSince(compares);
  expect(changedSince(compares.slice(0, 1)).exchange.partsSince!(one, since)).toBeNull();
  replica.setOwnPresence(entry, null);
  expect(exchange.partsSince!(one, since)).toBeNull();
  replica.setOwnPresence(entry, 1);
  expect(exchange.partsSince!(one, since)).toBeNull();
  expect(exchange.partsSince!(channelId(3), since)).toBeNull();
});

test('a resume tells all of what was created anew, and forgets what was forgotten', () => {
  const { replica, exchange, since } = changedSince(compares);
  expect(exchange.partsSince!(two, since)).toBeNull();
  const entry = replica.table.get(two)!;
  replica.setOwnPresence(entry, 1);
  replica.setOwnPresence(entry, 2);
  const now = replica.sequence;
  expect(exchange.partsSince!(two, now)).toEqual(new Set());
  replica.setOwnPresence(entry, null);
  replica.receive(b, part(two, []), null, t0);
  replica.forgetEntry(entry);
  expect(exchange.partsSince!(two, now)).toBeNull();
});

test('tells a peer without stamps of a change in a whole line: to it, what is absent is unset', () => {
  const { replica, exchange } = relinked([]);
  replica.receive(b, part(one, [register(flag('secret'), at(1)), register(noBan('x!*@*'), at(2))]), 1, t0);
  const parts = new Set(part(one, [register(noBan('x!*@*'), at(2))]).registers.keys());
  expect(exchange.describe(one, parts)).toEqual(exchange.describe(one, null));
  expect(exchange.describe(one, parts)[0]).toContain(' +s');
});

test('announces own writes, and nothing of others', () => {
  const { replica, burst, announced } = relinked();
  replica.receive(b, part(two, [register(flag('secret'), at(1))]), 1, t0);
  burst.committed(replica.takeChanges());
  expect(announced).toEqual([]);
  replica.setOwnPresence(replica.table.get(one)!, 1);
  burst.committed(replica.takeChanges());
  expect(announced).toHaveLength(1);
  expect(announced[0]!.get(one)).toEqual(new Set());
});

/** To the last step. */
function endResume(exchange: BurstExchange, end: BurstEnd): void {
  const rest = exchange.burstEnded(end);
  while (rest && !rest.next().done);
}
