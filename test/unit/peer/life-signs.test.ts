import { expect, test } from 'vitest';
import { LifeSigns, PING_INTERVAL_MS, PROBE_MS, SILENCE_MAX_MS } from '../../../src/peer/life-signs.ts';

function signs(now: number) {
  const asked: string[] = [];
  return { asked, signs: new LifeSigns((token) => void asked.push(token), now) };
}

test('asks at intervals, and gives up a side that says nothing', () => {
  const { asked, signs: link } = signs(1000);
  expect(link.tick(1000 + PING_INTERVAL_MS - 1)).toBeNull();
  expect(asked).toEqual([]);
  link.tick(1000 + PING_INTERVAL_MS);
  link.tick(1001 + PING_INTERVAL_MS);
  expect(asked).toEqual([String(1000 + PING_INTERVAL_MS)]);
  expect(link.tick(1000 + SILENCE_MAX_MS)).toBeNull();
  expect(link.tick(1001 + SILENCE_MAX_MS)).toBe('nothing came for 90 s');
});

test('whatever comes is a sign of life', () => {
  const { signs: link } = signs(0);
  for (let now = 0; now < 10 * SILENCE_MAX_MS; now += SILENCE_MAX_MS) {
    expect(link.tick(now)).toBeNull();
    link.heard(now);
  }
});

test('how long an answer took is known', () => {
  const { signs: link } = signs(0);
  link.ask(1000);
  expect([link.answered('1000', 1002.5), link.latencyUs]).toEqual([false, 2500]);
});

test('a probe wants an answer of its own, and soon; while others still come it waits', () => {
  const { asked, signs: link } = signs(0);
  link.ask(0);
  link.probe(0);
  link.probe(1);
  expect(asked).toEqual(['0', 'probe-1']);
  expect(link.answered('0', 1)).toBe(false);
  link.heard(3000);
  expect(link.tick(3000 + PROBE_MS)).toBeNull();
  expect(link.tick(3001 + PROBE_MS)).toBe('nothing came for 5 s');
  expect(link.answered('probe-1', 9000)).toBe(true);
  expect(link.tick(20_000)).toBeNull();
  link.probe(20_000);
  expect(link.answered('probe-1', 20_001)).toBe(false);
  expect(link.answered('probe-2', 20_002)).toBe(true);
});
