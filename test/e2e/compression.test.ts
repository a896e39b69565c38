import { afterAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { LinkProxy } from './link-proxy.ts';
import { bytes, entry, heldChannel, RawHost, text, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
afterAll(() => directory.remove());

const channels = Array.from({ length: 2000 }, (_, n) =>
  heldChannel(`#channel-${n}`, [
    topic(`Welcome to channel ${n} | rules: https://example.org/rules/${n * 7919} | be nice`, `user${n}`),
    entry(`*!*@host-${n * 104_729}.example.com`),
  ]),
);

/** Two sidecars that link through a proxy; server a's host shows 2,000 channels. */
async function linkedPair(parent: string, ofA: readonly string[], ofB: readonly string[]) {
  const proxy = await LinkProxy.start();
  const a = await SidecarProcess.start(`${directory.path}/${parent}`, {
    name: 'a.test',
    compression: ofA,
    peers: [{ name: 'b.test' }],
  });
  proxy.target = a.port;
  const host = await RawHost.attach(a.hostTarget, { channels });
  const b = await SidecarProcess.start(`${directory.path}/${parent}`, {
    name: 'b.test',
    compression: ofB,
    peers: [{ name: 'a.test', port: proxy.port }],
  });
  await synchronised(a, b);
  const stop = async () => {
    host.cancel();
    await b.stop();
    await a.stop();
    await proxy.stop();
  };
  return { a, b, host, proxy, stop };
}

async function synchronised(a: SidecarProcess, b: SidecarProcess): Promise<void> {
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

/** What a burst and what follows it take, TLS and all. */
async function bytesOf(parent: string, ofA: readonly string[], ofB: readonly string[]): Promise<number> {
  const { proxy, stop } = await linkedPair(parent, ofA, ofB);
  const total = proxy.bytes;
  await stop();
  return total;
}

describe('a link', () => {
  let plain = 0;

  it('is not compressed unless both sides want it', async () => {
    plain = await bytesOf('none', [], []);
    const shown = channels.reduce((sum, { fields }) => sum + JSON.stringify(fields).length, 0);
    expect(plain).toBeGreaterThan(shown / 4);
    expect(await bytesOf('one', ['zstd', 'deflate'], [])).toBeGreaterThan(plain * 0.8);
  });

  it.each([
    ['zstd', ['zstd'], ['zstd']],
    ['deflate', ['deflate'], ['deflate']],
    ['what each sender likes best', ['deflate', 'zstd'], ['zstd', 'deflate']],
  ])('takes less than half of the bytes with %s', async (name, ofA, ofB) => {
    expect(await bytesOf(name, ofA, ofB)).toBeLessThan(plain / 2);
  });

  it('carries what happens later, and comes back after a cut', async () => {
    const { a, b, host, proxy, stop } = await linkedPair('later', ['zstd'], ['deflate', 'zstd']);
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
    await synchronised(a, b);
    hostB.cancel();
    await stop();
  });
});
