import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerName } from '../../src/core/identity.ts';
import { highWaterBytes, lowWaterBytes, type PeerLink } from '../../src/peer/peer-link.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { compressions } from '../../src/wire/session-message.ts';
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
      pair.dialling.write([everyByte]);
      await b.until(() => b.lines.length === 1);
      expect(b.lines).toEqual([everyByte]);
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

    describe.each(compressions)('compressed with %s', (algorithm) => {
      /** Compresses what `from` sends from here on; `to` hears of it in a line. `onLine` gets the lines after that one. */
      const announce = (
        [from, to, listener]: readonly [PeerLink, PeerLink, RecordingListener],
        onLine: (line: string) => void = () => {},
      ) => {
        listener.onLine = (line) => {
          if (line === 'COMPRESS') to.decompress(algorithm);
          else onLine(line);
        };
        from.write(['COMPRESS']);
        from.compress(algorithm);
      };
      const toB = () => [pair.dialling, pair.accepting, b] as const;
      const toA = () => [pair.accepting, pair.dialling, a] as const;

      it('carries what follows the last plain line, in the same turn and later', async () => {
        openBoth();
        pair.dialling.write(['plain']);
        announce(toB());
        pair.dialling.write(['one', '', everyByte]);
        await b.until(() => b.lines.length === 5);
        pair.dialling.write(['x'.repeat(lineBytesMax)]);
        pair.dialling.write(['last']);
        await b.until(() => b.lines.at(-1) === 'last');
        const long = 'x'.repeat(lineBytesMax);
        expect(b.lines).toEqual(['plain', 'COMPRESS', 'one', '', everyByte, long, 'last']);
      });

      it('compresses each direction by itself', async () => {
        openBoth();
        announce(toB());
        pair.dialling.write(['one']);
        pair.accepting.write(['plain']);
        await b.until(() => b.lines.length === 2);
        announce(toA());
        pair.accepting.write(['two']);
        await a.until(() => a.lines.length === 3);
        expect(a.lines).toEqual(['plain', 'COMPRESS', 'two']);
        expect(b.lines).toEqual(['COMPRESS', 'one']);
      });

      it('is switched on once', () => {
        openBoth();
        pair.dialling.compress(algorithm);
        pair.accepting.decompress(algorithm);
        expect(() => pair.dialling.compress(algorithm)).toThrow();
        expect(() => pair.accepting.decompress(algorithm)).toThrow();
      });

      it('holds lines back while it is paused, from the very next line', async () => {
        openBoth();
        announce(toB(), () => pair.accepting.pause());
        pair.dialling.write(['one', 'two', 'three']);
        await b.until(() => b.lines.length === 2);
        pair.accepting.write(['barrier']);
        await a.until(() => a.lines.length === 1);
        expect(b.lines).toEqual(['COMPRESS', 'one']);
        b.onLine = () => {};
        pair.accepting.resume();
        await b.until(() => b.lines.length === 4);
        expect(b.lines).toEqual(['COMPRESS', 'one', 'two', 'three']);
      });

      it('says when to wait, and when to go on', async () => {
        openBoth();
        announce(toB());
        await b.until(() => b.lines.length === 1);
        pair.accepting.pause();
        let lines = 1;
        while (pair.dialling.write([randomLine()]) || pair.dialling.queuedBytes < 2 * highWaterBytes) {
          if (++lines % 16 === 0) await new Promise(setImmediate);
        }
        expect(pair.dialling.write(['more'])).toBe(false);
        const before = a.drains;
        pair.accepting.resume();
        await a.until(() => a.drains > before);
        expect(pair.dialling.queuedBytes).toBeLessThanOrEqual(lowWaterBytes);
        expect(pair.dialling.write(['last'])).toBe(true);
        await b.until(() => b.lines.at(-1) === 'last');
        expect(b.lines.length).toBe(lines + 3);
        expect(a.drains).toBe(before + 1);
      });

      it('sends what is queued before it closes, and tells both sides', async () => {
        openBoth();
        announce(toB());
        const lines = Array.from({ length: 50 }, randomLine);
        pair.dialling.write(lines);
        pair.dialling.close('done');
        expect(await a.end()).toBe('done');
        expect(await b.end()).toBe('the peer closed the connection');
        expect(b.lines.slice(1)).toEqual(lines);
      });

      it('delivers the last words to a side that was opened later', async () => {
        pair.dialling.open(a);
        announce(toB());
        pair.dialling.write(['BYE']);
        pair.dialling.close('done');
        pair.accepting.open(b);
        expect(await b.end()).toBe('the peer closed the connection');
        expect(b.lines).toEqual(['COMPRESS', 'BYE']);
      });

      it('loses no last words when the other side is still writing', async () => {
        openBoth();
        announce(toA());
        const flood = Array.from({ length: 5 }, randomLine);
        announce(toB(), () => pair.accepting.write(flood));
        pair.dialling.write(['one', 'BYE']);
        pair.dialling.close('done');
        await b.end();
        expect(b.lines).toEqual(['COMPRESS', 'one', 'BYE']);
      });

      it('delivers no line after close, and closes once', async () => {
        openBoth();
        announce(toB(), () => pair.accepting.close('first'));
        pair.dialling.write(['one', 'two']);
        expect(await b.end()).toBe('first');
        pair.accepting.close('second');
        await a.end();
        expect(b.lines).toEqual(['COMPRESS', 'one']);
        expect(b.closings).toEqual(['first']);
      });

      it('tells both sides of a connection that breaks at work', async () => {
        openBoth();
        announce(toA());
        announce(toB());
        const block = Array.from({ length: 20 }, randomLine);
        pair.dialling.write(block);
        pair.accepting.write(block);
        await b.until(() => b.lines.length > 1);
        pair.dialling.write(block);
        pair.cut();
        expect(await a.end()).not.toBe('');
        expect(await b.end()).not.toBe('');
        expect(pair.dialling.write(['late'])).toBe(true);
        expect(pair.dialling.queuedBytes).toBe(0);
      });

      it('ends, with a word to the other side, when what comes is no such stream', async () => {
        openBoth();
        pair.accepting.decompress(algorithm);
        pair.dialling.write(['this is plain text, and long enough']);
        expect(await b.end()).toBe('protocol: the compressed stream is damaged');
        await a.end();
        expect(a.lines).toEqual(['BYE protocol "the compressed stream is damaged"']);
        expect(b.lines).toEqual([]);
      });
    });
  });
}

const everyByte = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1))
  .filter((byte) => byte !== '\r' && byte !== '\n')
  .join('');

/** As long as a line may be, of what hardly gets shorter. */
function randomLine(): string {
  return randomBytes(lineBytesMax)
    .toString('latin1')
    .replace(/[\0\r\n]/g, 'x');
}
