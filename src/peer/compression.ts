import type { Transform } from 'node:stream';
import {
  constants,
  createDeflateRaw,
  createInflateRaw,
  createZstdCompress,
  createZstdDecompress,
} from 'node:zlib';
import type { Compression } from '../wire/session-message.ts';

/** A stream that compresses and says how many bytes it has taken in for good. */
export type Decompressor = Transform & { readonly bytesWritten: number };

/** What one step of decompression gives at most: what is read of an uncompressed link at once. */
const chunkBytes = 65536;

/**
 * 8 MiB: what RFC 9659 lets a sender of zstd count on. The peer chooses the window, and this is the memory that it can make
 * us take for each of its links; deflate has 32 KiB.
 */
const zstdWindowLogMax = 23;

/** More costs several times the CPU of the sender's only thread for a tenth of the bytes. */
const level = 1;

/** Flushes after each write, so that a line never waits for a later one. */
export function createCompressor(algorithm: Compression): Transform {
  if (algorithm === 'deflate')
    return createDeflateRaw({ level, flush: constants.Z_SYNC_FLUSH, chunkSize: chunkBytes });
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  return createZstdCompress({ params, flush: constants.ZSTD_e_flush, chunkSize: chunkBytes });
}

/** Takes the end of its input for the end of the stream, wherever that was: connections break. */
export function createDecompressor(algorithm: Compression): Decompressor {
  if (algorithm === 'deflate')
    return createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: chunkBytes });
  const params = { [constants.ZSTD_d_windowLogMax]: zstdWindowLogMax };
  return createZstdDecompress({ params, finishFlush: constants.ZSTD_e_flush, chunkSize: chunkBytes });
}
