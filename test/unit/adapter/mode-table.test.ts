import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modeOfLetter, ownModes, sharedFlags, sharedLists } from '../../../src/adapter/mode-table.ts';
import { isModeName } from '../../../src/core/identity.ts';

const rows = [...sharedFlags, ...sharedLists, ...ownModes];

describe('the table of modes', () => {
  it.each(['name', 'inspircd', 'ngircd', 'hybrid'] as const)('has each %s once', (column) => {
    const names = rows.flatMap((row) => row[column] ?? []);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has names that a mode can have, and letters of ircds without names', () => {
    for (const { name, ngircd, hybrid } of rows) {
      expect(isModeName(name), name).toBe(true);
      for (const letter of [ngircd, hybrid]) expect(letter ?? 'x').toMatch(/^[A-Za-z]$/);
    }
  });

  it('is the one in the documentation', () => {
    const text = readFileSync('docs/adapters.md', 'utf8');
    const documented = [...text.matchAll(/^\| `([a-z-]+)` \| (\S*) \| (\S*) \| (\S*) \|$/gm)].map((row) =>
      row.slice(1),
    );
    const cell = (theirs: string | undefined): string => (theirs === undefined ? '–' : `\`${theirs}\``);
    expect(documented).toEqual(
      rows.map(({ name, inspircd, ngircd, hybrid }) => [name, cell(inspircd), cell(ngircd), cell(hybrid)]),
    );
  });
});

describe('modeOfLetter', () => {
  it('gives a name to what is in the table, and leaves the rest alone', () => {
    expect(modeOfLetter('ngircd', 'z', 'never')).toMatchObject({ kind: 'flag', name: 'tls-only' });
    expect(modeOfLetter('hybrid', 'z', 'never')).toMatchObject({ kind: 'unmanaged', name: '' });
    expect(modeOfLetter('ngircd', 'e', 'always')).toMatchObject({ kind: 'list', name: 'except' });
    expect(modeOfLetter('ngircd', 'U', 'never')).toMatchObject({ kind: 'unmanaged', name: '' });
    expect(modeOfLetter('ngircd', 'i', 'always')).toMatchObject({ kind: 'unmanaged', name: '' });
  });

  it('leaves alone what only services and operators set, unless it is to be carried', () => {
    const leftAlone = { kind: 'unmanaged', name: 'oper-only' };
    expect(modeOfLetter('hybrid', 'O', 'never')).toMatchObject(leftAlone);
    expect(modeOfLetter('hybrid', 'O', 'never', ['registered'])).toMatchObject(leftAlone);
    expect(modeOfLetter('hybrid', 'O', 'never', ['oper-only'])).toMatchObject({
      kind: 'flag',
      name: 'oper-only',
    });
  });
});
