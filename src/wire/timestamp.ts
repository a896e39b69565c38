import { TIME_MAX } from '../core/field.ts';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const MS_MAX = TIME_MAX * 1000 + 999;
const MINUTE_MS = 60_000;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `ms` (Unix milliseconds, 1970 to 9999) in RFC 3339 with `Z`; a fraction only where there is one. */
export function formatTimestamp(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** The RFC 3339 time in Unix milliseconds, finer fractions cut; null for anything else and outside of 1970 to 9999. */
export function parseTimestamp(text: string): number | null {
  if (!RFC3339.test(text)) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  // An offset can bring the last day of 1969 into 1970; Date.UTC takes years before 100 for the twentieth century's.
  if (year < 1969 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // Second 60 is RFC 3339's leap second: the next minute's first, as Date.UTC has it.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const offset = offsetMs(text);
  if (offset === null) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, fractionMs(text)) - offset;
  return ms >= 0 && ms <= MS_MAX ? ms : null;
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return DAYS_IN_MONTH[month - 1]! + (leap ? 1 : 0);
}

function fractionMs(text: string): number {
  if (text.charAt(19) !== '.') return 0;
  return Number(/^\d{1,3}/.exec(text.slice(20))![0].padEnd(3, '0'));
}

function offsetMs(text: string): number | null {
  const sign = text.charAt(text.length - 6);
  if (sign !== '+' && sign !== '-') return 0;
  const hours = twoDigits(text, text.length - 5);
  const minutes = twoDigits(text, text.length - 2);
  if (hours > 23 || minutes > 59) return null;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}
