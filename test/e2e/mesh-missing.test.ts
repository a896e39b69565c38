import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { bytes, heldChannel, RawHost, text, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
const sections = '[extensions.channel_burst]\ndigest_interval = 10\n';
const channel = '#shared';

/** Each of them has the others as peers, but of a and c neither dials. */
let a: SidecarProcess;
let b: SidecarProcess;
let c: SidecarProcess;
const hosts: RawHost[] = [];

beforeAll(async () => {
  const [first, port, third] = (await freePorts(3)) as [number, number, number];
  const start = (name: string, peers: { name: string; port?: number }[], listens: number) =>
    SidecarProcess.start(directory.path, { name, peers, sections }, listens);
  [a, b, c] = await Promise.all([
    start('a.test', [{ name: 'b.test', port }, { name: 'c.test' }], first),
    start('b.test', [{ name: 'a.test' }, { name: 'c.test' }], port),
    start('c.test', [{ name: 'b.test', port }, { name: 'a.test' }], third),
  ]);
});
afterAll(async () => {
  for (const host of hosts) host.cancel();
  for (const sidecar of [a, b, c]) await sidecar.stop();
  directory.remove();
});

async function attach(sidecar: SidecarProcess): Promise<RawHost> {
  const host = await RawHost.attach(sidecar.hostTarget, { hello: { server_name: sidecar.name } });
  hosts.push(host);
  return host;
}

const shows = (host: RawHost, words: string) =>
  host.showing(channel, ({ view }) =>
    Boolean(view?.fields.some((field) => field.topic?.value && text(field.topic.value.text) === words)),
  );

const changeTopic = (host: RawHost, words: string) => {
  const fields = [topic(words, 'alice', 1_800_000_000)];
  return host.tell({ channel: bytes(channel), changed: { fields } });
};

it('a link that is missing is told, and settings go round it by comparison', async () => {
  const [hostA, hostB, hostC] = [await attach(a), await attach(b), await attach(c)];
  await hostA.tell({ channel: bytes(channel), created: heldChannel(channel, [topic('first')]) });
  await shows(hostB, 'first');
  await hostB.tell({ channel: bytes(channel), presence: { held: true, members: 1 } });
  await shows(hostC, 'first');
  await hostC.tell({ channel: bytes(channel), presence: { held: true, members: 1 } });
  await comparedEqual(b, 'c.test');
  const from = b.process.log.length;
  await changeTopic(hostA, 'news of a');
  await shows(hostC, 'news of a');
  await b.process.waitForLog('digest.different', from, (line) => line.peer === 'c.test');
  await changeTopic(hostC, 'news of c');
  await shows(hostA, 'news of c');
  for (const [one, other] of [
    [a, c],
    [c, a],
  ] as const) {
    expect(await one.peer(other.name)).toMatchObject({ state: 'PEER_STATE_DOWN' });
  }
  await comparedEqual(b, 'a.test');

  expect(await b.logged('mesh.link_missing', 'a.test and c.test')).toMatchObject({ level: 'warn' });
  expect(await b.peer('a.test')).toMatchObject({ state: 'PEER_STATE_LINKED', missing_links: ['c.test'] });
  expect(await b.peer('c.test')).toMatchObject({ missing_links: ['a.test'] });
});

function comparedEqual(sidecar: SidecarProcess, peer: string): Promise<void> {
  return until(async () => {
    const { compared } = await sidecar.peer(peer);
    const equal = compared?.outcome === 'COMPARISON_OUTCOME_EQUAL' && compared.equal_documents === 1;
    return equal ? null : `${sidecar.name}, ${peer}: ${JSON.stringify(compared)}`;
  });
}
