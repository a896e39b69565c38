import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { LinkProxy } from './link-proxy.ts';
import { entry, heldChannel, RawHost, text, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
const CHANNELS = 300;
/** The handshake of TLS takes half of it, mostly for its two certificates and a key exchange that quantum computers cannot break. */
const LINK_BYTES_MAX = 8192;

let a: SidecarProcess;
let b: SidecarProcess;
let proxy: LinkProxy;
const hosts: RawHost[] = [];

beforeAll(async () => {
  proxy = await LinkProxy.start();
  a = await SidecarProcess.start(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test' }],
    compression: [],
  });
  proxy.target = a.port;
  const channels = Array.from({ length: CHANNELS }, (_, n) =>
    heldChannel(`#channel-${n}`, [topic(`Welcome to channel ${n}`), entry(`*!*@host-${n}.example.com`)]),
  );
  hosts.push(await RawHost.attach(a.hostTarget, { channels }));
  const peers = [{ name: 'a.test', port: proxy.port }];
  b = await SidecarProcess.start(directory.path, { name: 'b.test', peers });
  const host = await RawHost.attach(b.hostTarget, { hello: { server_name: 'b.test' } });
  hosts.push(host);
  for (const { name } of channels) {
    await host.showing(text(name as Uint8Array));
    host.event({ channel: name!, presence: { held: true, members: 1 } });
  }
});
afterAll(async () => {
  for (const host of hosts) host.cancel();
  for (const sidecar of [a, b]) await sidecar.stop();
  await proxy.stop();
  directory.remove();
});

/** Waits until both have proved each other equal after `before`, and each knows what it has of the other. */
async function provedEqual(before: number): Promise<void> {
  for (const [sidecar, other] of [
    [a, b],
    [b, a],
  ] as const) {
    await until(async () => {
      const { sequence } = await other.ops.status();
      const { state, compared, received_sequence: received } = await sidecar.peer(other.name);
      const equal =
        compared?.outcome === 'COMPARISON_OUTCOME_EQUAL' &&
        compared.equal_documents === CHANNELS &&
        compared.time > before;
      if (state === 'PEER_STATE_LINKED' && equal && received === sequence) return null;
      return `${state}: has ${received} of ${sequence}, ${JSON.stringify(compared)}`;
    });
  }
}

async function bothHoldAll(): Promise<void> {
  await until(async () => {
    const { channels: known } = await a.ops.channels(Buffer.alloc(0), CHANNELS);
    const shared = known.filter(({ holders }) => holders.length === 2).length;
    return shared === CHANNELS ? null : `${shared} channels are held by both`;
  });
}

it('a new link costs nothing for each channel when none has changed, and its proof of that neither', async () => {
  await bothHoldAll();
  await provedEqual(0);
  const first = proxy.bytes;
  const from = [a.process.log.length, b.process.log.length];
  proxy.cut();
  for (const [index, sidecar] of [a, b].entries())
    await sidecar.process.waitForLog('peer.unlinked', from[index]);
  const { compared } = await a.peer('b.test');
  proxy.bytes = 0;
  proxy.heal();
  await provedEqual(compared!.time);
  for (const [index, sidecar] of [a, b].entries()) {
    const prepared = await sidecar.process.waitForLog('sync.burst.prepared', from[index]);
    expect(prepared).toMatchObject({ mode: 'resume' });
    const presented = await sidecar.process.waitForLog('peer.burst_ended', from[index]);
    expect(presented).toMatchObject({ channels: 0 });
  }
  expect(proxy.bytes).toBeGreaterThan(0);
  expect(proxy.bytes).toBeLessThan(LINK_BYTES_MAX);
  expect(first).toBeGreaterThan(4 * LINK_BYTES_MAX);
});
