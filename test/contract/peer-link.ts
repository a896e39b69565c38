import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerName } from '../../src/core/identity.ts';
import { highWaterBytes, lowWaterBytes, type PeerLink } from '../../src/peer/peer-link.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { RecordingListener } from '../support/recording-listener.ts';

export interface LinkPair {
  readonly dialling: PeerLink;
  readonly accepting: PeerLink;
  /** Breaks the connection under both. */
  cut(): void;
  /** Frees what the pair needed. */
  dispose(): Promise<void>;
}

export const diallingName = 'a.example' as ServerName;
export const acceptingName = 'b.example' as ServerName;

/** What every `PeerLink` does, whatever carries it. */
export function peerLinkContract(kind: string, makePair: () => Promise<LinkPair>): void {
  describe(`peer link: ${kind}`, () => {
    let pair: LinkPair;
    let a: RecordingListener;
    let b: RecordingListener;
    beforeEach(async () => {
      pair = await makePair();
      a = new RecordingListener();
      b = new RecordingListener();
    });
    afterEach(() => pair.dispose());

    const openBoth = () => {
      pair.dialling.open(a);
      pair.accepting.open(b);
    };

    it('knows who is at the other end and who dialled', () => {
      expect([pair.dialling.peer, pair.dialling.outgoing]).toEqual([acceptingName, true]);
      expect([pair.accepting.peer, pair.accepting.outgoing]).toEqual([diallingName, false]);
    });

    it('carries lines whole and in order in both directions', async () => {
      openBoth();
      pair.dialling.write(['one', '', ' two ']);
      pair.dialling.write(['three']);
      pair.accepting.write(['four']);
      await b.until(() => b.lines.length === 4);
      await a.until(() => a.lines.length === 1);
      expect(b.lines).toEqual(['one', '', ' two ', 'three']);
      expect(a.lines).toEqual(['four']);
    });

    it('carries every byte but NUL, CR and LF', async () => {
      openBoth();
      const bytes = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1))
        .filter((byte) => byte !== '\r' && byte !== '\n')
        .join('');
      pair.dialling.write([bytes]);
      await b.until(() => b.lines.length === 1);
      expect(b.lines).toEqual([bytes]);
    });

    it('carries a line of the greatest length', async () => {
      openBoth();
      pair.dialling.write(['x'.repeat(lineBytesMax), 'next']);
      await b.until(() => b.lines.length === 2);
      expect(b.lines.map((line) => line.length)).toEqual([lineBytesMax, 4]);
    });

    it.each([
      ['CR', 'a\rb'],
      ['LF', 'a\nb'],
      ['NUL', 'a\0b'],
      ['a wide character', 'a\u0100'],
      ['length', 'x'.repeat(lineBytesMax + 1)],
    ])('throws on a line that cannot be one: %s', (_, line) => {
      openBoth();
      expect(() => pair.dialling.write(['good', line])).toThrow(RangeError);
      expect(pair.dialling.queuedBytes).toBe(0);
    });

    it('keeps lines that came before it was opened', async () => {
      pair.dialling.open(a);
      pair.dialling.write(['early']);
      pair.accepting.write(['answer']);
      await a.until(() => a.lines.length === 1);
      pair.accepting.open(b);
      await b.until(() => b.lines.length === 1);
      expect(b.lines).toEqual(['early']);
    });

    it('cannot be opened twice', () => {
      openBoth();
      expect(() => pair.dialling.open(a)).toThrow();
    });

    it('delivers nothing from within a call', async () => {
      pair.dialling.open(a);
      pair.dialling.write(['one', 'two']);
      pair.accepting.write(['answer']);
      await a.until(() => a.lines.length === 1);
      pair.accepting.open(b);
      expect(b.events).toEqual([]);
      pair.accepting.pause();
      pair.accepting.resume();
      pair.accepting.close('enough');
      expect(b.events).toEqual([]);
      expect(await b.end()).toBe('enough');
    });

    it('holds lines back while it is paused, from the very next line', async () => {
      openBoth();
      b.onLine = () => pair.accepting.pause();
      pair.dialling.write(['one', 'two', 'three']);
      await b.until(() => b.lines.length === 1);
      pair.accepting.write(['barrier']);
      await a.until(() => a.lines.length === 1);
      expect(b.lines).toEqual(['one']);
      b.onLine = () => {};
      pair.accepting.resume();
      await b.until(() => b.lines.length === 3);
      expect(b.lines).toEqual(['one', 'two', 'three']);
    });

    it('says when to wait, and when to go on', async () => {
      openBoth();
      pair.accepting.pause();
      const block = Array.from({ length: 16 }, () => 'x'.repeat(65535));
      let blocks = 1;
      while (pair.dialling.write(block)) {
        blocks++;
        await new Promise(setImmediate);
      }
      expect(pair.dialling.queuedBytes).toBeGreaterThan(highWaterBytes);
      expect(pair.dialling.write(['more'])).toBe(false);
      expect(a.drains).toBe(0);
      pair.accepting.resume();
      await a.until(() => a.drains > 0);
      expect(pair.dialling.queuedBytes).toBeLessThanOrEqual(lowWaterBytes);
      expect(pair.dialling.write(['last'])).toBe(true);
      await b.until(() => b.lines.at(-1) === 'last');
      expect(b.lines.length).toBe(blocks * 16 + 2);
      expect(a.drains).toBe(1);
    });

    it('sends what is queued before it closes, and tells both sides', async () => {
      openBoth();
      pair.dialling.write(['one', 'two']);
      pair.dialling.close('done');
      expect(await a.end()).toBe('done');
      expect(await b.end()).toBe('the peer closed the connection');
      expect(b.lines).toEqual(['one', 'two']);
    });

    it('delivers the last words to a side that was opened later', async () => {
      pair.dialling.open(a);
      pair.dialling.write(['BYE']);
      pair.dialling.close('done');
      pair.accepting.open(b);
      expect(await b.end()).toBe('the peer closed the connection');
      expect(b.lines).toEqual(['BYE']);
      expect(await a.end()).toBe('done');
    });

    it('loses no last words when the other side is still writing', async () => {
      openBoth();
      const flood = Array.from({ length: 200 }, () => 'y'.repeat(1000));
      pair.accepting.write(flood);
      b.onLine = () => pair.accepting.write(flood);
      pair.dialling.write(['one', 'BYE']);
      pair.dialling.close('done');
      await b.end();
      expect(b.lines).toEqual(['one', 'BYE']);
    });

    it('delivers no line and no drain after close, and closes once', async () => {
      openBoth();
      const answers: boolean[] = [];
      b.onLine = () => {
        pair.accepting.close('first');
        for (let mebibytes = 0; mebibytes < 3; mebibytes++) {
          answers.push(pair.accepting.write(Array(16).fill('x'.repeat(65535))));
        }
      };
      pair.dialling.write(['one', 'two']);
      expect(await b.end()).toBe('first');
      pair.accepting.close('second');
      expect(pair.accepting.write(['late'])).toBe(true);
      await a.end();
      expect(answers).toEqual([true, true, true]);
      expect(b.lines).toEqual(['one']);
      expect(b.closings).toEqual(['first']);
      expect(a.closings).toHaveLength(1);
      expect(a.lines).toEqual([]);
    });

    it('survives both sides closing at once', async () => {
      openBoth();
      pair.dialling.close('left');
      pair.accepting.close('right');
      expect(await a.end()).toBe('left');
      expect(await b.end()).toBe('right');
    });

    it('tells both sides of a broken connection', async () => {
      openBoth();
      pair.dialling.write(['one']);
      await b.until(() => b.lines.length === 1);
      pair.cut();
      expect(await a.end()).not.toBe('');
      expect(await b.end()).not.toBe('');
      expect(pair.dialling.write(['late'])).toBe(true);
      expect(pair.dialling.queuedBytes).toBe(0);
    });

    it('tells a side that was opened after the end', async () => {
      pair.dialling.open(a);
      pair.cut();
      await a.end();
      pair.accepting.open(b);
      expect(await b.end()).not.toBe('');
    });
  });
}
