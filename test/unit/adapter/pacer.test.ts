import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src/adapter/pacer.ts';
import { channelKey } from '../../../src/core/casemapping.ts';

const a = channelKey('ascii', '#a');
const b = channelKey('ascii', '#b');

describe('Pacer', () => {
  it('lets one second of lines through at once, then keeps the pace', () => {
    const pacer = new Pacer(100, 1000);
    pacer.spend(a, 100, 5000);
    expect(pacer.waitMs(5000)).toBe(0);
    pacer.spend(a, 10, 5000);
    expect(pacer.waitMs(5000)).toBe(100);
    expect(pacer.waitMs(5100)).toBe(0);
  });

  it('keeps the pace of each channel for itself', () => {
    const pacer = new Pacer(1000, 10);
    pacer.spend(a, 20, 5000);
    expect(pacer.channelWaitMs(a, 5000)).toBe(1000);
    expect(pacer.channelWaitMs(b, 5000)).toBe(0);
    expect(pacer.waitMs(5000)).toBe(0);
  });

  it('saves nothing up beyond that second', () => {
    const pacer = new Pacer(100, 1000);
    pacer.spend(a, 200, 1_000_000);
    expect(pacer.waitMs(1_000_000)).toBe(1000);
  });

  it('remembers a bounded number of channels', () => {
    const pacer = new Pacer(1e9, 1);
    for (let i = 0; i < 10_000; i++) pacer.spend(channelKey('ascii', `#${i}`), 1, i * 10);
    expect(pacer.channelWaitMs(channelKey('ascii', '#9999'), 9999 * 10 - 500)).toBe(500);
  });
});
