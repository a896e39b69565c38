import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BurstExtension, type ItemId, itemIdFor, writeBurstLine } from '../../src/sidecar/public-api.ts';
import { type SidecarOptions, SidecarProcess } from '../../test/e2e/sidecar-process.ts';
import { until } from '../../test/e2e/test-network.ts';
import { temporaryDirectory } from '../../test/support/temporary-directory.ts';
import { serverNote } from '../basic-burst/server-note.ts';
import { ChannelUrls } from './channel-urls.ts';
import { type RunningSidecar, runSidecar } from './running-sidecar.ts';

const directory = temporaryDirectory();

/** Server a has all extensions, b has no notes, c has no URLs. On a and b there is one more that does nothing but fail. */
const urls = { a: new ChannelUrls(), b: new ChannelUrls() };
const notes: string[] = [];
const note = (text: string) => serverNote(text, (server, heard) => void notes.push(`${server}: ${heard}`));
let a: RunningSidecar;
let b: RunningSidecar;
let c: RunningSidecar;
let configOfB = '';

beforeAll(async () => {
  const prepared = await prepare({ name: 'a.test', peers: [{ name: 'b.test' }, { name: 'c.test' }] });
  a = await runSidecar(prepared.file, [broken, urls.a.build, note('this is a')]);
  urls.a.set('#General', 'https://example.net/before');
  const peers = [{ name: 'a.test', port: prepared.port }];
  configOfB = (await prepare({ name: 'b.test', peers })).file;
  b = await runSidecar(configOfB, [talking, urls.b.build]);
  c = await runSidecar((await prepare({ name: 'c.test', peers })).file, [note('this is c')]);
});
afterAll(async () => {
  for (const { sidecar } of [a, b, c]) await sidecar.stop();
  directory.remove();
});

test('what was there is burst, what comes later is told, under the name as the network folds it', async () => {
  await shown(urls.b, { 'a.test': 'https://example.net/before' });
  urls.a.set('#general', 'https://example.net/later');
  urls.b.set('#GENERAL', 'https://example.org/');
  const both = { 'a.test': 'https://example.net/later', 'b.test': 'https://example.org/' };
  await shown(urls.b, both);
  await shown(urls.a, both);
});

test('what is taken back is gone everywhere', async () => {
  urls.a.set('#general', null);
  await shown(urls.b, { 'b.test': 'https://example.org/' });
});

test('after a restart each server knows again what the other one says', async () => {
  urls.a.set('#general', 'https://example.net/again');
  await b.sidecar.stop();
  await shown(urls.a, { 'a.test': 'https://example.net/again' });
  urls.b = new ChannelUrls();
  b = await runSidecar(configOfB, [talking, urls.b.build]);
  await shown(urls.b, { 'a.test': 'https://example.net/again' });
});

test('a server without the extension never sees the verb', async () => {
  // Notes come after URLs in each burst, so by then the URLs would have come.
  await until(async () => (notes.length >= 2 ? null : `only ${notes}`));
  expect(notes.sort()).toEqual(['a.test: this is a', 'c.test: this is c']);
  expect(logged(c, 'peer.line_rejected')).toEqual([]);
  expect(logged(a, 'peer.nak')).toEqual([]);
});

test('one that fails at everything is told of, and the others go on', () => {
  const failed = logged(a, 'extension.failed');
  // Of many failures the log tells the first ones.
  expect(failed.map(({ task }) => task)).toEqual(expect.arrayContaining(['prepare', 'describe', 'read']));
  expect(new Set(failed.map(({ burstType }) => burstType))).toEqual(new Set(['BROKEN']));
});

function prepare(options: SidecarOptions): Promise<{ file: string; port: number }> {
  return SidecarProcess.prepare(directory.path, options).then((prepared) => {
    prepared.ops.close();
    return { file: join(prepared.directory, 'sidecar.toml'), port: prepared.port };
  });
}

function shown(known: ChannelUrls, expected: Record<string, string>): Promise<void> {
  return until(async () => {
    const present = JSON.stringify([...known.of('#general')].sort());
    const wanted = JSON.stringify(Object.entries(expected).sort());
    return present === wanted ? null : `${present} instead of ${wanted}`;
  });
}

function logged({ log }: RunningSidecar, event: string): Record<string, unknown>[] {
  return log.map((line) => JSON.parse(line)).filter((line) => line.event === event);
}

const fail = (): never => {
  throw new Error('no luck');
};

function broken(): BurstExtension {
  const id = itemIdFor('BROKEN', 'one');
  const exchange = {
    presented: () => [id],
    others: fail,
    knows: fail,
    describe: fail,
    read: fail,
    burstEnded: fail,
  };
  return {
    burstType: 'BROKEN',
    capabilities: ['broken'],
    requires: 'broken',
    linked: () => exchange,
    unlinked: fail,
    committed: fail,
  };
}

/** Says what the other one is to fail at. */
function talking(): BurstExtension {
  const extension = broken();
  const describe = (id: ItemId) => [writeBurstLine('BROKEN', { id, words: [] })];
  return { ...extension, linked: (peer) => ({ ...extension.linked(peer), describe }) };
}
