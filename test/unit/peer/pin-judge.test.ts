import { describe, expect, it } from 'vitest';
import type { PeerConfig } from '../../../src/config/sidecar-config.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { PinJudge } from '../../../src/peer/pin-judge.ts';

const own = '00'.repeat(32);
const peer = (name: string, digits: string): PeerConfig => ({
  name: name as ServerName,
  address: null,
  pin: digits.repeat(32),
});
const b = peer('b.example', 'bb');
const c = peer('c.example', 'cc');
const judge = new PinJudge(own, [b, c]);
const stranger = 'dd'.repeat(32);

describe('who connected', () => {
  it('is the peer with that pin', () => {
    expect(judge.incoming(b.pin)).toEqual({ peer: 'b.example' });
    expect(judge.incoming(c.pin)).toEqual({ peer: 'c.example' });
  });

  it.each([
    ['nobody without a certificate', null, 'pin'],
    ['this sidecar itself', own, 'self'],
    ['nobody that is known', stranger, 'pin'],
  ])('is %s', (_, pin, code) => {
    expect(judge.incoming(pin)).toMatchObject({ refusal: { code } });
  });

  it('is told the pin that was not found', () => {
    expect(judge.incoming(stranger)).toMatchObject({ refusal: { text: expect.stringContaining(stranger) } });
  });
});

describe('who was reached', () => {
  it('is the peer that was dialled', () => {
    expect(judge.outgoing(b.pin, b)).toEqual({ peer: 'b.example' });
  });

  it.each([
    ['nobody without a certificate', null, 'pin', 'certificate'],
    ['this sidecar itself', own, 'self', own],
    ['a stranger', stranger, 'pin', stranger],
    ['another peer', c.pin, 'pin', `${c.pin} of c.example`],
  ])('is not %s', (_, pin, code, part) => {
    expect(judge.outgoing(pin, b)).toMatchObject({ refusal: { code, text: expect.stringContaining(part) } });
  });

  it('is told both pins', () => {
    const judgement = judge.outgoing(stranger, b);
    expect(judgement).toMatchObject({ refusal: { text: expect.stringContaining(b.pin) } });
    expect(judgement).toMatchObject({ refusal: { text: expect.stringContaining(stranger) } });
  });
});

it('takes the key that a peer is about to get as well as the one that it has', () => {
  const changing = { ...b, nextPin: 'ef'.repeat(32) };
  const judge = new PinJudge('00'.repeat(32), [changing, c]);
  for (const pin of [b.pin, changing.nextPin]) {
    expect(judge.incoming(pin)).toEqual({ peer: b.name });
    expect(judge.outgoing(pin, changing)).toEqual({ peer: b.name });
  }
  expect(judge.outgoing(changing.nextPin, c)).toMatchObject({ refusal: { code: 'pin' } });
});
