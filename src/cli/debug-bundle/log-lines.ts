import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type BundleRedactor, withheld } from './bundle-redactor.ts';

/** Of the end of a log: some thousand lines, minutes of a busy sidecar at `info`. */
const LOG_BYTES_MAX = 1024 * 1024;

/** Strings that say nothing of users: the others of a line are withheld unless names are wanted. */
const KEPT_KEYS: ReadonlySet<string> = new Set([
  ...[
    'level',
    'time',
    'name',
    'event',
    'msg',
    'next',
    'reason',
    'problem',
    'error',
    'code',
    'state',
    'outcome',
  ],
  ...['peer', 'server', 'channel', 'id', 'address', 'software', 'version', 'incarnation', 'signal', 'space'],
]);
/** Of a line about a channel these tell what was changed by whom, too. */
const TELLING_KEYS: ReadonlySet<string> = new Set(['msg', 'reason', 'problem', 'error']);

/** The last whole lines of a log, as they may leave. What is no JSON cannot be judged, and is left out unless names are wanted. */
export function readLogLines(file: string, redactor: BundleRedactor, withNames: boolean): unknown[] {
  return tail(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const parsed = parseObject(line);
      if (parsed === null) return redactor.named(line);
      return redactor.redact(withNames ? parsed : withoutNames(parsed));
    });
}

function withoutNames(line: Record<string, unknown>): Record<string, unknown> {
  const isOfChannel = /^(?:channel|member|guest)\./.test(String(line.event ?? ''));
  const keeps = (key: string) => KEPT_KEYS.has(key) && !(isOfChannel && TELLING_KEYS.has(key));
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => {
      if (typeof value === 'object' && value !== null) return [key, withheld];
      return [key, typeof value !== 'string' || keeps(key) ? value : withheld];
    }),
  );
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function tail(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES_MAX));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.toString('utf8');
    return size > bytes.length ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    closeSync(descriptor);
  }
}
