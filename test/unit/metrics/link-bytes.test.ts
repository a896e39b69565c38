import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { LinkBytes } from '../../../src/metrics/link-bytes.ts';
import type { PeerLink, PeerLinkListener } from '../../../src/peer/peer-link.ts';
import { a, b, c } from '../../support/replica-fixture.ts';
import { figuresOf } from './figures.ts';

/** Notes what is asked of it. */
class NotingLink implements PeerLink {
  readonly peer = b;
  readonly pin = 'f'.repeat(64);
  readonly outgoing = true;
  readonly queuedBytes = 7;
  readonly asked: unknown[] = [];
  listener: PeerLinkListener | null = null;

  open(listener: PeerLinkListener): void {
    this.listener = listener;
  }

  write(lines: readonly string[]): boolean {
    this.asked.push(['write', ...lines]);
    return false;
  }

  compress(algorithm: string): void {
    this.asked.push(['compress', algorithm]);
  }

  decompress(algorithm: string): void {
    this.asked.push(['decompress', algorithm]);
  }

  pause(): void {
    this.asked.push('pause');
  }

  resume(): void {
    this.asked.push('resume');
  }

  close(reason: string): void {
    this.asked.push(['close', reason]);
  }
}

test('a counted link is the link, and its lines are counted with their endings', async () => {
  const registry = new Registry();
  const bytes = new LinkBytes(registry, [b, c]);
  const link = new NotingLink();
  const counted = bytes.count(link);
  const heard: string[] = [];
  counted.open({
    line: (line) => heard.push(line),
    drain: () => heard.push('(drain)'),
    closed: (reason) => heard.push(`(closed: ${reason})`),
  });
  link.listener!.line('PING x');
  link.listener!.drain();
  link.listener!.closed('over');
  expect(heard).toEqual(['PING x', '(drain)', '(closed: over)']);
  expect(counted.write(['ACK 1', 'ACK 2'])).toBe(false);
  counted.compress('zstd');
  counted.decompress('deflate');
  counted.pause();
  counted.resume();
  counted.close('done');
  expect(link.asked).toEqual([
    ['write', 'ACK 1', 'ACK 2'],
    ['compress', 'zstd'],
    ['decompress', 'deflate'],
    'pause',
    'resume',
    ['close', 'done'],
  ]);
  expect([counted.peer, counted.pin, counted.outgoing, counted.queuedBytes]).toEqual([b, link.pin, true, 7]);
  expect(bytes.received(b)).toBe(7);
  expect(await figuresOf(registry)).toEqual({
    [`link_received_bytes_total{peer="${b}"}`]: 7,
    [`link_received_bytes_total{peer="${c}"}`]: 0,
    [`link_sent_bytes_total{peer="${b}"}`]: 12,
    [`link_sent_bytes_total{peer="${c}"}`]: 0,
  });
});

test('a peer that is added is told of, one that is removed no more, and one that stays is counted on', async () => {
  const registry = new Registry();
  const bytes = new LinkBytes(registry, [b]);
  const counted = bytes.count(new NotingLink());
  counted.write(['ACK 1']);
  bytes.configure([b, c]);
  counted.write(['ACK 2']);
  expect(await figuresOf(registry)).toMatchObject({
    [`link_sent_bytes_total{peer="${b}"}`]: 12,
    [`link_sent_bytes_total{peer="${c}"}`]: 0,
  });
  bytes.configure([c]);
  counted.write(['BYE']);
  expect(Object.keys(await figuresOf(registry))).toEqual([
    `link_received_bytes_total{peer="${c}"}`,
    `link_sent_bytes_total{peer="${c}"}`,
  ]);
});

test('a link of somebody else is left alone', () => {
  const bytes = new LinkBytes(new Registry(), [a]);
  const link = new NotingLink();
  expect(bytes.count(link)).toBe(link);
  expect(bytes.received(b)).toBe(0);
});
