import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { addChannelMetrics } from '../../../src/metrics/channel-metrics.ts';
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
import { figuresOf } from './figures.ts';

test('channels are counted by who holds them, and never named', async () => {
  const replica = createReplica();
  const registry = new Registry();
  addChannelMetrics(registry, replica, () => [b]);
  const counts = async () => {
    const told = await figuresOf(registry);
    const states = ['local', 'remote', 'shadowed'].map((state) => told[`channels{state="${state}"}`]);
    return [...states, told.documents, told.conflicts];
  };
  expect(await counts()).toEqual([0, 0, 0, 0, 0]);

  const entry = replica.createChannel(name, t0, [], true);
  replica.write(entry, [flag('secret')], () => at(0));
  replica.setOwnPresence(entry, 4);
  replica.receive(b, part(channelId(8), [], { name: '#far' as IrcText }), 1, t0);
  expect(await counts()).toEqual([1, 1, 0, 2, 0]);
  expect(await figuresOf(registry)).toMatchObject({
    [`server_channels{server="${a}"}`]: 1,
    [`server_members{server="${a}"}`]: 4,
    [`server_channels{server="${b}"}`]: 1,
    [`server_members{server="${b}"}`]: 1,
  });

  replica.receive(b, part(channelId(9), [register(flag('secret'), at(0, b))], { createdAt: t0 - 1 }), 1, t0);
  expect(await counts()).toEqual([1, 1, 1, 3, 1]);

  // Two ids that only others hold are one name.
  const other = { name: '#far' as IrcText };
  replica.receive(
    c,
    part(channelId(7), [register(flag('secret'), at(0, c))], { ...other, origin: c }),
    1,
    t0,
  );
  expect(await counts()).toEqual([1, 1, 2, 4, 2]);

  replica.lost(c);
  replica.lost(b);
  expect(await counts()).toEqual([1, 0, 0, 4, 0]);
  expect(await registry.metrics()).not.toMatch(/far|general/);
});

test("members add up over channels, and those of servers that are no peers are nobody's", async () => {
  const replica = createReplica();
  const registry = new Registry();
  let peers = [b];
  addChannelMetrics(registry, replica, () => peers);
  for (const [text, members] of [
    ['#one', 4],
    ['#two', 3],
  ] as const) {
    const entry = replica.createChannel(text as IrcText, t0, [], true);
    replica.setOwnPresence(entry, members);
  }
  replica.receive(c, part(channelId(8), [], { name: '#far' as IrcText, origin: c }), 2, t0);
  const byServer = async () =>
    Object.entries(await figuresOf(registry)).filter(([series]) => series.startsWith('server_'));
  expect(await byServer()).toEqual([
    [`server_channels{server="${a}"}`, 2],
    [`server_channels{server="${b}"}`, 0],
    [`server_members{server="${a}"}`, 7],
    [`server_members{server="${b}"}`, 0],
  ]);
  peers = [c];
  expect(await byServer()).toEqual([
    [`server_channels{server="${a}"}`, 2],
    [`server_channels{server="${c}"}`, 1],
    [`server_members{server="${a}"}`, 7],
    [`server_members{server="${c}"}`, 2],
  ]);
});

test('what waits for an operator is counted', async () => {
  const replica = createReplica();
  const registry = new Registry();
  addChannelMetrics(registry, replica, () => [b]);
  const message = { peer: b, part: part(channelId(8), [register(flag('secret'), at(0, b))]), members: null };
  replica.quarantine.add(message, { code: 'create-rate', text: 'too many' }, t0);
  const told = await figuresOf(registry);
  expect(told.quarantined_messages).toBe(1);
  expect(told.quarantined_bytes).toBe(replica.quarantine.bytes);
});
