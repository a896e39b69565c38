import { TIME_MAX } from '../core/field.ts';

const MS_MAX = TIME_MAX * 1000 + 999;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Beyond every part of a time: what is no number is out of its bounds. */
const NO_NUMBER = 100_000;

const DASH = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const PLUS = 0x2b;
const T = 0x54;
const Z = 0x5a;
const LOWER_CASE = 0x20;

/** `ms` (Unix milliseconds, 1970 to 9999) in RFC 3339 with `Z`; a fraction only where there is one. */
export function formatTimestamp(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const inDay = ms - day * DAY_MS;
  const minutes = Math.floor(inDay / MINUTE_MS);
  const inMinute = inDay - minutes * MINUTE_MS;
  const seconds = Math.floor(inMinute / 1000);
  const clock = `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds]}`;
  const fraction = inMinute % 1000;
  return fraction === 0
    ? `${formatDay(day)}T${clock}Z`
    : `${formatDay(day)}T${clock}.${String(fraction).padStart(3, '0')}Z`;
}

/**
 * The RFC 3339 time in Unix milliseconds, finer fractions cut; null for anything else and outside of 1970 to 9999. Lines are
 * read at the speed of this: it makes no object.
 *
 *     YYYY-MM-DD ( T / t ) HH:MM:SS [ "." 1*DIGIT ] ( Z / z / ( "+" / "-" ) HH:MM )
 */
export function parseTimestamp(text: string): number | null {
  const separated =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    (text.charCodeAt(10) | LOWER_CASE) === (T | LOWER_CASE) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON;
  if (!separated) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  // An offset can bring the last day of 1969 into 1970.
  if (year < 1969 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return null;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // Second 60 is RFC 3339's leap second: the next minute's first.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const zone = endOfFraction(text);
  const offset = zone < 0 ? null : offsetMs(text, zone);
  if (offset === null) return null;
  const clock = (hour * 60 + minute) * MINUTE_MS + second * 1000 + fractionMs(text, zone);
  const ms = daysBefore(year, month, day) * DAY_MS + clock - offset;
  return ms >= 0 && ms <= MS_MAX ? ms : null;
}

/** The day so many days after 1970, `YYYY-MM-DD`: in reverse what `daysBefore` does, by eras of 400 years. */
function formatDay(days: number): string {
  const since = days + 719468;
  const era = Math.floor(since / 146097);
  const inEra = since - era * 146097;
  const leapDays = Math.floor(inEra / 1460) - Math.floor(inEra / 36524) + Math.floor(inEra / 146096);
  const yearInEra = Math.floor((inEra - leapDays) / 365);
  const inYear = inEra - (yearInEra * 365 + Math.floor(yearInEra / 4) - Math.floor(yearInEra / 100));
  const fromMarch = Math.floor((inYear * 5 + 2) / 153);
  const day = inYear - Math.floor((fromMarch * 153 + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = era * 400 + yearInEra + (month > 2 ? 0 : 1);
  return `${TWO_DIGITS[Math.floor(year / 100)]}${TWO_DIGITS[year % 100]}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
}

function twoDigits(text: string, at: number): number {
  const tens = digit(text, at);
  const ones = digit(text, at + 1);
  return tens < 0 || ones < 0 ? NO_NUMBER : tens * 10 + ones;
}

/** -1 when there is none. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : -1;
}

function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return DAYS_IN_MONTH[month - 1]! + (leap ? 1 : 0);
}

/** Days from 1970 to a date of the Gregorian calendar: years are counted from March, so that a leap day ends one. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((m * 153 + 2) / 5) + day - 719469;
}

/** Where the zone begins, after the seconds and their fraction; -1 for a point without digits. */
function endOfFraction(text: string): number {
  if (text.charCodeAt(19) !== POINT) return 19;
  let at = 20;
  while (digit(text, at) >= 0) at++;
  return at > 20 ? at : -1;
}

/** Of the digits between the point and `end` the first three. */
function fractionMs(text: string, end: number): number {
  let ms = 0;
  for (let at = 20, weight = 100; at < end && weight >= 1; at++, weight /= 10) ms += digit(text, at) * weight;
  return ms;
}

function offsetMs(text: string, at: number): number | null {
  const sign = text.charCodeAt(at);
  if ((sign | LOWER_CASE) === (Z | LOWER_CASE)) return text.length === at + 1 ? 0 : null;
  if (sign !== PLUS && sign !== DASH) return null;
  if (text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON) return null;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  if (hours > 23 || minutes > 59) return null;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}
