import { describe, expect, it } from 'vitest';
import type { HandshakeStep } from '../../../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { NgircdConversation } from '../../../../src/adapter/ngircd/ngircd-conversation.ts';
import { ISUPPORT, ngircdConfig, realIrcd } from './real-ircd.ts';

const PASS = ':ngircd.test PASS ircd-to-adapter 0210-IRC+ ngIRCd|26.1:CHLMSXZo PZ';
const SERVER = ':ngircd.test SERVER ngircd.test 1 :test ngircd';
const END = ':ngircd.test 376 adapter.test :End of MOTD command';

function talk(...lines: string[]): HandshakeStep {
  const conversation = new NgircdConversation(ngircdConfig());
  let step: HandshakeStep = { state: 'open', lines: [] };
  for (const line of lines) {
    step = conversation.handshake(parseIrcLine(line));
    if (step.state !== 'open') return step;
  }
  return step;
}

describe('the handshake with an ngIRCd', () => {
  it('begins with the password and the name', () => {
    expect(new NgircdConversation(ngircdConfig()).greet()).toEqual([
      'PASS adapter-to-ircd 0210-IRC+ cburst|1:CHLMX P',
      'SERVER adapter.test 1 :cburst adapter of ngircd.test: test',
    ]);
  });

  it('ends with an own 376 to the name of the ircd, and knows its limits', () => {
    const step = talk('NOTICE * :*** Looking up your hostname', PASS, SERVER, ...ISUPPORT, END);
    if (step.state !== 'linked') throw new Error(step.state);
    expect(step.lines).toEqual([':adapter.test 376 ngircd.test :End']);
    const { id, ownId, software, traits } = step.ircd;
    expect({ id, ownId, software }).toEqual({
      id: 'ngircd.test',
      ownId: 'adapter.test',
      software: 'ngIRCd 26.1',
    });
    expect(traits).toMatchObject({
      casemapping: 'ascii',
      permanent: 'P',
      channelBytesMax: 50,
      topicBytesMax: 490,
      modesMax: 5,
      nickBytesMax: 30,
    });
  });

  it.each([
    ['another password', PASS.replace('ircd-to-adapter', 'guessed'), /receive_password/],
    ['another program', PASS.replace('ngIRCd|26.1', 'ircu|1'), /is not ngIRCd 26.*ircu/],
    ['a program that says too little', PASS.replace('CHLMSXZo', 'HMSX'), /lacks the features CL/],
    ['another name', SERVER.replace('SERVER ngircd.test', 'SERVER b.test'), /calls itself b\.test/],
  ])('refuses an ircd with %s', (_, line, reason) => {
    const step = line.includes('PASS') ? talk(line) : talk(PASS, line);
    expect(step).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) });
    expect(JSON.stringify(step)).not.toMatch(/guessed|ircd-to-adapter/);
  });

  it('refuses a casemapping that is none', () => {
    const wrong = ISUPPORT.map((line) => line.replace('CASEMAPPING=ascii', 'CASEMAPPING=klingon'));
    expect(talk(PASS, SERVER, ...wrong, END)).toMatchObject({ reason: expect.stringContaining('klingon') });
  });

  it('is not linked by who has not said its password', () => {
    expect(talk(SERVER, ...ISUPPORT, END)).toMatchObject({ state: 'open', lines: [] });
  });

  it.each([
    ['Bad password', /MyPassword.*send_password.*--ircd ngircd --config FILE --print-link/],
    ['Server not configured here', /\[Server\] block/],
    ['ID "adapter.test" already registered', /older link/],
    ['Ping timeout: 20 seconds', /PongTimeout/],
    ['Server going down', null],
  ])('explains %s', (text, next) => {
    const explained = new NgircdConversation(ngircdConfig()).explain({ kind: 'error', text });
    expect(explained.reason).toBe(`the ircd says: ${text}`);
    if (next === null) expect(explained.next).toBeNull();
    else expect(explained.next).toMatch(next);
  });
});

describe('a linked ngIRCd', () => {
  it('is asked when it started, and named by that', () => {
    const ircd = realIrcd();
    expect(ircd.introduce()).toEqual({ lines: [':adapter.test INFO ngircd.test'], isLast: false });
    expect(ircd.incarnation).toBe('');
    for (const line of [
      ':ngircd.test 371 adapter.test :Birth Date: Wed May 01 2024 at 10:00:00 (UTC)',
      ':ngircd.test 371 adapter.test :On-line since Sun Nov 22 2026 at 16:27:13 (UTC)',
    ]) {
      expect(ircd.hear(parseIrcLine(line))).toBeNull();
    }
    expect(ircd.introduce()).toEqual({ lines: [], isLast: true });
    expect(ircd.incarnation).toBe('start-Sun Nov 22 2026 at 16:27:13 (UTC)');
  });

  it('is answered with a source, and answers to the own token only', () => {
    const ircd = realIrcd();
    expect(ircd.pong(parseIrcLine('PING :ngircd.test'))).toBe(':adapter.test PONG ngircd.test');
    expect(ircd.pong(parseIrcLine(':ngircd.test PONG adapter.test :cburst'))).toBeNull();
    expect(ircd.ping()).toBe(':adapter.test PING :cburst');
    expect(ircd.isPong(parseIrcLine(':ngircd.test PONG adapter.test :cburst'))).toBe(true);
    expect(ircd.isPong(parseIrcLine(':ngircd.test PONG adapter.test :other'))).toBe(false);
    expect(ircd.isPong(parseIrcLine(':far PONG adapter.test :cburst'))).toBe(false);
  });
});
