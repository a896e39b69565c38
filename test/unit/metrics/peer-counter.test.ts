import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { PeerCounter } from '../../../src/metrics/peer-counter.ts';
import { a, b, c } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

function prepared(label?: string) {
  const registry = new Registry();
  const counter = new PeerCounter(registry, 'x_total', 'X', label);
  counter.configure([b, c]);
  return { counter, figures: () => figuresOf(registry) };
}

test('peers are told of before the first count, and each look tells the same', async () => {
  const { counter, figures } = prepared();
  counter.add(b);
  counter.add(b, 3);
  const told = { [`x_total{peer="${b}"}`]: 4, [`x_total{peer="${c}"}`]: 0 };
  expect(await figures()).toEqual(told);
  expect(await figures()).toEqual(told);
});

test('codes have counts of their own, from the first one on', async () => {
  const { counter, figures } = prepared('reason');
  expect(await figures()).toEqual({});
  counter.add(b, 1, 'timeout');
  counter.add(b, 2, 'pin');
  counter.add(c, 1, 'pin');
  expect(await figures()).toEqual({
    [`x_total{peer="${b}",reason="timeout"}`]: 1,
    [`x_total{peer="${b}",reason="pin"}`]: 2,
    [`x_total{peer="${c}",reason="pin"}`]: 1,
  });
});

test.each([undefined, 'reason'])(
  'who is no peer is not told of, peers that stay go on (label: %s)',
  async (label) => {
    const code = label && 'pin';
    const { counter, figures } = prepared(label);
    counter.add(b, 1, code);
    counter.add(c, 1, code);
    counter.configure([c, a]);
    counter.add(b, 1, code);
    counter.add(c, 1, code);
    const told = await figures();
    expect(Object.keys(told).join()).not.toContain(b);
    expect(told).toMatchObject({ [label ? `x_total{peer="${c}",reason="pin"}` : `x_total{peer="${c}"}`]: 2 });
  },
);
