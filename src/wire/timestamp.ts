import { TIME_MAX } from '../core/field.ts';

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MS_MAX = TIME_MAX * 1000 + 999;
const MINUTE_MS = 60_000;

/** `ms` (Unix milliseconds, 1970 to 9999) in RFC 3339 with `Z`; a fraction only where there is one. */
export function formatTimestamp(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The RFC 3339 time in Unix milliseconds, finer fractions cut; null for anything else and outside of 1970 to 9999. */
export function parseTimestamp(text: string): number | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as SixNumbers;
  const inBounds = year >= 1969 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  // RFC 3339 allows second 60 for a leap second; Date.UTC takes it for the next minute's first.
  if (!inBounds || hour > 23 || minute > 59 || second > 60) return null;
  const offset = offsetMs(match[8], Number(match[9] ?? 0), Number(match[10] ?? 0));
  if (offset === null) return null;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, fraction) - offset;
  return ms >= 0 && ms <= MS_MAX ? ms : null;
}

type SixNumbers = [number, number, number, number, number, number];

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMs(sign: string | undefined, hours: number, minutes: number): number | null {
  if (hours > 23 || minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}
