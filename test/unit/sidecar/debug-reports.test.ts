import { expect, test } from 'vitest';
import { createBorder, defaultLimits } from '../../../src/core/border.ts';
import { type ExchangeRule, passEverything } from '../../../src/core/exchange-scope.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { HostResult } from '../../../src/core/host-messages.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { formatStamp } from '../../../src/core/stamp.ts';
import { ChannelBurst } from '../../../src/extension/channel-burst.ts';
import { DebugReports } from '../../../src/sidecar/debug-reports.ts';
import * as fixture from '../../support/replica-fixture.ts';
import { textOf } from '../../support/text-of.ts';

const { b, c, name, t0, topic, joinKey, part, register, at, channelId } = fixture;
const id = channelId(1);
const said = part(id, [register(topic('hi'), at(0, b)), register(joinKey('sesame'), at(0, b))]);

function reporting(isOn = true) {
  const replica = fixture.createReplica();
  const logged: Record<string, unknown>[] = [];
  const log = {
    debug: (fields: object) => void logged.push(fields as Record<string, unknown>),
    isLevelEnabled: () => isOn,
  };
  const reports = new DebugReports({ log, replica });
  return { replica, logged, reports };
}

const result = (more: Partial<HostResult>): HostResult => ({
  number: 1,
  name,
  createdAt: 1,
  deviations: [],
  ...more,
});

test('what the host is given, and what it made of it, is told without join keys', () => {
  const { replica, logged, reports } = reporting();
  replica.receive(b, said, 1, t0);
  const attachment = new HostAttachment(replica, fixture.profile);
  attachment.beginSnapshot('one');
  attachment.endSnapshot();
  const updates = attachment.nextUpdates(1);
  reports.updates('offered', updates);
  reports.updates('held', updates);
  const deviations = [{ wanted: joinKey('sesame'), shown: null, reason: 'too long' }];
  reports.results([
    result({}),
    result({ deviations }),
    result({ missing: 'no such channel' }),
    result({ observed: true }),
  ]);
  const about = { channel: '#general', update: 1 };
  expect(logged.slice(0, 2)).toEqual([
    { event: 'host.update_offered', ...about, id },
    { event: 'host.update_held', ...about, id },
  ]);
  expect(logged.slice(2).map(({ outcome }) => outcome)).toEqual([
    'as given',
    'otherwise',
    'refused',
    'observed',
  ]);
  expect(logged[3]).toMatchObject({ reasons: [expect.stringMatching(/: too long$/)] });
  expect(textOf(logged)).not.toContain('sesame');
});

test('what the host says that is no write is told, and how many fields are not named', () => {
  const { logged, reports, replica } = reporting();
  const attachment = new HostAttachment(replica, fixture.profile, reports.ofHost.kept);
  const bans = Array.from({ length: 23 }, (_, n) => fixture.ban(`${n}!*@*`));
  for (const incarnation of ['one', 'two']) {
    attachment.beginSnapshot(incarnation);
    attachment.snapshotChannel(fixture.hostChannel(incarnation === 'one' ? bans : []), t0);
    attachment.endSnapshot();
  }
  const fields = bans.slice(0, 20).map((field) => replica.fieldKey(field));
  const about = { event: 'host.change_kept', channel: '#general', why: 'forgotten' };
  expect(logged).toEqual([{ ...about, fields, more: 3 }]);
});

test('what the host is asked to give to members is told', () => {
  const { logged, reports } = reporting();
  const [nick, account] = ['ann', 'Ann'] as IrcText[];
  const grant = { channel: name, nick: nick!, account: account!, modes: ['op', 'voice'] } as const;
  const { grants } = reports.ofHost;
  grants('offered', [grant]);
  grants('held', [grant, grant]);
  expect(logged.map(({ event }) => event)).toEqual([
    'host.grant_offered',
    'host.grant_held',
    'host.grant_held',
  ]);
  expect(logged[1]).toMatchObject({ ...grant });
});

test('of long lists the first are named, and how many there are more', () => {
  const { logged, reports } = reporting();
  const bans = Array.from({ length: 21 }, (_, n) => fixture.ban(`${n}!*@*`));
  const registers = bans.map((field) => register(field, at(1, b)));
  const many = part(id, registers);
  const deviations = bans.map((wanted) => ({ wanted, shown: null, reason: 'full' }));
  reports.results([result({ deviations })]);
  reports.keptOut('rule', { peer: b, part: many }, [...many.registers.keys()]);
  reports.withheld(b, many, part(id, []));
  const known = fixture.createReplica();
  known.receive(
    c,
    part(
      id,
      bans.map((field) => register(field, at(2, c))),
    ),
    1,
    t0,
  );
  reports.taken({ peer: b, part: many, members: 1 }, known.table.get(id)!.document);
  expect(logged.map(({ reasons, fields = reasons, more }) => [(fields as []).length, more])).toEqual(
    Array(4).fill([20, 1]),
  );
});

