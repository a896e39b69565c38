import { describe, expect, it } from 'vitest';
import { ownDescription, servedBy } from '../../../src/adapter/adapter-sign.ts';
import { adapterConfig } from '../../support/adapter-config.ts';

describe('the sign of an adapter', () => {
  it('says which ircd it serves, and what the operator wrote', () => {
    expect(ownDescription(adapterConfig())).toBe('cburst adapter of a.test: test');
    expect(servedBy(ownDescription(adapterConfig()))).toBe('a.test');
  });

  it('is known where the ircd cut it', () => {
    expect(servedBy('cburst adapter of irc.some-very-long-name.exam')).toBe('irc.some-very-long-name.exam');
  });

  it.each([
    '',
    'a server',
    'not a cburst adapter of a.test: x',
    'cburst adapter of ',
    'cburst adapter of : x',
  ])('is not in %j', (description) => {
    expect(servedBy(description)).toBeNull();
  });
});
