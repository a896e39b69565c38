import { describe, expect, it } from 'vitest';
import { HeardListCaps } from '../../../../src/adapter/inspircd/heard-list-caps.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';

describe('HeardListCaps', () => {
  const caps = (entriesMax: number) => ['b', 'e'].map((letters) => ({ letters, entriesMax }));

  it('knows a cap for each list of a channel, in any spelling of its name', () => {
    expect(heard('#c maxlist b 100 e 100').of('#C')).toEqual(caps(100));
  });

  it('knows none before it has heard of any', () => {
    expect(heard().of('#c')).toEqual([]);
  });

  it('takes what all others have for the cap of a channel that it has not heard of', () => {
    expect(heard('#c maxlist b 100 e 100', '#d maxlist b 100 e 100').of('#new')).toEqual(caps(100));
  });

  it('takes none where they differ', () => {
    const different = heard('#c maxlist b 100 e 100', '#d maxlist b 5 e 5', '#e maxlist b 100 e 100');
    expect(different.of('#new')).toEqual([]);
    expect(different.of('#d')).toEqual(caps(5));
    expect(different.of('#e')).toEqual(caps(100));
  });

  it('goes by what it heard last', () => {
    expect(heard('#c maxlist b 100 e 100', '#c maxlist b 7 e 7').of('#c')).toEqual(caps(7));
  });

  it('passes over what is none', () => {
    expect(heard('#c mlock b 100', '#c maxlist b x e', '#c maxlist').of('#c')).toEqual([]);
  });
});

/** Each: `#c maxlist b 100`. */
function heard(...said: readonly string[]): HeardListCaps {
  const listCaps = new HeardListCaps('ascii');
  for (const each of said) {
    const [name, what, ...words] = each.split(' ');
    const text = words.length === 0 ? '' : ` :${words.join(' ')}`;
    listCaps.take(parseIrcLine(`:0IN METADATA ${name} 1795334447 ${what}${text}`));
  }
  return listCaps;
}
