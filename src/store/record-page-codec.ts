import { crc32 } from 'node:zlib';
import type { StoreRecord } from './store.ts';

/**
 * A page is one blob that packs records; a database row for each record costs several times the processor time.
 *
 *     page   = *frame
 *     frame  = crc length space-length key-length space key value
 *
 * `crc` and `length` are 32 bits, `space-length` 8, `key-length` 16, little-endian; `length` is the number of bytes after
 * it. The CRC-32 is over all that follows it, so every frame proves itself: behind a damaged one the decoder finds the
 * next that is whole.
 */
export interface EncodedPage {
  readonly body: Buffer;
  /** Where each record is in the body, in the order given. */
  readonly frames: readonly Frame[];
}

export interface Frame {
  readonly offset: number;
  /** Size of the whole frame. */
  readonly bytes: number;
}

export interface PageRecord extends Frame, StoreRecord {}

export interface DecodedPage {
  /** Their values are views into the page. */
  readonly records: readonly PageRecord[];
  /** Stretches without a whole frame. A stretch may have held several records. */
  readonly damage: readonly { readonly offset: number; readonly value: Uint8Array }[];
}

/** More do not make pages cheaper, and rewriting a page stays in the range of a few milliseconds. */
export const pageRecordsMax = 1000;
/** A page that has reached this size takes no more records; only a single large one makes a page much larger. */
export const pageBytesMax = 512 * 1024;

/** Packs records into as few pages as the bounds allow, in order. */
export function* encodePages(records: readonly StoreRecord[]): Generator<EncodedPage> {
  let first = 0;
  while (first < records.length) {
    const frames: Frame[] = [];
    let size = 0;
    while (first + frames.length < records.length && frames.length < pageRecordsMax && size < pageBytesMax) {
      const bytes = frameBytes(records[first + frames.length]!);
      frames.push({ offset: size, bytes });
      size += bytes;
    }
    const body = Buffer.allocUnsafe(size);
    frames.forEach((frame, i) => {
      writeFrame(body, frame, records[first + i]!);
    });
    yield { body, frames };
    first += frames.length;
  }
}

/** Never throws: what is no frame is damage. */
export function decodePage(page: Uint8Array): DecodedPage {
  const body = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  const records: PageRecord[] = [];
  const damage: { offset: number; value: Uint8Array }[] = [];
  let offset = 0;
  while (offset < body.length) {
    const record = readFrame(body, offset);
    if (record !== null) {
      records.push(record);
      offset += record.bytes;
      continue;
    }
    const next = nextFrame(body, offset + 1);
    damage.push({ offset, value: body.subarray(offset, next) });
    offset = next;
  }
  return { records, damage };
}

const CRC_BYTES = 4;
/** `crc` and `length`. */
const HEAD_BYTES = 8;
/** `space-length` and `key-length`. */
const NAME_LENGTHS_BYTES = 3;

function frameBytes({ space, key, value }: StoreRecord): number {
  return HEAD_BYTES + NAME_LENGTHS_BYTES + space.length + key.length + value.length;
}

function writeFrame(body: Buffer, { offset, bytes }: Frame, { space, key, value }: StoreRecord): void {
  const start = offset + HEAD_BYTES;
  const names = start + NAME_LENGTHS_BYTES;
  body.writeUInt32LE(bytes - HEAD_BYTES, offset + CRC_BYTES);
  body.writeUInt8(space.length, start);
  body.writeUInt16LE(key.length, start + 1);
  body.write(space, names, 'latin1');
  body.write(key, names + space.length, 'latin1');
  body.set(value, names + space.length + key.length);
  body.writeUInt32LE(crc32(body.subarray(offset + CRC_BYTES, offset + bytes)), offset);
}

/** The record whose frame starts at `offset`, or null when there is no whole frame. */
function readFrame(body: Buffer, offset: number): PageRecord | null {
  const start = offset + HEAD_BYTES;
  const names = start + NAME_LENGTHS_BYTES;
  if (names > body.length) return null;
  const end = start + body.readUInt32LE(offset + CRC_BYTES);
  const keyStart = names + body.readUInt8(start);
  const valueStart = keyStart + body.readUInt16LE(start + 1);
  if (end > body.length || valueStart > end) return null;
  if (crc32(body.subarray(offset + CRC_BYTES, end)) !== body.readUInt32LE(offset)) return null;
  return {
    offset,
    bytes: end - offset,
    space: body.toString('latin1', names, keyStart),
    key: body.toString('latin1', keyStart, valueStart),
    value: body.subarray(valueStart, end),
  };
}

/** Where the next whole frame starts at or after `from`, or the end. Random bytes pass for a frame once in 2^32 tries. */
function nextFrame(body: Buffer, from: number): number {
  let offset = from;
  while (offset < body.length && readFrame(body, offset) === null) offset++;
  return offset;
}
