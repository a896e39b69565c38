import { afterEach, describe, expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import type { Refusal } from '../../../src/peer/tls-admission.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { identityOf } from '../../support/test-identity.ts';
import { peerConfig, TestNetwork } from '../../support/test-network.ts';

const running: TestNetwork[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ network }) => network.stop()));
});

async function start(...parameters: Parameters<typeof TestNetwork.start>): Promise<TestNetwork> {
  const network = await TestNetwork.start(...parameters);
  running.push(network);
  return network;
}

const b = 'b.example' as ServerName;

async function identity(name: string) {
  const { keyPem, certificatePem } = await identityOf(name);
  return { key: keyPem, certificate: certificatePem };
}

/** a, which knows nobody, and b, which waits for a. */
async function strangers() {
  const waiting = await start('b.example', [await peerConfig('a.example')]);
  const dialling = await start('a.example', []);
  return { waiting, dialling };
}

describe('other settings while it runs', () => {
  test('a peer that is new is dialled', async () => {
    const { waiting, dialling } = await strangers();
    dialling.network.configure({
      ...(await identity('a.example')),
      peers: [await peerConfig(b, waiting.port)],
    });
    await waiting.until(({ links }) => links.length === 1);
    await dialling.until(({ links }) => links.length === 1);
  });

  test('a peer at another address is dialled there', async () => {
    const { waiting } = await strangers();
    const wrong = await start('c.example', []);
    const a = await start('a.example', [await peerConfig(b, wrong.port)]);
    await a.until(({ dialFailed }) => dialFailed.length > 0);
    a.network.configure({ ...(await identity('a.example')), peers: [await peerConfig(b, waiting.port)] });
    await a.until(({ links }) => links.length === 1);
  });

  test('a peer that is none any more is refused, and dialled no more', async () => {
    const { waiting, dialling } = await strangers();
    waiting.network.configure({ ...(await identity('b.example')), peers: [] });
    dialling.network.configure({
      ...(await identity('a.example')),
      peers: [await peerConfig(b, waiting.port)],
    });
    await dialling.until(({ dialFailed }) => dialFailed.length === 1);
    expect(dialling.dialFailed[0]!.reason).toMatch(/no peer with the pin sha256:[0-9a-f]{64} is configured/);
    dialling.network.configure({ ...(await identity('a.example')), peers: [] });
    dialling.network.dial(b);
    expect(dialling.links).toEqual([]);
  });

  test('with another identity links stay, and whoever comes later meets the new one', async () => {
    const { waiting, dialling } = await strangers();
    const mine = await identity('a.example');
    dialling.network.configure({ ...mine, peers: [await peerConfig(b, waiting.port)] });
    await dialling.until(({ links }) => links.length === 1);
    const closed: string[] = [];
    dialling.links[0]!.open({ line() {}, drain() {}, closed: (reason) => closed.push(reason) });
    waiting.network.configure({
      ...(await identity('b2.example')),
      peers: [await peerConfig('a.example'), await peerConfig('c.example')],
    });
    const c = await start('c.example', [await peerConfig(b, waiting.port, 'b2.example')]);
    await c.until(({ links }) => links.length === 1);
    expect(closed).toEqual([]);
  });

  test('an identity that cannot be used changes nothing', async () => {
    const { dialling } = await strangers();
    const { key } = await identity('a.example');
    const { certificate } = await identity('c.example');
    expect(() => dialling.network.configure({ key, certificate, peers: [] })).toThrow();
  });
});

describe('a peer that is barred', () => {
  const refusal: Refusal = { code: 'barred', text: 'an operator wants no link' };

  test('is not taken, and hears why', async () => {
    const waiting = await start('b.example', [await peerConfig('a.example')], { barred: () => refusal });
    const dialling = await start('a.example', [await peerConfig(b, waiting.port)]);
    await dialling.until(({ dialFailed }) => dialFailed.length === 1);
    expect(dialling.dialFailed[0]).toMatchObject({
      reason: 'the other side refuses: an operator wants no link',
      refused: true,
    });
    expect(waiting.links).toEqual([]);
  });

  test('is not dialled until it is not barred any more: then at once', async () => {
    const waiting = await start('b.example', [await peerConfig('a.example')]);
    let isBarred = true;
    const dialling = await start('a.example', [await peerConfig(b, waiting.port)], {
      barred: () => (isBarred ? refusal : null),
      random: () => {
        throw new Error('nothing is to be tried a second time');
      },
    });
    dialling.network.wanted(b, true);
    dialling.network.dial(b);
    isBarred = false;
    dialling.network.dial(b);
    await dialling.until(({ links }) => links.length === 1);
    expect(waiting.links.length + waiting.refused.length).toBeLessThanOrEqual(1);
  });
});

test('one that accepts no more keeps its links', async () => {
  const { waiting, dialling } = await strangers();
  const mine = await identity('a.example');
  dialling.network.configure({ ...mine, peers: [await peerConfig(b, waiting.port)] });
  await dialling.until(({ links }) => links.length === 1);
  await waiting.until(({ links }) => links.length === 1);
  const lines: string[] = [];
  const heard = new Promise<void>((resolve) => {
    dialling.links[0]!.open({ line: (line) => resolve(void lines.push(line)), drain() {}, closed() {} });
  });
  waiting.network.quiesce();
  waiting.links[0]!.open({ line() {}, drain() {}, closed() {} });
  waiting.links[0]!.write(['still here']);
  await heard;
  expect(lines).toEqual(['still here']);
  const late = await start('a.example', [await peerConfig(b, waiting.port)]);
  await late.until(({ dialFailed }) => dialFailed.length === 1);
  expect(late.links).toEqual([]);
});

test('one that accepts no more dials nobody, also not whom it hears of by then', async () => {
  const waiting = await start('b.example', [await peerConfig('a.example')]);
  const timers = new ManualTimers();
  const quiet = await start('a.example', [], { timers });
  quiet.network.quiesce();
  quiet.network.configure({ ...(await identity('a.example')), peers: [await peerConfig(b, waiting.port)] });
  quiet.network.dial(b);
  expect(timers.delays).toEqual([]);
});
