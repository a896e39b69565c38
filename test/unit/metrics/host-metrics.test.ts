import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { HostService } from '../../../src/host/host-service.ts';
import { HostMetrics } from '../../../src/metrics/host-metrics.ts';
import { createReplica } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

test('hosts that come, go and are refused are counted, and told on', async () => {
  const registry = new Registry();
  const told: string[] = [];
  const events = new HostMetrics(registry, (writes) => told.push(`measured ${writes.length}`)).count({
    applied: (writes) => told.push(`applied ${writes.length}`),
    attached: (software) => told.push(`attached ${software}`),
    detached: (reason) => told.push(`detached ${reason}`),
    refused: (reason) => told.push(`refused ${reason}`),
  });
  events.attached('x');
  events.detached('gone');
  events.refused('no');
  events.refused('no');
  events.applied([[], []]);
  expect(told).toEqual([
    'attached x',
    'detached gone',
    'refused no',
    'refused no',
    'measured 2',
    'applied 2',
  ]);
  expect(await figuresOf(registry)).toEqual({
    host_attached_total: 1,
    host_detached_total: 1,
    host_refused_total: 2,
  });
});

test('the stream is looked at when somebody asks', async () => {
  const registry = new Registry();
  const host: { stream: unknown } = { stream: null };
  const replica = createReplica();
  new HostMetrics(registry, () => {}).observe(host as HostService, replica);
  const state = async () => {
    const told = await figuresOf(registry);
    return [
      told.host_attached,
      told['host_updates{state="waiting"}'],
      told['host_updates{state="in_flight"}'],
    ];
  };
  expect(await state()).toEqual([0, 0, 0]);
  host.stream = { attachment: { ready: false, counts: { waiting: 3, inFlight: 2 } } };
  expect(await state()).toEqual([0, 3, 2]);
  host.stream = { attachment: { ready: true, counts: { waiting: 0, inFlight: 1 } } };
  expect(await state()).toEqual([1, 0, 1]);
  host.stream = null;
  expect(await state()).toEqual([0, 0, 0]);
  const modes = async () => {
    const told = await figuresOf(registry);
    return ['go', 'observe', 'freeze'].map((mode) => told[`host_writes{mode="${mode}"}`]);
  };
  expect(await modes()).toEqual([1, 0, 0]);
  replica.host.setWrites({ mode: 'freeze', reason: 'storm', by: 'alice', since: 1 });
  expect(await modes()).toEqual([0, 0, 1]);
});
