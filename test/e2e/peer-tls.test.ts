import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity } from '../../src/peer/keygen.ts';
import { linksPerPeerMax } from '../../src/peer/peer-network.ts';
import { formatPin } from '../../src/peer/spki-pin.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { RecordingListener } from '../support/recording-listener.ts';
import { identityOf, tlsOf } from '../support/test-identity.ts';
import { peerConfig, TestNetwork } from '../support/test-network.ts';

const running: TestNetwork[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ network }) => network.stop()));
});

async function start(...parameters: Parameters<typeof TestNetwork.start>): Promise<TestNetwork> {
  const test = await TestNetwork.start(...parameters);
  running.push(test);
  return test;
}

/** b, which waits for a. */
const startB = async (...more: Awaited<ReturnType<typeof peerConfig>>[]) =>
  start('b.example', [await peerConfig('a.example'), ...more]);

const pinText = async (name: string) => formatPin((await identityOf(name)).pin);

/** What a stranger gets to hear from the first byte to the end. */
function converse(socket: TLSSocket | ReturnType<typeof connectTcp>): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

const tlsTo = (port: number, options: ConnectionOptions) =>
  connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });

describe('two sidecars', () => {
  it('link, and know each other by their pins', async () => {
    const b = await startB();
    const a = await start('a.example', [await peerConfig('b.example', b.port)]);
    await Promise.all([a.until(() => a.links.length === 1), b.until(() => b.links.length === 1)]);
    expect([a.links[0]!.peer, a.links[0]!.outgoing]).toEqual(['b.example', true]);
    expect([b.links[0]!.peer, b.links[0]!.outgoing]).toEqual(['a.example', false]);
    const [heardByA, heardByB] = [new RecordingListener(), new RecordingListener()];
    a.links[0]!.open(heardByA);
    b.links[0]!.open(heardByB);
    a.links[0]!.write(['from a']);
    b.links[0]!.write(['from b']);
    await Promise.all([heardByA.until((l) => l.lines.length > 0), heardByB.until((l) => l.lines.length > 0)]);
    expect([heardByA.lines, heardByB.lines]).toEqual([['from b'], ['from a']]);
  });

  it('redial after the link was lost, and tell a late close only to the old link', async () => {
    const timers = new ManualTimers();
    const b = await startB();
    const a = await start('a.example', [await peerConfig('b.example', b.port)], { timers });
    await Promise.all([a.until(() => a.links.length === 1), b.until(() => b.links.length === 1)]);
    const [oldAtA, oldAtB, newAtB] = [
      new RecordingListener(),
      new RecordingListener(),
      new RecordingListener(),
    ];
    a.links[0]!.open(oldAtA);
    a.links[0]!.close('restart');
    await oldAtA.end();
    timers.advance(250);
    await b.until(() => b.links.length === 2);
    b.links[1]!.open(newAtB);
    b.links[0]!.open(oldAtB);
    expect(await oldAtB.end()).toBe('the peer closed the connection');
    await a.until(() => a.links.length === 2);
    a.links[1]!.write(['barrier']);
    await newAtB.until((l) => l.lines.length === 1);
    expect(newAtB.events).toEqual([{ line: 'barrier' }]);
  });

  it('refuse a self-link on both sides', async () => {
    const a = await start('a.example', [await peerConfig('b.example')]);
    const alias = await start('a.example', [await peerConfig('b.example', a.port)]);
    await Promise.all([
      a.until(() => a.refused.length === 1),
      alias.until(() => alias.dialFailed.length === 1),
    ]);
    expect(a.refused[0]!.reason).toContain('linked to itself');
    expect(alias.dialFailed[0]!.reason).toContain('reached the dialling sidecar itself');
  });

  it('hold at most a few links of one peer: the oldest goes', async () => {
    const b = await startB();
    const tls = tlsOf(await identityOf('a.example')).client;
    const first = new RecordingListener();
    for (let count = 1; count <= linksPerPeerMax + 1; count++) {
      tlsTo(b.port, tls)
        .on('error', () => {})
        .resume()
        .write('ACCEPT\n');
      await b.until(() => b.links.length === count);
      if (count === 1) b.links[0]!.open(first);
    }
    expect(await first.end()).toContain(`more than ${linksPerPeerMax} links`);
  });

  it('stop with open links and half-made connections', async () => {
    const b = await startB();
    const a = await start('a.example', [await peerConfig('b.example', b.port)]);
    await Promise.all([a.until(() => a.links.length === 1), b.until(() => b.links.length === 1)]);
    const heard = new RecordingListener();
    b.links[0]!.open(heard);
    const halfMade = converse(connectTcp(b.port, '127.0.0.1'));
    b.links[0]!.write(['last words']);
    const atA = new RecordingListener();
    a.links[0]!.open(atA);
    await b.network.stop();
    expect(heard.closings).toEqual(['this sidecar stops']);
    expect(await atA.end()).toBe('the peer closed the connection');
    expect(atA.lines).toEqual(['last words']);
    expect(await halfMade).toBe('');
    expect(b.refused).toEqual([]);
  });
});

