import { describe, expect, test } from 'vitest';
import type { DrainProgress } from '../../../src/ops/drain-call.ts';
import { Drain } from '../../../src/sidecar/drain.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { b, c } from '../../support/replica-fixture.ts';

/** Peer b is linked with so many items that wait, peer c is not linked. */
function createDrain(waiting: number, live = true) {
  const session = { live, waiting };
  const timers = new ManualTimers();
  const done: string[] = [];
  let now = 0;
  const drain = new Drain({
    timers,
    now: () => now,
    peers: {
      peers: new Map([
        [b, { session }],
        [c, { session: null }],
      ]) as never,
      tick: () => {},
    },
    quiesce: () => done.push('quiesce'),
    tell: (...what) => done.push(what.join(': ')),
    finished: () => done.push('finished'),
  });
  const pass = (ms: number) => {
    now += ms;
    timers.advance(ms);
  };
  return { drain, session, done, pass };
}

const BEGUN = 'sidecar.draining: nothing new is taken, and peers are told what waits: carol';
const DRAINED = 'sidecar.drained: every peer that is linked has everything';

describe('a drain', () => {
  test('ends once every linked peer has everything', () => {
    const { drain, session, done, pass } = createDrain(3);
    const told: DrainProgress[] = [];
    drain.start('carol', 1000, (progress) => told.push(progress));
    expect(done).toEqual([BEGUN, 'quiesce']);
    pass(200);
    session.waiting = 0;
    pass(100);
    expect(done).toEqual([BEGUN, 'quiesce', DRAINED, 'finished']);
    expect(told[0]).toEqual({ state: 'draining', waiting: [{ server: b, items: 3 }] });
    expect(told.at(-1)).toEqual({ state: 'drained', waiting: [] });
  });

  test('waits for a burst that is under way', () => {
    const { drain, session, done, pass } = createDrain(0, false);
    drain.start('carol', 1000, () => {});
    pass(500);
    expect(done).not.toContain('finished');
    session.live = true;
    pass(100);
    expect(done.at(-1)).toBe('finished');
  });

  test('ends when the time is over, and says who is late', () => {
    const { drain, done, pass } = createDrain(1);
    const told: string[] = [];
    drain.start('carol', 1000, ({ state }) => told.push(state));
    pass(1100);
    expect(done.slice(2)).toEqual(['sidecar.drained: not in time: b.example', 'finished']);
    expect(told.at(-1)).toBe('overdue');
  });

  test('goes on when its caller leaves, and another one hears how it ends', () => {
    const { drain, session, done, pass } = createDrain(1);
    const told: string[] = [];
    const leave = drain.start('carol', 1000, ({ state }) => told.push(`first: ${state}`));
    leave();
    drain.start('dave', 1, ({ state }) => told.push(`second: ${state}`));
    pass(200);
    session.waiting = 0;
    pass(100);
    expect(new Set(told)).toEqual(new Set(['first: draining', 'second: draining', 'second: drained']));
    expect(done).toEqual([BEGUN, 'quiesce', DRAINED, 'finished']);
  });
});
