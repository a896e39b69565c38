/**
 * The bytes of a database with what its write-ahead log has committed since, as SQLite would read the two of them. What was
 * never committed, was torn, or is left of an earlier log is passed over. SQLite's file format, section 4.
 */
export function applyLog(file: Buffer, log: Buffer): Buffer {
  const pages = committedPages(log);
  if (pages === null) return file;
  const { pageBytes, bytes } = pages;
  const whole = Buffer.alloc(bytes);
  file.copy(whole, 0, 0, bytes);
  for (const [number, offset] of pages.frames)
    log.copy(whole, (number - 1) * pageBytes, offset, offset + pageBytes);
  return whole;
}

interface LogPages {
  readonly pageBytes: number;
  /** Of the database after the last commit. */
  readonly bytes: number;
  /** The pages that were committed, and where each is in the log; of one that is there twice the last counts. */
  readonly frames: readonly (readonly [page: number, offset: number])[];
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says in which order the bytes of words are added up. */
const MAGIC = 0x377f0682;

function committedPages(log: Buffer): LogPages | null {
  if (log.length < HEADER_BYTES || log.readUInt32BE(0) >>> 1 !== MAGIC >>> 1) return null;
  const isBigEndian = (log.readUInt32BE(0) & 1) === 1;
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  const sum = checksum(log.subarray(0, 24), { first: 0, second: 0 }, isBigEndian);
  if (!isSum(log, 24, sum)) return null;
  const frames: [number, number][] = [];
  let committed = 0;
  let pagesAfterCommit = 0;
  for (let at = HEADER_BYTES, last = sum; at + FRAME_HEADER_BYTES + pageBytes <= log.length; ) {
    const offset = at + FRAME_HEADER_BYTES;
    last = checksum(log.subarray(at, at + 8), last, isBigEndian);
    last = checksum(log.subarray(offset, offset + pageBytes), last, isBigEndian);
    if (!salts.equals(log.subarray(at + 8, at + 16)) || !isSum(log, at + 16, last)) break;
    frames.push([log.readUInt32BE(at), offset]);
    const pages = log.readUInt32BE(at + 4);
    if (pages > 0) [committed, pagesAfterCommit] = [frames.length, pages];
    at = offset + pageBytes;
  }
  if (committed === 0) return null;
  return { pageBytes, bytes: pagesAfterCommit * pageBytes, frames: frames.slice(0, committed) };
}

interface Sum {
  readonly first: number;
  readonly second: number;
}

function checksum(bytes: Buffer, { first, second }: Sum, isBigEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    first = (first + view.getUint32(at, !isBigEndian) + second) >>> 0;
    second = (second + view.getUint32(at + 4, !isBigEndian) + first) >>> 0;
  }
  return { first, second };
}

function isSum(log: Buffer, offset: number, { first, second }: Sum): boolean {
  return log.readUInt32BE(offset) === first && log.readUInt32BE(offset + 4) === second;
}
