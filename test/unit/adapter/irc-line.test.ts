import { describe, expect, it } from 'vitest';
import { formatIrcLine, IrcLineError, parseIrcLine } from '../../../src/adapter/irc-line.ts';

describe('formatIrcLine', () => {
  it.each([
    [{ command: 'CAPAB', params: ['END'] }, 'CAPAB END'],
    [{ source: '1AD', command: 'PING', params: ['0AA'] }, ':1AD PING 0AA'],
    [
      { source: '1AD', command: 'FTOPIC', params: ['#c', '1'], trailing: ': a  b' },
      ':1AD FTOPIC #c 1 :: a  b',
    ],
    [{ command: 'FJOIN', params: ['#c'], trailing: '' }, 'FJOIN #c :'],
  ])('writes %j', (line, text) => {
    expect(formatIrcLine(line)).toBe(text);
  });

  const hostile = ['', 'a b', ':a', 'a\r', 'a\nQUIT', 'a\0', 'a\u0100', ' '];

  it.each(hostile)('refuses %j as a word', (word) => {
    expect(() => formatIrcLine({ command: 'MODE', params: ['#c', word] })).toThrow(IrcLineError);
    expect(() => formatIrcLine({ source: word, command: 'MODE' })).toThrow(IrcLineError);
  });

  it.each(['a\r', 'a\nQUIT', 'a\0', 'a\u0100'])('refuses %j as text', (trailing) => {
    expect(() => formatIrcLine({ command: 'FTOPIC', trailing })).toThrow(IrcLineError);
  });

  it.each(['', 'mode', 'MODE x', 'MODE\r'])('refuses %j as a command', (command) => {
    expect(() => formatIrcLine({ command })).toThrow(IrcLineError);
  });

  it('refuses a line that is too long, counted with its ending', () => {
    expect(formatIrcLine({ command: 'X', trailing: 'a'.repeat(507) }, 512)).toHaveLength(510);
    expect(() => formatIrcLine({ command: 'X', trailing: 'a'.repeat(508) }, 512)).toThrow(/512|long/);
  });

  it('does not quote what it refuses: it may be a key', () => {
    expect(() => formatIrcLine({ command: 'MODE', params: ['#c', '+k', 'hunter 2'] })).toThrow(
      'MODE: word 3 contains a blank',
    );
  });
});

describe('parseIrcLine', () => {
  it.each([
    [':0AA PING 1AD', { source: '0AA', command: 'PING', params: ['1AD'] }],
    ['CAPAB START 1205', { source: '', command: 'CAPAB', params: ['START', '1205'] }],
    [
      '@time=2026-11-22T08:06:02.325Z :0AAAAAAAB IJOIN #boot 0',
      { source: '0AAAAAAAB', command: 'IJOIN', params: ['#boot', '0'] },
    ],
    [':a FTOPIC #c 1 2 :: x : y', { source: 'a', command: 'FTOPIC', params: ['#c', '1', '2', ': x : y'] }],
    [':0AA FJOIN #c 1 + :', { source: '0AA', command: 'FJOIN', params: ['#c', '1', '+', ''] }],
    [':a PART #c  :x', { source: 'a', command: 'PART', params: ['#c', 'x'] }],
    ['', { source: '', command: '', params: [] }],
    [':a', { source: 'a', command: '', params: [] }],
    ['@tag', { source: '', command: '', params: [] }],
  ])('reads %j', (text, line) => {
    expect(parseIrcLine(text)).toEqual(line);
  });
});