describe('an impostor', () => {
  it('with the right name and another key is refused, and both sides say why', async () => {
    const b = await startB();
    const impostor = await start('impostor', [await peerConfig('b.example', b.port)]);
    await Promise.all([
      b.until(() => b.refused.length === 1),
      impostor.until(() => impostor.dialFailed.length === 1),
    ]);
    const reason = `no peer with the pin ${await pinText('impostor')} is configured`;
    expect(b.refused[0]!.reason).toBe(reason);
    expect(impostor.dialFailed[0]).toMatchObject({
      refused: true,
      reason: `the other side refuses: ${reason}`,
    });
    expect([b.links, impostor.links]).toEqual([[], []]);
  });

  it('that is dialled is refused with both pins, and both sides say why', async () => {
    const b = await startB();
    const a = await start('a.example', [await peerConfig('x.example', b.port)]);
    await Promise.all([b.until(() => b.refused.length === 1), a.until(() => a.dialFailed.length === 1)]);
    const reason = `dialled x.example, which has the pin ${await pinText('x.example')}, but the other side proves the pin ${await pinText('b.example')}`;
    expect(a.dialFailed[0]).toMatchObject({ peer: 'x.example', refused: true, reason });
    expect(b.refused[0]!.reason).toBe(`the other side refuses: ${reason}`);
    expect([a.links, b.links]).toEqual([[], []]);
  });

  it('that is another configured peer than the one dialled is refused by name', async () => {
    const b = await startB();
    const a = await start('a.example', [
      await peerConfig('x.example', b.port),
      await peerConfig('b.example'),
    ]);
    await a.until(() => a.dialFailed.length === 1);
    expect(a.dialFailed[0]!.reason).toContain(`proves the pin ${await pinText('b.example')} of b.example`);
    expect(a.links).toEqual([]);
  });

  it('without a certificate is refused with the reason', async () => {
    const b = await startB();
    const heard = await converse(tlsTo(b.port, {}));
    expect(heard).toBe('BYE pin "no usable certificate was shown"\n');
    expect(b.refused.map(({ reason }) => reason)).toEqual(['no usable certificate was shown']);
  });

  it('that speaks TLS 1.2 is refused', async () => {
    const b = await startB();
    const { keyPem, certificatePem } = await identityOf('a.example');
    const heard = converse(tlsTo(b.port, { key: keyPem, cert: certificatePem, maxVersion: 'TLSv1.2' }));
    expect(await heard).toBe('');
    await b.until(() => b.refused.length === 1);
    expect(b.refused[0]!.reason).toContain('does not speak TLS 1.3');
  });

  it.each([
    ['an ircd', 'PASS secret\r\nSERVER a.example 1 :hello\r\n', 'does not speak TLS'],
    ['a browser', 'GET / HTTP/1.1\r\n\r\n', 'does not speak TLS but HTTP'],
    ['noise', '\x00\xff\x01\xfe'.repeat(1000), 'does not speak TLS'],
  ])('in plain text is refused: %s', async (_, words, reason) => {
    const b = await startB();
    const socket = connectTcp(b.port, '127.0.0.1');
    const heard = converse(socket);
    socket.write(words, 'latin1');
    await heard;
    await b.until(() => b.refused.length === 1);
    expect(b.refused[0]!.reason).toContain(reason);
    expect(await heard).not.toContain('ACCEPT');
  });

  it('gains nothing by the session of an earlier connection', async () => {
    const b = await startB();
    const { client } = tlsOf(await identityOf('a.example'));
    const first = tlsTo(b.port, client);
    const session = await new Promise<Buffer>((resolve) => first.once('session', resolve));
    first.destroy();
    const reused: boolean[] = [];
    for (const shown of [{}, client]) {
      const again = tlsTo(b.port, { ...shown, session });
      again.once('secureConnect', () => reused.push(again.isSessionReused()));
      again.once('data', () => again.destroy());
      await converse(again);
    }
    expect(reused).toEqual([false, false]);
    await b.until(() => b.refused.length === 3);
    expect(b.refused.map(({ reason }) => reason)).toContain('no usable certificate was shown');
  });
});

describe('a peer with its own key', () => {
  it('is accepted with an expired certificate: its identity is the pin', async () => {
    const expired = await generateIdentity('a.example' as ServerName, new Date('1990-01-01T00:00:00Z'));
    const b = await start('b.example', [
      { name: 'a.example' as ServerName, address: null, pin: expired.pin },
    ]);
    const socket = tlsTo(b.port, { key: expired.keyPem, cert: expired.certificatePem });
    socket.write('ACCEPT\n');
    await b.until(() => b.links.length === 1);
    expect(b.links[0]!.peer).toBe('a.example');
    socket.destroy();
  });

  it.each([
    ['no line that belongs here', 'HELLO\n'],
    ['a line without an end', 'x'.repeat(5000)],
    ['bytes of no text', '\x00\x01\n'],
  ])('is refused when it begins with %s', async (_, words) => {
    const b = await startB();
    const socket = tlsTo(b.port, tlsOf(await identityOf('a.example')).client);
    socket.write(words, 'latin1');
    expect(await converse(socket)).toBe('ACCEPT\nBYE protocol "the first line is neither ACCEPT nor BYE"\n');
    expect(b.refused.map(({ reason }) => reason)).toEqual(['the first line is neither ACCEPT nor BYE']);
    expect(b.links).toEqual([]);
  });

  it('keeps the link after a line that is too long, which comes cut', async () => {
    const b = await startB();
    const socket = tlsTo(b.port, tlsOf(await identityOf('a.example')).client).resume();
    socket.on('error', () => {});
    socket.write(`ACCEPT\ngood\n${'x'.repeat(lineBytesMax + 1)}\nafter\n`);
    await b.until(() => b.links.length === 1);
    const heard = new RecordingListener();
    b.links[0]!.open(heard);
    await heard.until(({ lines }) => lines.length === 3);
    expect(heard.lines).toEqual(['good', 'x'.repeat(lineBytesMax + 1), 'after']);
    b.links[0]!.close('the test is over');
  });
});
