import { expect, it } from 'vitest';
import { LineSplitter } from '../../../src/peer/line-splitter.ts';

const feed = (splitter: LineSplitter, ...chunks: string[]) =>
  chunks.map((chunk) => {
    splitter.add(Buffer.from(chunk, 'latin1'));
    const lines = [];
    for (let line = splitter.next(); line !== null; line = splitter.next()) lines.push(line);
    return { lines, overlong: splitter.overlong };
  });

const whole = (...lines: string[]) => ({ lines, overlong: false });
const overlong = (...lines: string[]) => ({ lines, overlong: true });

it('takes LF and CR LF, and only at the end of a line', () => {
  expect(feed(new LineSplitter(10), 'a\nb\r\n\r\n\nc\rd\n\r')).toEqual([whole('a', 'b', '', '', 'c\rd')]);
});

it('joins what arrives in parts', () => {
  const splitter = new LineSplitter(10);
  expect(feed(splitter, 'ab', 'c', '\r', '\nd', 'e\nf')).toEqual([
    whole(),
    whole(),
    whole(),
    whole('abc'),
    whole('de'),
  ]);
  expect(splitter.inLine).toBe(true);
  expect(feed(splitter, '\n')).toEqual([whole('f')]);
  expect(splitter.inLine).toBe(false);
});

it('takes a line of the greatest length, however it arrives', () => {
  expect(feed(new LineSplitter(4), 'abcd\n')).toEqual([whole('abcd')]);
  expect(feed(new LineSplitter(4), 'abcd\r\n')).toEqual([whole('abcd')]);
  expect(feed(new LineSplitter(4), 'abcd', '\r', '\n')).toEqual([whole(), whole(), whole('abcd')]);
});

it('cuts a line that is too long to one byte more than a line may have, and goes on after it', () => {
  expect(feed(new LineSplitter(4), 'a\nabcdefg\nb\n')).toEqual([whole('a', 'abcde', 'b')]);
  expect(feed(new LineSplitter(4), 'abcde\r\n\n')).toEqual([whole('abcde', '')]);
  expect(feed(new LineSplitter(4), 'abc', 'de\nb\n')).toEqual([whole(), whole('abcde', 'b')]);
  expect(feed(new LineSplitter(4), 'abcd', 'efg', 'h\r', '\nb\n')).toEqual([
    whole(),
    whole(),
    whole(),
    whole('abcde', 'b'),
  ]);
  expect(feed(new LineSplitter(4), 'abcd\rf\n')).toEqual([whole('abcd\r')]);
  expect(feed(new LineSplitter(4), 'abcd\r', 'f\n')).toEqual([whole(), whole('abcd\r')]);
});

it('does not wait for ever for the end of a line', () => {
  const splitter = new LineSplitter(4, 10);
  expect(feed(splitter, 'a\nabcde', '67890', '12345', '6')).toEqual([
    whole('a'),
    whole(),
    whole(),
    overlong(),
  ]);
  expect(splitter.holdsLine).toBe(false);
  expect(feed(splitter, 'c\n')).toEqual([overlong()]);
  // Each line by itself.
  const patient = new LineSplitter(4, 10);
  for (let n = 0; n < 10; n++)
    expect(feed(patient, 'abcde67890', '12345\n')).toEqual([whole(), whole('abcde')]);
});

it('keeps nothing of what comes after a flood', () => {
  const splitter = new LineSplitter(4, 10);
  expect(feed(splitter, 'abcdefghijklmnopqrstuvwxyz')).toEqual([overlong()]);
  const kept = splitter.takeRest().length;
  for (let n = 0; n < 10; n++) splitter.add(Buffer.from('more'));
  expect([kept, splitter.takeRest().length]).toEqual([5, 0]);
});

it('cuts nothing before it is asked for, so that the rest can be taken back byte for byte', () => {
  const splitter = new LineSplitter(4);
  splitter.add(Buffer.from('a\nb\r\n'));
  splitter.add(Buffer.from('\xff too long', 'latin1'));
  expect([splitter.next(), splitter.holdsLine]).toEqual(['a', true]);
  expect(splitter.takeRest().toString('latin1')).toBe('b\r\n\xff too long');
  expect([splitter.holdsLine, splitter.inLine, splitter.next()]).toEqual([false, false, null]);
  expect(feed(splitter, 'c\nd')).toEqual([whole('c')]);
  expect(splitter.takeRest().toString()).toBe('d');
  expect(splitter.inLine).toBe(false);
});
