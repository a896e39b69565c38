import { describe, expect, it } from 'vitest';
import { areSameDefaults, defaultFields, defaultModes } from '../../../src/adapter/default-modes.ts';
import type { Field } from '../../../src/core/field.ts';
import { traits } from './inspircd/real-ircd.ts';

describe('defaultFields', () => {
  it.each<[string, Field[]]>([
    ['nt', [flag('no-external'), flag('topic-protected')]],
    ['nnot', [flag('no-external'), flag('topic-protected')]],
    ['osvl 50', [flag('secret'), { kind: 'limit', value: 50 }]],
    ['', []],
    ['nZPv', [flag('no-external')]],
    ['bn *!*@*', [flag('no-external')]],
    ['ln', [flag('no-external')]],
  ])('%s', (modes, fields) => {
    expect(defaultFields(traits, modes)).toEqual(fields);
  });
});

describe('defaultModes', () => {
  it.each(['nt', 'ps', 'sl 50', ''])('gives %s back', (modes) => {
    expect(defaultModes(traits, defaultFields(traits, modes))).toBe(modes);
  });

  it('shows no key', () => {
    expect(defaultModes(traits, defaultFields(traits, 'kl sesame 5'))).toBe('kl KEY 5');
  });
});

describe('areSameDefaults', () => {
  it('looks at values, not at their order', () => {
    const of = (modes: string): Field[] => defaultFields(traits, modes);
    expect(areSameDefaults(of('nt'), of('tn'))).toBe(true);
    expect(areSameDefaults(of('nt'), of('n'))).toBe(false);
    expect(areSameDefaults(of('l 5'), of('l 6'))).toBe(false);
    expect(areSameDefaults(of('k a'), of('k b'))).toBe(false);
  });
});

function flag(name: string): Field {
  return { kind: 'flag', name, set: true };
}
