import { expect, test } from 'vitest';
import { DeltaGate, openGate } from '../../../src/peer/delta-gate.ts';

test('an open gate lets everything through', () => {
  const gate = new DeltaGate(openGate);
  gate.changed(0);
  gate.took(1e9);
  expect(gate.allowance(0)).toBe(Number.POSITIVE_INFINITY);
});

test('changes are held from the first of those that wait, whatever comes after it', () => {
  const gate = new DeltaGate({ delayMs: 50, rateMax: 0 });
  gate.changed(1000);
  gate.changed(1040);
  expect([gate.allowance(1040), gate.waitMs(1040)]).toEqual([0, 10]);
  expect(gate.allowance(1050)).toBeGreaterThan(0);
  gate.emptied();
  gate.changed(1060);
  expect([gate.allowance(1060), gate.waitMs(1060)]).toEqual([0, 50]);
});

test('so many leave in a second, and what was not used is there later, up to a second’s worth', () => {
  const gate = new DeltaGate({ delayMs: 0, rateMax: 100 });
  expect(gate.allowance(5000)).toBe(100);
  gate.took(100);
  expect([gate.allowance(5000), gate.waitMs(5000)]).toEqual([0, 10]);
  expect(gate.allowance(5250)).toBe(25);
  gate.took(25);
  expect(gate.allowance(3_600_000)).toBe(100);
});

test('less than one a second is one now and then', () => {
  const gate = new DeltaGate({ delayMs: 0, rateMax: 0.5 });
  expect(gate.allowance(0)).toBe(1);
  gate.took(1);
  expect(gate.waitMs(0)).toBe(2000);
  expect([gate.allowance(1999), gate.allowance(2000)]).toEqual([0, 1]);
});

test('a clock that is set back gives nothing and takes nothing', () => {
  const gate = new DeltaGate({ delayMs: 0, rateMax: 10 });
  gate.took(10);
  expect(gate.allowance(100)).toBe(1);
  expect(gate.allowance(0)).toBe(1);
});
