import { randomBytes } from 'node:crypto';
import { type Duplex, duplexPair } from 'node:stream';
import { constants, createZstdCompress, deflateRawSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { createCompressor } from '../../../src/peer/compression.ts';
import { closeMsMax } from '../../../src/peer/peer-link.ts';
import { TlsLink } from '../../../src/peer/tls-link.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { type Compression, compressions } from '../../../src/wire/session-message.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { RecordingListener } from '../../support/recording-listener.ts';

/** A link that decompresses what follows the line COMPRESS; the test writes the other side's bytes. */
function makeLink(algorithm: Compression, onLine: (line: string) => void = () => {}) {
  const [here, there] = duplexPair();
  const timers = new ManualTimers();
  const link = new TlsLink(here, { peer: 'b.example' as ServerName, outgoing: true }, { timers });
  const listener = new RecordingListener();
  listener.onLine = (line) => {
    if (line === 'COMPRESS') link.decompress(algorithm);
    else onLine(line);
  };
  link.open(listener);
  const said: Buffer[] = [];
  there.on('data', (chunk: Buffer) => said.push(chunk));
  there.on('end', () => there.end());
  return { here, there, link, timers, listener, said: () => Buffer.concat(said).toString('latin1') };
}

/** The stream of these lines, without an end. */
async function streamOf(algorithm: Compression, lines: readonly string[]): Promise<Buffer> {
  return streamFrom(
    createCompressor(algorithm),
    lines.map((line) => `${line}\n`),
  );
}

async function streamFrom(compressor: Duplex, texts: readonly string[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  compressor.on('data', (chunk) => chunks.push(chunk));
  for (const text of texts) await new Promise((resolve) => compressor.write(text, 'latin1', resolve));
  compressor.destroy();
  return Buffer.concat(chunks);
}

const wholeStream = (algorithm: Compression, text: string) =>
  algorithm === 'zstd' ? zstdCompressSync(text) : deflateRawSync(text);

const announced = (stream: Buffer) => Buffer.concat([Buffer.from('COMPRESS\n'), stream]);

describe.each(compressions)('a stream of %s', (algorithm) => {
  it('may begin in the chunk of the line before it, and come byte by byte', async () => {
    const { there, listener } = makeLink(algorithm);
    for (const byte of announced(await streamOf(algorithm, ['one', '\xfftwo']))) there.write(Buffer.of(byte));
    await listener.until(({ lines }) => lines.length === 3);
    expect(listener.lines).toEqual(['COMPRESS', 'one', '\xfftwo']);
  });

  it('needs no end, and is not missed when the connection ends in it', async () => {
    const { there, listener } = makeLink(algorithm);
    there.end(announced(await streamOf(algorithm, ['one', 'two'])));
    expect(await listener.end()).toBe('the peer closed the connection');
    expect(listener.lines).toEqual(['COMPRESS', 'one', 'two']);
  });

  it('may end with the connection', async () => {
    const { there, listener } = makeLink(algorithm);
    there.end(announced(wholeStream(algorithm, 'one\n')));
    expect(await listener.end()).toBe('the peer closed the connection');
    expect(listener.lines).toEqual(['COMPRESS', 'one']);
  });

  it('gives no part of a line that the end of the connection cut off', async () => {
    const { there, listener } = makeLink(algorithm);
    const noise = randomBytes(5000)
      .toString('latin1')
      .replace(/[\n\r]/g, 'x');
    const stream = await streamOf(algorithm, ['one', noise]);
    there.end(announced(stream.subarray(0, -1000)));
    expect(await listener.end()).toMatch(/^the peer closed the connection/);
    expect(listener.lines).toEqual(['COMPRESS', 'one']);
  });

  it('is damaged when it goes on after its end', async () => {
    const { there, listener, said } = makeLink(algorithm);
    there.write(announced(Buffer.concat([wholeStream(algorithm, 'one\n'), Buffer.from('two\n')])));
    expect(await listener.end()).toBe('protocol: the compressed stream is damaged');
    expect(listener.lines).toEqual(['COMPRESS', 'one']);
    expect(said()).toBe('BYE protocol "the compressed stream is damaged"\n');
  });

  it('is damaged by a changed byte', async () => {
    const { there, listener } = makeLink(algorithm);
    const stream = await streamOf(algorithm, ['one', 'two']);
    stream.fill(0xff, 0, 4);
    there.write(announced(stream));
    expect(await listener.end()).toBe('protocol: the compressed stream is damaged');
  });

  it('goes on after a line that is too long', async () => {
    const { there, listener } = makeLink(algorithm);
    const long = 'x'.repeat(3 * lineBytesMax);
    there.write(announced(await streamOf(algorithm, ['one', long, 'two'])));
    await listener.until(({ lines }) => lines.length === 4);
    expect(listener.lines).toEqual(['COMPRESS', 'one', long.slice(0, lineBytesMax + 1), 'two']);
  });

  it('is refused for a line that never ends', async () => {
    const { there, listener } = makeLink(algorithm);
    there.write(announced(wholeStream(algorithm, 'x'.repeat(1 << 27))));
    expect(await listener.end()).toContain('more than');
  });

  it('is read to its last word when the connection breaks', async () => {
    const { here, there, listener } = makeLink(algorithm);
    there.write(announced(await streamOf(algorithm, ['one', 'BYE'])));
    await listener.until(({ lines }) => lines.length === 1);
    here.destroy(new Error('read ECONNRESET'));
    expect(await listener.end()).toBe('read ECONNRESET');
    expect(listener.lines).toEqual(['COMPRESS', 'one', 'BYE']);
  });

  it('waits with the news of a broken connection for a listener that is paused', async () => {
    const { here, there, link, listener } = makeLink(algorithm, () => link.pause());
    there.write(announced(await streamOf(algorithm, ['one', 'two'])));
    await listener.until(({ lines }) => lines.length === 2);
    here.destroy();
    await new Promise((resolve) => here.once('close', resolve));
    await new Promise(setImmediate);
    expect(listener.closings).toEqual([]);
    link.resume();
    await listener.until(({ lines }) => lines.length === 3);
    link.resume();
    expect(await listener.end()).toBe('the connection was lost');
  });

  it('is given up by a close, even of a broken connection', async () => {
    const { here, there, link, listener } = makeLink(algorithm, () => link.pause());
    there.write(announced(await streamOf(algorithm, ['one', 'two'])));
    await listener.until(({ lines }) => lines.length === 2);
    here.destroy();
    await new Promise((resolve) => here.once('close', resolve));
    link.close('enough');
    expect(await listener.end()).toBe('enough');
    expect(listener.lines).toEqual(['COMPRESS', 'one']);
  });

  it.each(['closed', 'closed and cut', 'lost'])('can be %s at any moment of its work', async (how) => {
    const noise = Array.from({ length: 40 }, () => randomBytes(20_000).toString('base64'));
    const stream = announced(await streamOf(algorithm, noise));
    for (let turns = 0; turns < 20; turns++) {
      const { here, there, link, timers, listener } = makeLink(algorithm);
      link.compress(algorithm);
      link.write(noise);
      there.write(stream);
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      if (how === 'lost') here.destroy();
      else link.close('enough');
      if (how === 'closed and cut') timers.advance(closeMsMax);
      expect(await listener.end()).toBe(how === 'lost' ? 'the connection was lost' : 'enough');
      link.write(noise);
      await new Promise(setImmediate);
      expect(listener.closings).toHaveLength(1);
      expect(timers.delays).toEqual([]);
    }
  });
});

it('refuses a window that takes more memory than is granted', async () => {
  const { there, listener } = makeLink('zstd');
  const params = { [constants.ZSTD_c_windowLog]: 24 };
  const greedy = createZstdCompress({ params, flush: constants.ZSTD_e_flush });
  there.write(announced(await streamFrom(greedy, ['one\n'])));
  expect(await listener.end()).toBe('protocol: the compressed stream needs too large a window');
  expect(listener.lines).toEqual(['COMPRESS']);
});

it('stops a stream that turns a few bytes into very many lines', async () => {
  const { there, listener } = makeLink('zstd');
  const page = `${'x'.repeat(lineBytesMax - 1)}\n`.repeat(64);
  const compressor = createCompressor('zstd');
  const bomb = await streamFrom(compressor, Array(40).fill(page));
  expect(bomb.length).toBeLessThan(40_000);
  there.write(announced(bomb));
  expect(await listener.end()).toBe('protocol: the compressed stream holds more than 1000 times its size');
  expect(listener.lines.length * lineBytesMax).toBeLessThan(1.5 * 2 ** 26);
});
