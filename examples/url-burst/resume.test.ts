import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuildExtension, ItemId } from '../../src/sidecar/public-api.ts';
import { LinkProxy } from '../../test/e2e/link-proxy.ts';
import { bytes, RawHost, topic } from '../../test/e2e/raw-host.ts';
import { SidecarProcess } from '../../test/e2e/sidecar-process.ts';
import { until } from '../../test/e2e/test-network.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { ChannelUrls } from './channel-urls.ts';
import { type RunningSidecar, runSidecar } from './running-sidecar.ts';

// Channels make the sessions resume: without a change of the replica there is nothing to resume from.

const directory = temporaryDirectory();
const urls = { a: new ChannelUrls(), b: new ChannelUrls() };
/** What a described to b, in order. */
const described: ItemId[] = [];
let link: LinkProxy;
let host: RawHost;
let a: RunningSidecar;
let b: RunningSidecar;
let preparedB: SidecarProcess;

beforeAll(async () => {
  link = await LinkProxy.start();
  const preparedA = await SidecarProcess.prepare(directory.path, {
    name: 'a.test',
    peers: [{ name: 'b.test' }],
  });
  preparedA.ops.close();
  link.target = preparedA.port;
  const peers = [{ name: 'a.test', port: link.port }];
  preparedB = await SidecarProcess.prepare(directory.path, { name: 'b.test', peers });
  a = await runSidecar(configOf(preparedA), [watched(urls.a)]);
  urls.a.set('#one', 'https://example.net/one');
  urls.a.set('#two', 'https://example.net/two');
  host = await RawHost.attach(preparedA.hostTarget);
  await host.tell({
    channel: bytes('#one'),
    created: { name: bytes('#one'), created_at: 1_700_000_000, held: true, members: 1 },
  });
  b = await runSidecar(configOf(preparedB), [urls.b.build]);
  await shown('#one', 'https://example.net/one');
  await hostSays('before');
});
afterAll(async () => {
  host.cancel();
  preparedB.ops.close();
  for (const { sidecar } of [a, b]) await sidecar.stop();
  await link.stop();
  directory.remove();
});

test('a link that was down costs what changed meanwhile', async () => {
  link.cut();
  await shown('#one', null);
  await shown('#two', null);
  urls.a.set('#two', null);
  urls.a.set('#three', 'https://example.net/three');
  const before = described.length;
  link.heal();
  await shown('#three', 'https://example.net/three');
  await shown('#one', 'https://example.net/one');
  await shown('#two', null);
  expect(bursts()).toEqual(['full', 'resume']);
  expect(described.length).toBe(before + 2);
});

test('one that was started anew is told again what it had in memory only', async () => {
  await hostSays('after');
  await b.sidecar.stop();
  urls.b = new ChannelUrls();
  b = await runSidecar(configOf(preparedB), [urls.b.build]);
  await shown('#one', 'https://example.net/one');
  await shown('#three', 'https://example.net/three');
  expect(bursts()).toEqual(['full', 'resume', 'resume']);
});

function configOf({ directory }: SidecarProcess): string {
  return join(directory, 'sidecar.toml');
}

function shown(channel: string, url: string | null): Promise<void> {
  return until(async () => {
    const known = urls.b.of(channel).get('a.test') ?? null;
    return known === url ? null : `${known} instead of ${url}`;
  });
}

/** A change of a channel, which has come to b. */
async function hostSays(text: string): Promise<void> {
  const before = await receivedOfA();
  await host.tell({ channel: bytes('#one'), changed: { fields: [topic(text)] } });
  await until(async () => ((await receivedOfA()) > before ? null : 'the topic has not come'));
}

/** The sequence of a's up to which b has all. */
async function receivedOfA(): Promise<number> {
  return (await preparedB.peer('a.test')).received_sequence;
}

/** How a began the bursts to b. */
function bursts(): unknown[] {
  const lines = a.log.map((line) => JSON.parse(line));
  return lines.filter(({ event }) => event === 'sync.burst.prepared').map(({ mode }) => mode);
}

function watched({ build }: ChannelUrls): BuildExtension {
  return (replica, announce) => {
    const extension = build(replica, announce);
    const linked = extension.linked.bind(extension);
    extension.linked = (peer) => {
      const exchange = linked(peer);
      const describe: typeof exchange.describe = (id, parts) => {
        described.push(id);
        return exchange.describe(id, parts);
      };
      return { ...exchange, describe };
    };
    return extension;
  };
}
