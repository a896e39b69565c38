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

it('gives the lines before one that is too long, and nothing of that one', () => {
  expect(feed(new LineSplitter(4), 'a\nabcde\nb\n')).toEqual([overlong('a')]);
  expect(feed(new LineSplitter(4), 'a\nabcde\r\n')).toEqual([overlong('a')]);
  expect(feed(new LineSplitter(4), 'abc', 'de\n')).toEqual([whole(), overlong()]);
  expect(feed(new LineSplitter(4), 'abcde\n')).toEqual([overlong()]);
});

it('does not wait for the end of a line that is already too long', () => {
  expect(feed(new LineSplitter(4), 'a\n', 'bcdefg')).toEqual([whole('a'), overlong()]);
  expect(feed(new LineSplitter(4), 'abcd', 'e', 'f')).toEqual([whole(), whole(), overlong()]);
});

it('gives nothing after a line that is too long', () => {
  const splitter = new LineSplitter(4);
  feed(splitter, 'abcde\nb\n');
  expect(splitter.holdsLine).toBe(false);
  expect(feed(splitter, 'c\n')).toEqual([overlong()]);
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
