import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelKey } from '../../src/core/casemapping.ts';
import {
  ancestorsOf,
  brokenAt,
  cycleOf,
  DEPTH_MAX,
  type LinkOf,
  parentOf,
} from '../../src/core/hierarchy.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { a, at, b } from '../support/replica-fixture.ts';

const names = ['#a', '#b', '#c', '#d', '#e', '#f'] as ChannelKey[];

/** Any function from names to names has cycles of any kind; equal stamps too. */
const arbitraryLinks = fc
  .array(
    fc.record({ parent: fc.option(fc.constantFrom(...names)), ms: fc.nat(2), server: fc.constantFrom(a, b) }),
    { minLength: names.length, maxLength: names.length },
  )
  .map((links): LinkOf => {
    const byName = new Map(names.map((name, index) => [name, links[index]!]));
    return (key) => {
      const link = byName.get(key);
      if (!link?.parent) return null;
      return { parent: link.parent, name: link.parent as string as IrcText, stamp: at(link.ms, link.server) };
    };
  });

test('the parents that count make no cycle, and only one of each cycle does not count', () => {
  fc.assert(
    fc.property(arbitraryLinks, (linkOf) => {
      const counting: LinkOf = (key) => parentOf(key, linkOf);
      for (const name of names) {
        expect(cycleOf(name, counting)).toBeNull();
        expect(new Set(ancestorsOf(name, linkOf)).size).toBe(ancestorsOf(name, linkOf).length);
        const cycle = cycleOf(name, linkOf);
        if (cycle === null) expect(counting(name)).toEqual(linkOf(name));
        else expect(cycle.filter((key) => counting(key) === null)).toEqual([brokenAt(cycle, linkOf)]);
      }
    }),
  );
});

test('which one does not count is the same from wherever one looks, and was written last', () => {
  fc.assert(
    fc.property(arbitraryLinks, (linkOf) => {
      for (const name of names) {
        const cycle = cycleOf(name, linkOf);
        if (cycle === null) continue;
        const broken = cycle.map((key) => brokenAt(cycleOf(key, linkOf)!, linkOf));
        expect(new Set(broken).size).toBe(1);
        const latest = Math.max(...cycle.map((key) => linkOf(key)!.stamp.ms));
        expect(linkOf(broken[0]!)!.stamp.ms).toBe(latest);
      }
    }),
  );
});

test('no more are looked at than may stand above one', () => {
  const endless: LinkOf = (key) => ({
    parent: `${key}x` as ChannelKey,
    name: '#x' as IrcText,
    stamp: at(0),
  });
  expect(ancestorsOf('#' as ChannelKey, endless)).toHaveLength(DEPTH_MAX);
});
