import { dirname } from 'node:path';

/** What a program asked the kernel for, as far as it concerns files. */
export type DiskCall =
  | { readonly kind: 'create' | 'unlink' | 'sync'; readonly path: string }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly data: Buffer }
  /** Told to whoever reads its standard output. */
  | { readonly kind: 'said'; readonly text: string };

/** The calls of which `readDiskCalls` knows. */
export const diskCalls = ['openat', 'pwrite64', 'ftruncate', 'fsync', 'fdatasync', 'unlink', 'write'];

/** What a log of strace (`-f -y -xx`, strings whole) says of files in `directory` and of standard output. */
export function readDiskCalls(log: string, directory: string): DiskCall[] {
  const calls = log.split('\n').map(parseCall);
  return calls.filter((call) => call !== null && (call.kind === 'said' || inside(call.path))) as DiskCall[];

  function inside(path: string): boolean {
    return path === directory || dirname(path) === directory;
  }
}

/** What a machine without power forgets and what it keeps is up to it, but for what was synced. */
export interface Chance {
  /** One of 0 to `below` - 1. */
  readonly pick: (below: number) => number;
}

/**
 * A disk that keeps no more of its word than POSIX does: what was written to a file is there for certain once that was
 * synced, and a name once its directory was. What was not synced may be there in any part, in sectors of 512 bytes.
 */
export class ForgetfulDisk {
  readonly #names = new Map<string, File>();
  #durableNames = new Map<string, File>();
  #pendingNames: { readonly path: string; readonly file: File | null }[] = [];

  apply(call: DiskCall): void {
    switch (call.kind) {
      case 'create':
        if (!this.#names.has(call.path)) this.#name(call.path, { durable: Buffer.alloc(0), pending: [] });
        break;
      case 'unlink':
        this.#name(call.path, null);
        break;
      case 'sync':
        this.#sync(call.path);
        break;
      case 'truncate':
      case 'write':
        this.#names.get(call.path)!.pending.push(...sectors(call));
        break;
      case 'said':
    }
  }

  /** The files as they may be found when the power fails now. */
  image({ pick }: Chance): Map<string, Buffer> {
    const names = new Map(this.#durableNames);
    for (const change of this.#pendingNames.slice(0, pick(this.#pendingNames.length + 1)))
      rename(names, change);
    return new Map([...names].map(([path, file]) => [path, contents(file, () => pick(2) === 1)]));
  }

  #name(path: string, file: File | null): void {
    rename(this.#names, { path, file });
    this.#pendingNames.push({ path, file });
  }

  #sync(path: string): void {
    const file = this.#names.get(path);
    if (file === undefined) {
      this.#durableNames = new Map(this.#names);
      this.#pendingNames = [];
    } else {
      file.durable = contents(file, () => true);
      file.pending = [];
    }
  }
}

const SECTOR_BYTES = 512;

type Change = Extract<DiskCall, { kind: 'truncate' | 'write' }>;

interface File {
  durable: Buffer;
  pending: Change[];
}

function rename(names: Map<string, File>, { path, file }: { path: string; file: File | null }): void {
  if (file === null) names.delete(path);
  else names.set(path, file);
}

function sectors(change: Change): Change[] {
  if (change.kind === 'truncate') return [change];
  const { path, offset, data } = change;
  const parts: Change[] = [];
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + SECTOR_BYTES - ((offset + at) % SECTOR_BYTES));
    parts.push({ kind: 'write', path, offset: offset + at, data: data.subarray(at, end) });
    at = end;
  }
  return parts;
}

function contents({ durable, pending }: File, isKept: () => boolean): Buffer {
  let bytes: Buffer = Buffer.from(durable);
  for (const change of pending.filter(isKept)) {
    if (change.kind === 'truncate') bytes = resized(bytes, change.size);
    else {
      bytes = resized(bytes, Math.max(bytes.length, change.offset + change.data.length));
      change.data.copy(bytes, change.offset);
    }
  }
  return bytes;
}

function resized(bytes: Buffer, size: number): Buffer {
  return size <= bytes.length
    ? Buffer.from(bytes.subarray(0, size))
    : Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
}

function parseCall(line: string): DiskCall | null {
  const [, name, args = ''] = /^\d+ +(\w+)\((.*)\) += \d/.exec(line) ?? [];
  const [, fd, file] = /^(\d+)<([^>]*)>/.exec(args) ?? [];
  const path = unescaped(file ?? /"([^"]*)"/.exec(args)?.[1] ?? '').toString();
  const data = () => unescaped(/"([^"]*)"/.exec(args)![1]!);
  const numbers = args.split(', ').slice(-2).map(Number);
  switch (name) {
    case 'openat':
      return args.includes('O_CREAT') ? { kind: 'create', path } : null;
    case 'unlink':
      return { kind: 'unlink', path };
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', path };
    case 'ftruncate':
      return { kind: 'truncate', path, size: numbers[1]! };
    case 'pwrite64':
      return { kind: 'write', path, offset: numbers[1]!, data: data() };
    case 'write':
      return fd === '1' ? { kind: 'said', text: data().toString() } : null;
    default:
      return null;
  }
}

/** `\x2f\x74` and so on. */
function unescaped(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
