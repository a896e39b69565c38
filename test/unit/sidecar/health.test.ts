import { expect, it } from 'vitest';
import { Health } from '../../../src/sidecar/health.ts';

const ALL = { '': true, liveness: true, 'cburst.v1.OpsService': true };
const READY = { readiness: true, 'cburst.v1.HostService': true };

it('serves hosts while one is attached, and is ready then', () => {
  const { health, told } = watched();
  expect(told).toEqual(statuses({ ...ALL, readiness: false, 'cburst.v1.HostService': false }));
  health.hostAttached(true);
  expect(told).toEqual(statuses({ ...ALL, ...READY }));
  health.hostAttached(false);
  expect(told).toEqual(statuses({ ...ALL, readiness: false, 'cburst.v1.HostService': false }));
});

it('serves nothing once the store takes no writes, whatever comes', () => {
  const { health, told } = watched();
  health.hostAttached(true);
  health.storeFailed();
  health.hostAttached(true);
  expect(new Set(told.values())).toEqual(new Set(['NOT_SERVING']));
});

it('lives while it stops', () => {
  const { health, told } = watched();
  health.hostAttached(true);
  health.stopping();
  expect([...told].filter(([, status]) => status === 'SERVING')).toEqual([['liveness', 'SERVING']]);
});

it('tells changes only', () => {
  const { health, changes } = watched();
  health.hostAttached(false);
  expect(changes).toEqual([]);
  health.hostAttached(true);
  health.hostAttached(true);
  expect(changes).toHaveLength(2);
});

/** A health, its status of each service, and the changes of which it tells. */
function watched() {
  const health = new Health();
  const { statusMap: told } = health.implementation as unknown as { statusMap: Map<string, string> };
  const changes: string[] = [];
  const { implementation } = health;
  const setStatus = implementation.setStatus.bind(implementation);
  implementation.setStatus = (name, status) => {
    changes.push(`${name} ${status}`);
    setStatus(name, status);
  };
  return { health, told, changes };
}

function statuses(serves: Readonly<Record<string, boolean>>): Map<string, string> {
  return new Map(Object.entries(serves).map(([name, yes]) => [name, yes ? 'SERVING' : 'NOT_SERVING']));
}
