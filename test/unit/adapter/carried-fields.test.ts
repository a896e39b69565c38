import { beforeEach, describe, expect, it } from 'vitest';
import { parseIrcLine } from '../../../src/adapter/irc-line.ts';
import { Shadow } from '../../../src/adapter/shadow.ts';
import { realIrcd } from './inspircd/real-ircd.ts';

describe('a value that nobody else can take', () => {
  let shadow: Shadow;
  let told: string[];

  beforeEach(() => {
    told = [];
    shadow = new Shadow({
      ircd: realIrcd(),
      onUncarried: (name, what, problem) => told.push(`${name} ${what}: ${problem}`),
    });
    apply(':0IN UID 0INAAAAAB 5 alice h h alice 127.0.0.1 5 + :Alice');
    apply(':0IN FJOIN #a 5 + :,0INAAAAAB:1', ':0IN FJOIN #b 5 + :,0INAAAAAB:1', ':0IN ENDBURST');
  });

  function apply(...lines: string[]): void {
    for (const line of lines) shadow.apply(parseIrcLine(line), 9);
  }

  const setKey = (channel: string): string => `:0INAAAAAB FMODE ${channel} 5 +k ::sesame`;

  it('is told of without the value', () => {
    apply(setKey('#a'), `:0INAAAAAB FMODE #a 5 +b ${'x'.repeat(600)}`);
    expect(told).toEqual([
      '#a key: key starts with a colon',
      '#a ban: mask is 600 bytes long, at most 512 are allowed',
    ]);
    expect(shadow.channel('#a')!.fields.size).toBe(0);
  });

  it('is told of once for each channel and field, however often it is read', () => {
    apply(setKey('#a'), setKey('#b'), setKey('#A'));
    shadow.expect(shadow.channel('#a')!.name, new Map(), null);
    apply(':0IN FJOIN #a 5 + :,0INAAAAAB:1', ':0IN FMODE #a 5 +k ::other', ':0IN PONG 1AD', setKey('#a'));
    expect(told).toEqual(['#a key: key starts with a colon', '#b key: key starts with a colon']);
  });

  it('is told of again when the channel has been gone', () => {
    apply(
      setKey('#a'),
      ':0INAAAAAB PART #a',
      ':0IN FJOIN #a 7 + :,0INAAAAAB:1',
      setKey('#a').replace('5', '7'),
    );
    expect(told).toHaveLength(2);
  });
});