test('what a rule keeps out is told, the channel or some of its fields, and what was rejected before', () => {
  const { replica, logged, reports } = reporting();
  const rules = { import: { ...passEverything, except: [name] }, export: passEverything };
  const border = createBorder(replica, {
    limits: defaultLimits,
    rules: new Map([[b, rules]]),
    ...reports.ofBorder,
  });
  const delivery = { solicited: true, stamps: true, now: t0 };
  const receive = () => border.intake.receive({ peer: b, part: said, members: 1 }, delivery);
  expect(receive()).toBeNull();
  const about = { event: 'peer.kept_out', peer: b, channel: '#general', id };
  expect(logged.splice(0)).toEqual([{ ...about, why: 'rule', fields: [] }]);
  const noKeys = { ...passEverything, fields: passEverything.fields.filter((each) => each !== 'key') };
  border.policy.replace(new Map([[b, { import: noKeys, export: passEverything }]]));
  expect(receive()).toBeNull();
  expect(logged.splice(0)).toEqual([{ ...about, why: 'rule', fields: [replica.fieldKey(joinKey('x'))] }]);
  border.policy.replace(new Map());
  receive();
  expect(logged).toEqual([]);
});

test('what is outweighed by what is known here is told with both stamps', () => {
  const { replica, logged, reports } = reporting();
  const border = createBorder(replica, {
    limits: defaultLimits,
    rules: new Map(),
    ...reports.ofBorder,
  });
  const delivery = { solicited: true, stamps: true, now: t0 };
  const say = (text: string, counter: number) => {
    const written = part(id, [
      register(topic(text), at(counter, b)),
      register(joinKey('sesame'), at(counter, b)),
    ]);
    border.intake.receive({ peer: b, part: written, members: 1 }, delivery);
  };
  say('newer', 2);
  say('newer', 2);
  expect(logged).toEqual([]);
  say('older', 1);
  const fields = [topic('x'), joinKey('x')].map(
    (field) => `${replica.fieldKey(field)}: ${formatStamp(at(1, b))} < ${formatStamp(at(2, b))}`,
  );
  expect(logged).toEqual([{ event: 'peer.outweighed', peer: b, channel: '#general', id, fields }]);
});

test('what a rule keeps from a peer is told, all of a channel or some fields', () => {
  const { replica, logged, reports } = reporting();
  const border = createBorder(replica, { limits: defaultLimits, rules: new Map(), ...reports.ofBorder });
  const exchange = new ChannelBurst(replica, border, () => {}).linked({
    server: b,
    capabilities: ['stamps'],
  });
  replica.receive(
    c,
    part(id, [register(topic('hi'), at(0, c)), register(joinKey('sesame'), at(0, c))]),
    1,
    t0,
  );
  const about = { event: 'peer.withheld', peer: b, channel: '#general', id };
  const describeUnder = (rule: ExchangeRule) => {
    border.policy.replace(new Map([[b, { import: passEverything, export: rule }]]));
    exchange.describe(id, null);
    return logged.splice(0);
  };
  expect(describeUnder(passEverything)).toEqual([]);
  const noKeys = { ...passEverything, fields: passEverything.fields.filter((each) => each !== 'key') };
  expect(describeUnder(noKeys)).toEqual([{ ...about, fields: [replica.fieldKey(joinKey('x'))] }]);
  expect(describeUnder({ ...passEverything, except: [name] })).toEqual([{ ...about, fields: [] }]);
  // In a burst, of what is left and of what is held, and when the peer asks for it.
  const entry = replica.table.get(id)!;
  entry.left = true;
  expect([...exchange.others(0), exchange.knows(id)]).toEqual([false]);
  replica.setOwnPresence(entry, 1);
  expect([...exchange.presented(0)]).toEqual([]);
  expect(logged.splice(0)).toEqual(Array(3).fill({ ...about, fields: [] }));
  border.membersWithheld(b, { id, name });
  expect(logged).toEqual([{ ...about, fields: ['members'] }]);
});

test('nothing is put together while debug is off', () => {
  const { logged, reports } = reporting(false);
  const untouchable = new Proxy({} as never, {
    get: () => {
      throw new Error('it was looked at');
    },
  });
  reports.results([untouchable]);
  reports.updates('offered', [untouchable]);
  reports.keptOut('rule', untouchable, []);
  reports.kept(name, 'same', untouchable);
  reports.grants('offered', [untouchable]);
  expect(reports.listens).toBe(false);
  reports.taken({} as never, untouchable);
  reports.withheld(b, untouchable, null);
  reports.membersWithheld(b, untouchable);
  expect(logged).toEqual([]);
});
