import { type Duplex, duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { skippedBytesMax } from '../../../src/peer/line-splitter.ts';
import { closeMsMax, queueBytesMax } from '../../../src/peer/peer-link.ts';
import { TlsLink } from '../../../src/peer/tls-link.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { RecordingListener } from '../../support/recording-listener.ts';

function makeLink() {
  const [here, there] = duplexPair();
  const timers = new ManualTimers();
  const link = new TlsLink(here, { peer: 'b.example' as ServerName, outgoing: true }, { timers });
  const listener = new RecordingListener();
  return { here, there, timers, link, listener };
}

function chunksFrom(socket: Duplex): Promise<string> {
  return new Promise((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
}

it('writes the lines of one turn at once', async () => {
  const { there, link, listener } = makeLink();
  link.open(listener);
  link.write(['one', 'two']);
  link.write(['three']);
  expect(link.queuedBytes).toBe(14);
  expect(await chunksFrom(there)).toBe('one\ntwo\nthree\n');
});

it('takes CR LF as a line ending', async () => {
  const { there, link, listener } = makeLink();
  link.open(listener);
  there.write('one\r\ntwo\n');
  await listener.until(({ lines }) => lines.length === 2);
  expect(listener.lines).toEqual(['one', 'two']);
});

it('cuts a line that is too long, so that it shows, and goes on after it', async () => {
  const { there, link, listener } = makeLink();
  link.open(listener);
  there.write(`good\n${'x'.repeat(3 * lineBytesMax)}\nafter\n`);
  await listener.until(({ lines }) => lines.length === 3);
  expect(listener.lines).toEqual(['good', 'x'.repeat(lineBytesMax + 1), 'after']);
});

it('closes on a line that does not end, after the lines before it, and reads no further', async () => {
  const { there, link, listener } = makeLink();
  link.open(listener);
  const block = Buffer.alloc(1 << 20, 'x');
  there.write('good\n');
  for (let bytes = 0; bytes <= skippedBytesMax + lineBytesMax; bytes += block.length) there.write(block);
  there.write('\nlater\n');
  there.resume().on('end', () => there.end());
  expect(await listener.end()).toBe(`protocol: the peer sent a line of more than ${skippedBytesMax} bytes`);
  expect(listener.lines).toEqual(['good']);
});

it('delivers no part of a line that the end of the connection cut off', async () => {
  const { there, link, listener } = makeLink();
  link.open(listener);
  there.end('whole\npart');
  there.resume();
  expect(await listener.end()).toBe('the peer closed the connection in the middle of a line');
  expect(listener.lines).toEqual(['whole']);
});

it('does not wait longer than it may for a side that keeps its end open', async () => {
  const { link, listener, timers } = makeLink();
  link.open(listener);
  link.close('enough');
  timers.advance(closeMsMax - 1);
  await new Promise(setImmediate);
  expect(listener.closings).toEqual([]);
  timers.advance(1);
  expect(await listener.end()).toBe('enough');
  expect(timers.delays).toEqual([]);
});

it.each(['opened', 'paused', 'not opened'])('takes what still comes while it closes: %s', async (state) => {
  const { here, there, link, listener } = makeLink();
  if (state !== 'not opened') link.open(listener);
  if (state === 'paused') link.pause();
  await new Promise(setImmediate);
  const closed = new Promise((resolve) => here.once('close', resolve));
  link.close('enough');
  there.end('late\n');
  there.resume();
  await closed;
  expect(listener.lines).toEqual([]);
});

it('gives up a peer that never reads', async () => {
  const { link, listener } = makeLink();
  link.open(listener);
  const block = Array.from({ length: 256 }, () => 'x'.repeat(65535));
  for (let bytes = 0; bytes <= queueBytesMax; bytes += 256 * 65536) expect(link.write(block)).toBe(false);
  expect(await listener.end()).toContain('wait for a peer that does not read them');
  expect(link.queuedBytes).toBe(0);
});

it('reads no further while it is paused', async () => {
  const { here, there, link, listener } = makeLink();
  listener.onLine = () => link.pause();
  link.open(listener);
  there.write('one\n');
  await listener.until(({ lines }) => lines.length === 1);
  expect(here.isPaused()).toBe(true);
  link.resume();
  await new Promise(setImmediate);
  expect(here.isPaused()).toBe(false);
});

it('tells why the connection broke', async () => {
  const { here, link, listener } = makeLink();
  link.open(listener);
  here.destroy(new Error('read ECONNRESET'));
  expect(await listener.end()).toBe('read ECONNRESET');
});
