import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ServerName } from '../../src/core/identity.ts';
import { createCompressor } from '../../src/peer/compression.ts';
import { TlsLink } from '../../src/peer/tls-link.ts';
import { type Compression, compressions } from '../../src/wire/session-message.ts';
import { RecordingListener } from '../support/recording-listener.ts';

const byte = fc.integer({ min: 1, max: 255 }).filter((code) => code !== 0x0a && code !== 0x0d);
const line = fc.array(byte, { maxLength: 60 }).map((codes) => String.fromCharCode(...codes));
const lines = fc.array(line, { minLength: 1, maxLength: 20 });
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
const algorithms = fc.constantFrom(...compressions);

it('the lines of a compressed stream do not depend on where it is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(algorithms, lines, sizes, async (algorithm, sent, cuts) => {
      const { heard, reason } = await receive(algorithm, await streamOf(algorithm, sent), cuts);
      expect(heard).toEqual(sent);
      expect(reason).toBe('the peer closed the connection');
    }),
  );
});

it('a truncated stream gives whole lines only, each as it was sent', async () => {
  await fc.assert(
    fc.asyncProperty(algorithms, lines, fc.nat(), sizes, async (algorithm, sent, at, cuts) => {
      const stream = await streamOf(algorithm, sent);
      const { heard, reason } = await receive(algorithm, stream.subarray(0, at % stream.length), cuts);
      expect(heard).toEqual(sent.slice(0, heard.length));
      expect(reason).toMatch(/^the peer closed the connection/);
    }),
  );
});

it('no bytes do more than end the link', async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 });
  const garbage = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(
      algorithms,
      lines,
      damage,
      garbage,
      sizes,
      async (algorithm, sent, bytes, tail, cuts) => {
        const stream = Buffer.concat([await streamOf(algorithm, sent), tail]);
        for (const [at, value] of bytes) stream[at % stream.length] = value;
        for (const each of [stream, tail]) {
          const { reason } = await receive(algorithm, each, cuts);
          expect(reason).toMatch(
            /^the peer closed the connection|^protocol: the (?:compressed stream|peer sent)/,
          );
        }
      },
    ),
  );
});

async function streamOf(algorithm: Compression, sent: readonly string[]): Promise<Buffer> {
  const compressor = createCompressor(algorithm);
  const chunks: Buffer[] = [];
  compressor.on('data', (chunk) => chunks.push(chunk));
  for (const each of sent) await new Promise((resolve) => compressor.write(`${each}\n`, 'latin1', resolve));
  compressor.destroy();
  return Buffer.concat(chunks);
}

/** What a link makes of these bytes, which come in chunks of the given sizes and then as a whole. */
async function receive(algorithm: Compression, stream: Buffer, cuts: readonly number[]) {
  const [here, there] = duplexPair();
  const link = new TlsLink(here, { peer: 'b.example' as ServerName, outgoing: true });
  const listener = new RecordingListener();
  link.open(listener);
  link.decompress(algorithm);
  there.resume();
  let start = 0;
  for (const size of [...cuts, stream.length]) {
    there.write(stream.subarray(start, start + size));
    start += size;
  }
  there.end();
  const reason = await listener.end();
  expect(listener.closings).toHaveLength(1);
  return { heard: listener.lines, reason };
}
