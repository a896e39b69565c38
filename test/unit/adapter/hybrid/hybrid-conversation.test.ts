import { describe, expect, it } from 'vitest';
import { HybridConversation } from '../../../../src/adapter/hybrid/hybrid-conversation.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { HANDSHAKE, hybridConfig, lines } from './real-ircd.ts';

/** The last step of the handshake in which these lines come. */
function handshake(text: string) {
  const conversation = new HybridConversation(hybridConfig());
  const steps = lines(text).map((line) => conversation.handshake(parseIrcLine(line)));
  expect(steps.slice(0, -1).every(({ state }) => state === 'open')).toBe(true);
  return steps.at(-1)!;
}

/** The handshake up to and with the changed line. */
function changed(from: string, to: string): string {
  const all = lines(HANDSHAKE);
  const at = all.findIndex((line) => line.includes(from));
  return [...all.slice(0, at), all[at]!.replace(from, to)].join('\n');
}

describe('HybridConversation', () => {
  it('begins with its password, and names its id in SERVER', () => {
    expect(new HybridConversation(hybridConfig()).greet()).toEqual([
      'PASS adapter-to-ircd',
      'CAPAB :EOB TBURST ENCAP RHOST MLOCK',
      'SERVER adapter.test 1 1AD + :cburst adapter of hyb.test: test',
    ]);
  });

  it('answers with the clock of the ircd, which drops links to servers with another', () => {
    const step = handshake(HANDSHAKE);
    expect(step).toMatchObject({ state: 'linked', lines: ['SVINFO 6 6 0 :1795334934'] });
    if (step.state === 'linked') expect([step.ircd.id, step.ircd.ownId]).toEqual(['0HY', '1AD']);
  });

  it.each([
    [
      'SERVER hyb.test',
      'SERVER other.test',
      'the ircd calls itself other.test, [ircd] server_name is hyb.test',
    ],
    ['0HY +', '1AD +', 'the ircd has the same server id as the adapter'],
  ])('does not link where %s is %s', (from, to, reason) => {
    expect(handshake(changed(from, to))).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  it('does not link to who does not know the password, and does not say it', () => {
    const all = HANDSHAKE.replace('PASS ircd-to-adapter', 'PASS hunter2');
    const step = handshake(all.slice(0, all.indexOf(':0HY SVINFO')));
    expect(step).toMatchObject({ state: 'failed', reason: expect.stringContaining('receive_password') });
    expect(JSON.stringify(step)).not.toMatch(/hunter2|ircd-to-adapter/);
  });

  it('does not link to an ircd that lacks what its reading relies on', () => {
    const all = HANDSHAKE.replace('MLOCK ', '').replace(' EOB', '');
    expect(handshake(all.slice(0, all.indexOf(':0HY SVINFO')))).toMatchObject({
      state: 'failed',
      reason: 'the ircd lacks EOB, MLOCK',
    });
  });

  it.each([
    [{ kind: 'error', text: 'Closing Link: 127.0.0.1 (Invalid password)' }, 'accept_password'],
    [
      { kind: 'error', text: 'Closing Link: 127.0.0.1 (No connect {} block)' },
      'connect {} block of this [link] name',
    ],
    [{ kind: 'error', text: 'Closing Link: 127.0.0.1 (Server already exists)' }, 'an older link'],
    [{ kind: 'error', text: "Closing Link: 127.0.0.1 (I'm a leaf not a hub)" }, 'hub = yes'],
    [{ kind: 'error', text: 'Closing Link: 127.0.0.1 (Bogus server ID introduced)' }, '[link] sid'],
    [{ kind: 'error', text: 'Closing Link: 127.0.0.1 (No matching hub_mask.)' }, 'hub_mask = "*"'],
    [{ kind: 'timeout' }, 'listen {} block'],
    [{ kind: 'closed' }, 'listen {} block'],
    [{ kind: 'unreachable', problem: 'ECONNREFUSED' }, 'check that the ircd runs'],
  ] as const)('says what to do about %o', (end, next) => {
    expect(new HybridConversation(hybridConfig()).explain(end).next).toContain(next);
  });
});
