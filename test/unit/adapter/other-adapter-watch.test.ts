import { describe, expect, it } from 'vitest';
import { OtherAdapterWatch } from '../../../src/adapter/other-adapter-watch.ts';
import type { OtherAdapter } from '../../../src/adapter/users.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

const lesser: OtherAdapter = { name: 'Cburst.A.test', serves: 'a.test' };
const greater: OtherAdapter = { name: 'cburst.c.test', serves: 'c.test' };

describe('OtherAdapterWatch', () => {
  it('gives way at once where another adapter is there before', () => {
    const { sees, heard, watch } = watching();
    sees(greater);
    watch.look(false);
    watch.look(false);
    expect(heard).toEqual(['gives way to cburst.c.test']);
    expect(watch.isGivingWay).toBe(true);
  });

  it('gives way after ten seconds to one of a lesser name, where both were there', () => {
    const { sees, heard, watch, timers } = watching();
    sees(lesser);
    watch.look(true);
    timers.advance(9_999);
    watch.look(true);
    expect([heard, watch.isGivingWay]).toEqual([[], false]);
    timers.advance(1);
    expect(heard).toEqual(['gives way to Cburst.A.test']);
    expect(watch.isGivingWay).toBe(true);
  });

  it('stays beside one of a greater name, and says so each time that it is still there', () => {
    const { sees, heard, watch, timers } = watching();
    sees(greater);
    watch.look(true);
    timers.advance(10_000);
    watch.look(true);
    timers.advance(10_000);
    expect(heard).toEqual(['stays beside cburst.c.test', 'stays beside cburst.c.test']);
    expect(watch.isGivingWay).toBe(false);
  });

  it('does nothing about one that is gone by then, and after its own end', () => {
    const { sees, heard, watch, timers } = watching();
    sees(lesser);
    watch.look(true);
    sees(null);
    watch.look(true);
    timers.advance(10_000);
    sees(lesser);
    watch.look(true);
    watch.stop();
    timers.advance(10_000);
    expect(heard).toEqual([]);
    expect(timers.delays).toEqual([]);
  });
});

function watching() {
  let seen: OtherAdapter | null = null;
  const heard: string[] = [];
  const timers = new ManualTimers();
  const watch = new OtherAdapterWatch({
    ownName: 'cburst.b.test',
    other: () => seen,
    after: (delayMs, callback) => timers.after(delayMs, callback),
    onGiveWay: ({ name }) => heard.push(`gives way to ${name}`),
    onStay: ({ name }) => heard.push(`stays beside ${name}`),
  });
  const sees = (other: OtherAdapter | null): void => {
    seen = other;
  };
  return { sees, heard, watch, timers };
}
