import { randomBytes } from 'node:crypto';
import { Duplex, duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import { createDecompressor } from '../../../src/peer/compression.ts';
import { LineWriter } from '../../../src/peer/line-writer.ts';
import { highWaterBytes, lowWaterBytes } from '../../../src/peer/peer-link.ts';
import { compressions } from '../../../src/wire/session-message.ts';

const noEvents = { drained: () => {}, failed: () => {} };

it.each(compressions)(
  'makes the lines of one turn one piece that %s can read to its end',
  async (algorithm) => {
    const [here, there] = duplexPair();
    const writer = new LineWriter(here, noEvents);
    const chunks: Buffer[] = [];
    const next = () =>
      new Promise<Buffer>((resolve) => {
        there.once('data', (chunk: Buffer) => {
          chunks.push(chunk);
          resolve(chunk);
        });
      });
    const decompressor = createDecompressor(algorithm);
    const read = async (chunk: Buffer) => {
      await new Promise((resolve) => decompressor.write(chunk, resolve));
      return String(decompressor.read());
    };
    writer.add(['plain']);
    writer.compress(algorithm);
    writer.add(['one']);
    writer.add(['two']);
    expect(String(await next())).toBe('plain\n');
    expect(await read(await next())).toBe('one\ntwo\n');
    writer.add(['three']);
    expect(await read(await next())).toBe('three\n');
    expect(chunks).toHaveLength(3);
  },
);

it.each(compressions)('counts as queued what %s has not taken yet', async (algorithm) => {
  const [here] = duplexPair();
  const writer = new LineWriter(here, noEvents);
  writer.compress(algorithm);
  const lines = Array<string>(17).fill('x'.repeat(65535));
  expect(writer.add(lines)).toBe(false);
  expect(writer.queuedBytes).toBe(17 * 65536);
  writer.flush();
  expect(writer.queuedBytes).toBeGreaterThan(highWaterBytes);
});

it.each(compressions)('is drained when the other side takes what %s has made', async (algorithm) => {
  const taking = Promise.withResolvers<void>();
  const slow = new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      taking.promise.then(() => done());
    },
  });
  let drains = 0;
  const drained = Promise.withResolvers<void>();
  const events = {
    ...noEvents,
    drained: () => {
      drains++;
      drained.resolve();
    },
  };
  const writer = new LineWriter(slow, events);
  writer.compress(algorithm);
  expect(writer.add(Array.from({ length: 30 }, () => randomBytes(49_000).toString('base64')))).toBe(false);
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(drains).toBe(0);
  taking.resolve();
  await drained.promise;
  expect(writer.queuedBytes).toBeLessThanOrEqual(lowWaterBytes);
  expect(writer.add(['more'])).toBe(true);
  expect(drains).toBe(1);
});

it.each(compressions)(
  'tells that %s failed: an error that nobody hears would end the process',
  async (algorithm) => {
    const [here] = duplexPair();
    const failed = Promise.withResolvers<Error>();
    const writer = new LineWriter(here, { drained: () => {}, failed: failed.resolve });
    let compressor: Duplex | null = null;
    here.once('pipe', (source: Duplex) => {
      compressor = source;
    });
    writer.compress(algorithm);
    compressor!.destroy(new Error('no memory'));
    expect(await failed.promise).toMatchObject({ message: 'no memory' });
  },
);
