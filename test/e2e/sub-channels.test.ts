import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChannelBranch, channelTree } from '../../src/cli/channel-tree.ts';
import type { ChannelUpdate__Output } from '../../src/proto-types/cburst/v1/ChannelUpdate.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { bytes, entry, heldChannel, RawHost, topic } from './raw-host.ts';
import { NOBODY, SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

const directory = temporaryDirectory();
const names = ['#top', '#dev', '#dev-js'];

let a: SidecarProcess;
let b: SidecarProcess;
let hostA: RawHost;
let hostB: RawHost;

beforeAll(async () => {
  a = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'b.test' }] });
  const peers = [{ name: 'a.test', port: a.port }];
  b = await SidecarProcess.start(directory.path, { name: 'b.test', peers });
  const channels = names.map((name) => heldChannel(name, [topic(name)]));
  hostA = await RawHost.attach(a.hostTarget, { hello: { server_name: 'a.test' }, channels });
  hostB = await RawHost.attach(b.hostTarget, { hello: { server_name: 'b.test' } });
  for (const name of names) await hostB.showing(name);
});
afterAll(async () => {
  for (const host of [hostA, hostB]) host.cancel();
  for (const sidecar of [a, b]) await sidecar.stop();
  directory.remove();
});

it('metadata is set on one server, read on the other, and taken away', async () => {
  const look = await cburst(a, 'metadata', 'set', '#top', 'url', 'https://example.net', '--dry-run');
  expect(look.stdout).toMatch(/^#top .*\n {2}\+ metadata url: https:\/\/example\.net\n$/);
  const set = await cburst(a, 'metadata', 'set', '#top', 'url', 'https://example.net', '--by', 'alice');
  expect(set).toEqual({ exitCode: 0, stdout: 'Set: decision 1 of the journal.\n', stderr: '' });
  await until(async () => ((await notesOf(b, '#top')).length > 0 ? null : 'it has not come'));
  expect((await cburst(b, 'metadata', 'get', '#top', 'url')).stdout).toBe('https://example.net\n');
  const list = await cburst(b, 'metadata', 'list', '#TOP', '--json');
  expect(JSON.parse(list.stdout).entries).toMatchObject([
    { name: 'url', value: 'https://example.net', writer: 'a.test' },
  ]);
  const taken = await cburst(b, 'metadata', 'delete', '#top', 'url', '--dry-run');
  expect(taken.stdout).toMatch(/^#top .*\n {2}- metadata url: https:\/\/example\.net\n$/);
  const gone = await cburst(b, 'metadata', 'delete', '#top', 'url', '--json');
  expect(JSON.parse(gone.stdout)).toEqual({ decision: 1 });
  await until(async () => ((await notesOf(a, '#top')).length === 0 ? null : 'it is still there'));
  expect((await cburst(a, 'metadata', 'list', '#top')).stdout).toBe('Nothing is noted.\n');
  expect(await a.logged('metadata.set', 'socket ops.sock (unverified: alice) (decision 1)')).toMatchObject({
    level: 'info',
    channel: '#top',
  });
});

it('what cannot be is refused, with the reason', async () => {
  const top = bytes('#top');
  const set = (name: string, value: string) => a.ops.setMetadata(top, { name, value: bytes(value) }, NOBODY);
  await expect(a.ops.getMetadata(top, 'url')).rejects.toThrow('#top has no entry url');
  await expect(a.ops.deleteMetadata(top, 'url', NOBODY)).rejects.toThrow('#top has no entry url');
  await expect(a.ops.listMetadata(bytes('#nowhere'))).rejects.toThrow(
    'nobody in reach holds the channel #nowhere',
  );
  await expect(set('note', 'x'.repeat(1025))).rejects.toThrow('at most 1024 are allowed');
  await expect(set('pin', '*')).rejects.toThrow('merging and splitting');
  const itself = await cburst(a, 'metadata', 'set', '#top', 'parent', '#top');
  expect(itself).toMatchObject({ exitCode: 4, stdout: '' });
  expect(itself.stderr).toContain('a channel cannot be below itself: #top → #top');
});

it('channels stand below others, on every server', async () => {
  await cburst(a, 'metadata', 'set', '#dev', 'parent', '#top');
  await cburst(b, 'metadata', 'set', '#dev-js', 'parent', '#Dev');
  for (const sidecar of [a, b]) await until(() => treeOf(sidecar, '#top(#dev(#dev-js()))'));
  const json = JSON.parse((await cburst(a, 'channels', '--tree', '--json')).stdout);
  expect(json.channels).toMatchObject([{ name: '#top', children: [{ name: '#dev', parent: '#top' }] }]);
  const table = (await cburst(a, 'channels', '--tree')).stdout;
  expect(table).toMatch(/^#top .*\n {2}#dev .*\n {4}#dev-js /m);
  const { stdout } = await cburst(b, 'channel', '#dev');
  expect(stdout).toMatch(/^below +#top$/m);
  expect(stdout).toMatch(/^above +#dev-js$/m);
  const cycle = await cburst(b, 'metadata', 'set', '#top', 'parent', '#dev-js');
  expect(cycle).toMatchObject({ exitCode: 4, stdout: '' });
  expect(cycle.stderr).toContain('#top → #dev-js → #dev → #top');
});

it('bans above show below on every ircd, and why tells where from', async () => {
  for (const name of ['#dev', '#dev-js'])
    await a.ops.setMetadata(bytes(name), { name: 'inherit', value: bytes('bans') }, NOBODY);
  await hostA.tell({ channel: bytes('#top'), changed: { fields: [entry('*!*@spam.example')] } });
  await hostB.showing('#dev-js', hasBan);
  await hostA.showing('#dev', hasBan);
  const { stdout } = await cburst(b, 'channel', '#dev-js');
  expect(stdout).toMatch(
    /^ban \*!\*@spam\.example .*inherited from #top: set on a\.test, the latest stamp there$/m,
  );
  expect((await b.channel('#dev-js')).documents[0]!.fields).toContainEqual(
    expect.objectContaining({ inherited_from: bytes('#top') }),
  );
});

it('a removal below hides it there and further below, on every server, and nowhere else', async () => {
  const removed = { entry: { list: 'ban', mask: bytes('*!*@spam.example'), present: false } };
  await hostB.tell({ channel: bytes('#dev'), changed: { fields: [removed] } });
  await hostA.showing('#dev', (update) => !hasBan(update));
  await hostA.showing('#dev-js', (update) => !hasBan(update));
  await hostB.showing('#dev-js', (update) => !hasBan(update));
  expect(await bansOf(a, '#top')).toEqual(['*!*@spam.example']);
  expect(await bansOf(b, '#dev')).toEqual([]);
});

it('a split and restarts keep what is inherited, and nothing of it was written', async () => {
  await hostA.tell({ channel: bytes('#top'), changed: { fields: [entry('*!*@later.example')] } });
  await hostB.showing('#dev-js', (update) => JSON.stringify(bansIn(update)) === '["*!*@later.example"]');
  await hostB.tell({
    channel: bytes('#dev-js'),
    presence: { held: true, members: 1 },
  });
  await a.process.stop();
  await b.process.restart();
  await until(async () => {
    const bans = await bansOf(b, '#dev-js').catch((error: Error) => [error.message]);
    return JSON.stringify(bans) === '["*!*@later.example"]' ? null : JSON.stringify(bans);
  });
  const own = (await b.channel('#dev-js')).documents[0]!.fields.filter(({ field }) => field?.entry);
  expect(own.every(({ inherited_from: from }) => from?.equals(bytes('#top')))).toBe(true);
  await a.process.start();
});

const cburst = (sidecar: SidecarProcess, ...args: string[]) =>
  runCburst([...args, '--socket', join(sidecar.directory, 'ops.sock')]);

async function notesOf(sidecar: SidecarProcess, name: string) {
  return (await sidecar.ops.listMetadata(bytes(name))).entries;
}

async function treeOf(sidecar: SidecarProcess, expected: string): Promise<string | null> {
  const { channels } = await sidecar.ops.channels(Buffer.alloc(0), 100);
  const show = (branches: readonly ChannelBranch[]): string =>
    branches.map(({ channel, children }) => `${channel.name}(${show(children)})`).join(' ');
  const shown = show(channelTree(channels));
  return shown === expected ? null : shown;
}

function bansIn({ view }: ChannelUpdate__Output): string[] {
  const entries = (view?.fields ?? []).flatMap(({ entry: ban }) =>
    ban ? [ban.mask.toString('latin1')] : [],
  );
  return entries.sort();
}

function hasBan(update: ChannelUpdate__Output): boolean {
  return bansIn(update).includes('*!*@spam.example');
}

/** The bans that are set in the channel that is shown. */
async function bansOf(sidecar: SidecarProcess, name: string): Promise<string[]> {
  const [shown] = (await sidecar.channel(name)).documents;
  return shown!.fields
    .flatMap(({ field }) => (field?.entry?.present ? [field.entry.mask.toString('latin1')] : []))
    .sort();
}
