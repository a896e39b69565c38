import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HybridClock } from '../../src/core/hybrid-clock.ts';
import { parseServerName } from '../../src/core/identity.ts';
import {
  compareStamps,
  floorStamp,
  formatStamp,
  isFloor,
  parseStamp,
  type Stamp,
} from '../../src/core/stamp.ts';
import { arbitraryServerName, arbitraryStamp } from './arbitraries.ts';

const self = parseServerName('a.example')!;

/** Close to each other, so that every part of the order counts. */
const closeStamp = fc.record({ ms: fc.nat(2), counter: fc.nat(2), server: arbitraryServerName });
const anyStamp = fc.oneof(arbitraryStamp, closeStamp);

test('stamps are in a total order', () => {
  fc.assert(
    fc.property(anyStamp, anyStamp, anyStamp, (x, y, z) => {
      expect(Math.sign(compareStamps(x, y))).toBe(0 - Math.sign(compareStamps(y, x)));
      expect(compareStamps(x, y) === 0).toBe(formatStamp(x) === formatStamp(y));
      const [first, second, third] = [x, y, z].sort(compareStamps);
      expect(compareStamps(first!, second!)).toBeLessThanOrEqual(0);
      expect(compareStamps(second!, third!)).toBeLessThanOrEqual(0);
      expect(compareStamps(first!, third!)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a stamp survives as text', () => {
  fc.assert(
    fc.property(anyStamp, (stamp) => {
      expect(parseStamp(formatStamp(stamp))).toEqual(stamp);
    }),
  );
});

test('text that is no stamp is none; one that is has the one form', () => {
  const text = fc.stringMatching(/^[0-9a-z]{0,11}(\.[0-9a-z]{0,8})?@[a-z.]{0,6}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), text), (any) => {
      const stamp = parseStamp(any);
      if (stamp !== null) expect(parseStamp(formatStamp(stamp))).toEqual(stamp);
    }),
  );
});

test('the floor is below every write', () => {
  fc.assert(
    fc.property(anyStamp, arbitraryServerName, (stamp, server) => {
      if (!isFloor(stamp)) expect(compareStamps(floorStamp(server), stamp)).toBeLessThan(0);
    }),
  );
});

test('a clock issues stamps above all that it issued and observed, however the wall clock jumps', () => {
  const step = fc.oneof(
    fc.nat(5).map((wallMs) => ({ wallMs })),
    closeStamp,
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const clock = new HybridClock(self);
      const seen: Stamp[] = [];
      for (const each of steps) {
        if ('wallMs' in each) {
          const issued = clock.issue(each.wallMs);
          for (const earlier of seen) {
            expect(compareStamps({ ...issued, server: self }, { ...earlier, server: self })).toBeGreaterThan(
              0,
            );
          }
          expect(issued.ms).toBeGreaterThanOrEqual(each.wallMs);
          seen.push(issued);
        } else {
          clock.observe(each);
          seen.push(each);
        }
      }
    }),
  );
});

test('a clock goes on where it was stored', () => {
  fc.assert(
    fc.property(anyStamp, fc.nat(5), (last, wallMs) => {
      const issued = new HybridClock(self, last).issue(wallMs);
      expect(compareStamps(issued, { ...last, server: self })).toBeGreaterThan(0);
    }),
  );
});
