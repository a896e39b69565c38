import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { LinkProxy } from './link-proxy.ts';
import { bytes, entry, heldChannel, RawHost, text, topic } from './raw-host.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
const channels = Array.from({ length: 2000 }, (_, n) =>
  heldChannel(`#channel-${n}`, [
    topic(`Welcome to channel ${n} | rules: https://example.org/rules/${n * 7919} | be nice`, `user${n}`),
    entry(`*!*@host-${n * 104_729}.example.com`),
  ]),
);

/** Server a prefers zstd; its host shows 2,000 channels. The servers b, one after the other, dial it through the proxy. */
let a: SidecarProcess;
let host: RawHost;
let proxy: LinkProxy;
let started = 0;

beforeAll(async () => {
  proxy = await LinkProxy.start();
  a = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    compression: ['zstd', 'deflate'],
    peers: [{ name: 'b.test' }],
  });
  proxy.target = a.port;
  host = await RawHost.attach(a.hostTarget, { channels });
});
afterAll(async () => {
  host.cancel();
  await a.stop();
  await proxy.stop();
  directory.remove();
});

/** A new server b that has got the whole burst. */
async function startB(compression: readonly string[]): Promise<SidecarProcess> {
  proxy.bytes = 0;
  const b = await SidecarProcess.start(`${directory.path}/${++started}`, {
    name: 'b.test',
    compression,
    peers: [{ name: 'a.test', port: proxy.port }],
  });
  await synchronised(b);
  return b;
}

async function synchronised(b: SidecarProcess): Promise<void> {
  await until(async () => {
    const { documents } = await b.ops.status();
    if (documents < channels.length) return `${documents} channels have come`;
    for (const peer of [await a.peer('b.test'), await b.peer('a.test')]) {
      if (peer.state !== 'PEER_STATE_LINKED' || peer.waiting > 0)
        return `${peer.server}: ${peer.state}, ${peer.waiting} waiting: ${peer.last_error}`;
    }
    return null;
  });
}

/** What the burst to such a server takes on the wire, TLS and all. */
async function burstBytes(compression: readonly string[]): Promise<number> {
  const b = await startB(compression);
  const total = proxy.bytes;
  await b.stop();
  return total;
}

describe('a link', () => {
  let plain = 0;
  beforeAll(async () => {
    plain = await burstBytes([]);
  });

  it('is not compressed unless both sides want it', () => {
    const names = channels.reduce((sum, { name }) => sum + name!.length, 0);
    expect(plain).toBeGreaterThan(names + 100 * channels.length);
  });

  it.each([
    ['zstd', ['zstd']],
    ['deflate', ['deflate']],
    ['one in each direction', ['deflate', 'zstd']],
  ])('takes less than half of the bytes with %s', async (_, compression) => {
    expect(await burstBytes(compression)).toBeLessThan(plain / 2);
  });

  it('carries what happens later, and comes back after a cut', async () => {
    const b = await startB(['deflate', 'zstd']);
    const hostB = await RawHost.attach(b.hostTarget, { hello: { server_name: 'b.test' } });
    const tell = (words: string) => {
      const fields = [topic(words, 'alice', 1_800_000_000)];
      return host.tell({ channel: bytes('#channel-7'), changed: { fields } });
    };
    const shows = (words: string) =>
      hostB.showing('#channel-7', ({ view }) =>
        Boolean(view?.fields.some(({ topic }) => topic?.value && text(topic.value.text) === words)),
      );
    await tell('first news');
    await shows('first news');
    proxy.cut();
    await tell('second news');
    proxy.heal();
    await shows('second news');
    await synchronised(b);
    hostB.cancel();
    await b.stop();
  });
});

it.each([
  ['zstd', Buffer.from('this is no compressed stream'), 'the compressed stream is damaged'],
  ['deflate', Buffer.from('this is no compressed stream'), 'the compressed stream is damaged'],
  ['zstd', bomb(), 'the compressed stream holds more than 1000 times its size'],
])('lets a peer go with a word whose stream cannot be read: %s', async (algorithm, stream, reason) => {
  const peer = await RawPeer.link(a.port, 'b.test');
  peer.send(`COMPRESS ${algorithm}`);
  peer.sendText(stream.toString('latin1'));
  expect((await peer.ended()).at(-1)).toBe(`BYE protocol "${reason}"`);
  await a.logged('peer.unlinked', `protocol: ${reason}`);
  expect(a.process.running).toBe(true);
  expect(a.process.output).toBe('');
});

/** 80 MB of lines, of which some make sense. */
function bomb(): Buffer {
  return zstdCompressSync(`PONG x\n${`${'x'.repeat(65_000)}\n`.repeat(100)}`.repeat(13));
}
