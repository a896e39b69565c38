import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { ChannelTable } from '../../../src/core/channel-table.ts';
import { join, type Register } from '../../../src/core/document.ts';
import type { ChannelId } from '../../../src/core/identity.ts';
import { ConvergenceMetrics } from '../../../src/metrics/convergence-metrics.ts';
import { a, at, b, c, channelId, flag, part, register, t0 } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

const delays = (series: string) => `convergence_delay_seconds_${series}{origin="${b}"}`;

function prepared() {
  const registry = new Registry();
  const table = new ChannelTable('rfc1459');
  const metrics = new ConvergenceMetrics(registry, [b], t0);
  const written = (id: ChannelId, ...registers: Register[]) => {
    join((table.get(id) ?? table.create(part(id, []), t0)).document, part(id, registers));
  };
  const committed = (afterMs: number, ...ids: ChannelId[]) =>
    metrics.committed({ entries: new Set(ids) }, table, t0 + afterMs);
  const told = async () => {
    const figures = await figuresOf(registry);
    return { count: figures[delays('count')], sum: figures[delays('sum')] };
  };
  return { written, committed, told };
}

test('the delay of a write is from its stamp to the commit; once', async () => {
  const { written, committed, told } = prepared();
  written(channelId(1), register(flag('secret'), at(1000, b)), register(flag('moderated'), at(900, b)));
  committed(1500, channelId(1));
  committed(9000, channelId(1));
  expect(await told()).toEqual({ count: 1, sum: 0.5 });
});

test('in one commit every channel counts', async () => {
  const { written, committed, told } = prepared();
  written(channelId(1), register(flag('secret'), at(1000, b)));
  written(channelId(2), register(flag('secret'), at(500, b)));
  committed(1500, channelId(1), channelId(2), channelId(3));
  expect(await told()).toEqual({ count: 2, sum: 1.5 });
});

test('writes from before the start, of this server and of unknown ones do not count', async () => {
  const { written, committed, told } = prepared();
  written(channelId(1), register(flag('secret'), at(-1, b)));
  written(channelId(2), register(flag('secret'), at(10, a)), register(flag('moderated'), at(10, c)));
  committed(100, channelId(1), channelId(2));
  expect(await told()).toEqual({ count: undefined, sum: undefined });
});

test('a write of a clock that is ahead took no time', async () => {
  const { written, committed, told } = prepared();
  written(channelId(1), register(flag('secret'), at(5000, b)));
  committed(100, channelId(1));
  expect(await told()).toEqual({ count: 1, sum: 0 });
});
