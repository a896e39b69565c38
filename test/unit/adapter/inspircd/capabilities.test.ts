import { describe, expect, it } from 'vitest';
import { parseCapabilities } from '../../../../src/adapter/inspircd/capabilities.ts';
import { fieldOfChange, parseModeChanges } from '../../../../src/adapter/mode-changes.ts';
import { CHANMODES, LIMITS, traits } from './real-ircd.ts';

describe('parseCapabilities', () => {
  it('maps modes by their names, not their letters', () => {
    const result = parseCapabilities('simple:inviteonly=x list:ban=y param:key=z', LIMITS);
    if ('problem' in result) throw new Error(result.problem);
    expect([...result.traits.modes.values()]).toEqual([
      { letter: 'x', takes: 'never', kind: 'flag', name: 'invite-only' },
      { letter: 'y', takes: 'always', kind: 'list', name: 'ban' },
      { letter: 'z', takes: 'always', kind: 'join-key', name: '' },
    ]);
  });

  it('reads limits and the letter of the permanent mode', () => {
    expect(traits).toMatchObject({
      casemapping: 'ascii',
      permanent: 'P',
      topicBytesMax: 330,
      channelBytesMax: 60,
      modesMax: 20,
    });
  });

  it('keeps what is shared with no other ircd under a name of its own', () => {
    const modes = 'simple:auditorium=u param-set:flood=f param:redirect=L simple:blockcolor=c';
    const result = parseCapabilities(modes, LIMITS);
    if ('problem' in result) throw new Error(result.problem);
    expect([...result.traits.modes.values()].map(({ kind, name, takes }) => [kind, name, takes])).toEqual([
      ['flag', 'inspircd-auditorium', 'never'],
      ['parameter', 'inspircd-flood', 'on-set'],
      ['parameter', 'inspircd-redirect', 'always'],
      ['flag', 'inspircd-blockcolor', 'never'],
    ]);
  });

  it.each([
    ['simple:permanent=P', 'permanent'],
    ['simple:c_registered=r', 'registered'],
    ['simple:operonly=O', 'oper-only'],
    ['list:autoop=w', ''],
    ['list:exemptchanops=X', ''],
    ['list:filter=g', ''],
  ])('leaves %s alone', (mode, name) => {
    const result = parseCapabilities(mode, LIMITS);
    if ('problem' in result) throw new Error(result.problem);
    expect([...result.traits.modes.values()][0]).toMatchObject({ kind: 'unmanaged', name });
  });

  it('carries what services and operators set where it is asked to', () => {
    const result = parseCapabilities('simple:c_registered=r simple:operonly=O', LIMITS, ['registered']);
    if ('problem' in result) throw new Error(result.problem);
    expect([...result.traits.modes.values()].map(({ kind, name }) => [kind, name])).toEqual([
      ['flag', 'registered'],
      ['unmanaged', 'oper-only'],
    ]);
  });

  it('manages only the first of two modes that would have one name', () => {
    const result = parseCapabilities('simple:a_b=x simple:a-b=y', LIMITS);
    if ('problem' in result) throw new Error(result.problem);
    expect([...result.traits.modes.values()].map(({ kind }) => kind)).toEqual(['flag', 'unmanaged']);
  });

  it('refuses a casemapping that nobody else has', () => {
    expect(parseCapabilities(CHANMODES, 'CASEMAPPING=turkish')).toEqual({
      problem: expect.stringContaining('turkish'),
    });
  });
});

describe('parseModeChanges', () => {
  const fields = (...words: string[]) =>
    parseModeChanges(traits, words).map((change) => fieldOfChange(change, 'alice', 5));

  it('gives each letter its parameter', () => {
    expect(fields('+lkm-t+b', '5', 'kk', 'a!*@*')).toEqual([
      { kind: 'limit', value: 5 },
      { kind: 'join-key', value: 'kk' },
      { kind: 'flag', name: 'moderated', set: true },
      { kind: 'flag', name: 'topic-protected', set: false },
      { kind: 'entry', list: 'ban', mask: 'a!*@*', value: { setter: 'alice', setAt: 5 } },
    ]);
  });

  it('knows that -l takes none and -k does', () => {
    expect(fields('-lk+i', 'x')).toEqual([
      { kind: 'limit', value: null },
      { kind: 'join-key', value: null },
      { kind: 'flag', name: 'invite-only', set: true },
    ]);
  });

  it('skips the parameter of a status letter and of modes that are not ours', () => {
    expect(fields('+oPb', '0AAAAAAAB', 'm!*@*')).toEqual([
      null,
      null,
      { kind: 'entry', list: 'ban', mask: 'm!*@*', value: { setter: 'alice', setAt: 5 } },
    ]);
  });

  it('takes a limit beyond ours for the largest', () => {
    expect(fields('+l', '99999999999')).toEqual([{ kind: 'limit', value: 4294967295 }]);
  });

  it('passes over an unknown letter', () => {
    expect(fields('+Zm')).toEqual([{ kind: 'flag', name: 'moderated', set: true }]);
  });
});
