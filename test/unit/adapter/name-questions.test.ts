import { describe, expect, it } from 'vitest';
import { NameQuestions } from '../../../src/adapter/name-questions.ts';

/** Questions at an ircd that answers when the test says so. */
function questionsAt(askNames?: () => readonly string[]) {
  const lines: string[] = [];
  const barriers: (() => void)[] = [];
  const names = new NameQuestions(askNames === undefined ? {} : { askNames }, {
    now: 1795335000,
    write: (more) => void lines.push(...more),
    barrier: (done) => void barriers.push(done),
  });
  return { names, lines, answer: () => barriers.shift()!() };
}

describe('NameQuestions', () => {
  it('knows what was forbidden before a wish by an answer to a later question alone', () => {
    const { names, answer } = questionsAt(() => ['STATS']);
    const first = names.mark;
    expect(names.isKnown(first)).toBe(false);
    names.ask(0, () => {});
    const second = names.mark;
    expect(names.isKnown(first)).toBe(false);
    answer();
    expect(names.isKnown(first)).toBe(true);
    expect(names.isKnown(second)).toBe(false);
  });

  it('asks one question at a time, and no two within a second', () => {
    const { names, lines, answer } = questionsAt(() => ['STATS']);
    const answered: string[] = [];
    expect(names.waitMs(5000)).toBe(0);
    names.ask(5000, () => answered.push('first'));
    expect(lines).toEqual(['STATS']);
    expect(names.waitMs(60_000)).toBe(Number.POSITIVE_INFINITY);
    answer();
    expect(answered).toEqual(['first']);
    expect(names.waitMs(5400)).toBe(600);
    expect(names.waitMs(6000)).toBe(0);
  });

  it('reads at once what is on its way from an ircd that tells by itself', () => {
    const { names, lines, answer } = questionsAt(() => []);
    const wish = names.mark;
    names.ask(0, () => {});
    expect(names.isKnown(wish)).toBe(false);
    answer();
    expect(names.isKnown(wish)).toBe(true);
    expect(names.waitMs(1)).toBe(0);
    expect(lines).toEqual([]);
  });

  it('waits for nothing where an ircd forbids no names that it tells of', () => {
    const { names } = questionsAt();
    expect(names.isKnown(names.mark)).toBe(true);
  });
});
