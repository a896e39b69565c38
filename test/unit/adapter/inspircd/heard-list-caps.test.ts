import { describe, expect, it } from 'vitest';
import { HeardListCaps } from '../../../../src/adapter/inspircd/heard-list-caps.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';

describe('HeardListCaps', () => {
  const caps = (entriesMax: number) => ['b', 'e'].map((letters) => ({ letters, entriesMax }));

  it('knows a cap for each list of a channel, in any spelling of its name', () => {
    expect(heard('#c maxlist b 100 e 100').of('#C')).toEqual(caps(100));
  });

  it('knows none of a channel that it has not heard of, whatever others have', () => {
    const two = heard('#c maxlist b 100 e 100', '#d maxlist b 5 e 5');
    expect(two.of('#new')).toBeNull();
    expect(two.of('#d')).toEqual(caps(5));
  });

  it('gives the same until it hears something else', () => {
    const { take, listCaps } = hearing();
    take('#c maxlist b 100 e 100');
    const before = listCaps.of('#c');
    take('#c maxlist b 100 e 100');
    expect(listCaps.of('#c')).toBe(before);
    take('#c maxlist b 7 e 7');
    expect(listCaps.of('#c')).toEqual(caps(7));
  });

  it('passes over what is none', () => {
    expect(heard('#c maxlist b x e').of('#c')).toEqual([]);
    expect(heard('#c mlock b 100', '#c maxlist').of('#c')).toBeNull();
  });
});

/** Each: `#c maxlist b 100`. */
function heard(...said: readonly string[]): HeardListCaps {
  const { take, listCaps } = hearing();
  said.forEach(take);
  return listCaps;
}

function hearing() {
  const listCaps = new HeardListCaps('ascii');
  const take = (said: string): void => {
    const [name, what, ...words] = said.split(' ');
    const text = words.length === 0 ? '' : ` :${words.join(' ')}`;
    listCaps.take(parseIrcLine(`:0IN METADATA ${name} 1795334447 ${what}${text}`));
  };
  return { take, listCaps };
}
