import { describe, expect, it } from 'vitest';
import { ForbiddenNames } from '../../../src/adapter/forbidden-names.ts';

describe('ForbiddenNames', () => {
  const NOW = 1000;

  it('forbids names and globs in any spelling, with the reason', () => {
    const names = new ForbiddenNames('rfc1459');
    names.add('#Evil[*', 'no evil', 0);
    names.add('#one', 'not this one', 0);
    expect(names.problem('#evil{x', NOW)).toBe('operators of this ircd forbade the name: no evil');
    expect(names.problem('#ONE', NOW)).toContain('not this one');
    expect(names.problem('#ones', NOW)).toBeNull();
  });

  it('forbids as long as it was said, or until it is taken back', () => {
    const names = new ForbiddenNames('ascii');
    names.add('#short', 'x', NOW + 60);
    names.add('#long', 'x', 0);
    expect(names.problem('#short', NOW + 59)).not.toBeNull();
    expect(names.problem('#short', NOW + 60)).toBeNull();
    names.remove('#LONG');
    expect(names.problem('#long', NOW)).toBeNull();
  });

  it('keeps a bounded number of them', () => {
    const names = new ForbiddenNames('ascii');
    for (let i = 0; i < 10_001; i++) names.add(`#${i}`, 'x', 0);
    expect(names.problem('#9999', NOW)).not.toBeNull();
    expect(names.problem('#10000', NOW)).toBeNull();
  });
});
