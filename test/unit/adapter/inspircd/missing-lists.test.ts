import { describe, expect, it } from 'vitest';
import { parseCapabilities } from '../../../../src/adapter/inspircd/capabilities.ts';
import { missingLists } from '../../../../src/adapter/inspircd/missing-lists.ts';
import { CHANMODES, LIMITS } from './real-ircd.ts';

describe('missingLists', () => {
  it.each([
    ['', []],
    ['list:banexception=e ', [{ list: 'except', module: 'banexception' }]],
    ['list:invex=I ', [{ list: 'invite', module: 'inviteexception' }]],
  ])('without %s names the list and its module', (without, missing) => {
    const result = parseCapabilities(CHANMODES.replace(without, ''), LIMITS);
    if ('problem' in result) throw new Error(result.problem);
    expect(missingLists(result.traits)).toEqual(missing);
  });
});
