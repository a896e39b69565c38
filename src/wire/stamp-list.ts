import { parseServerName, type ServerName } from '../core/identity.ts';
import { compareStamps, floorStamp, type Stamp, stampOf } from '../core/stamp.ts';

const MS_DIGITS_MAX = 10;
const COUNTER_DIGITS_MAX = 7;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;

/**
 * The value of STAMPS, empty when every stamp is the floor stamp of `origin`. An item is `<ms>[.<counter>][@<server>]` in
 * base 36; an empty one repeats the stamp before it, a missing server that of the stamp before it. Before the first stands
 * the floor stamp of `origin`.
 */
export function encodeStamps(stamps: readonly Stamp[], origin: ServerName): string {
  let previous = floorStamp(origin);
  let text = '';
  let length = 0;
  stamps.forEach((stamp, index) => {
    if (index > 0) text += ',';
    if (compareStamps(stamp, previous) === 0) return;
    text += stamp.ms.toString(36);
    if (stamp.counter !== 0) text += `.${stamp.counter.toString(36)}`;
    if (stamp.server !== previous.server) text += `@${stamp.server}`;
    length = text.length;
    previous = stamp;
  });
  return text.slice(0, length);
}

/** True when every stamp in a list that `encodeStamps` made is a floor stamp, whoever's. */
export function isFloorList(list: string): boolean {
  if (list === '') return true;
  return (
    (list[0] === '0' || list[0] === ',') &&
    list.split(',').every((item) => item === '' || item === '0' || item.startsWith('0@'))
  );
}

/** True when floor stamps are written in no other way in the list than `isFloorList` knows. */
export function isPlainList(list: string): boolean {
  return !ODD_ZERO.test(list);
}

const ODD_ZERO = /(?:^|,)(?:00+(?:\.0+)?|0\.0+)(?=[,@]|$)/;

/** The stamps of `count` registers, or null when an item is none or there are more of them than registers. */
export function decodeStamps(items: readonly string[], count: number, origin: ServerName): Stamp[] | null {
  if (items.length > count) return null;
  const stamps: Stamp[] = [];
  let stamp: Stamp | null = floorStamp(origin);
  for (let index = 0; index < count; index++) {
    const item = items[index] ?? '';
    if (item !== '') stamp = decodeItem(item, stamp.server);
    if (stamp === null) return null;
    stamps.push(stamp);
  }
  return stamps;
}

function decodeItem(item: string, previousServer: ServerName): Stamp | null {
  const at = item.indexOf('@');
  const end = at < 0 ? item.length : at;
  const dot = item.indexOf('.');
  const point = dot < 0 || dot > end ? end : dot;
  const ms = readBase36(item, 0, point, MS_DIGITS_MAX);
  const counter = point === end ? 0 : readBase36(item, point + 1, end, COUNTER_DIGITS_MAX);
  const server = at < 0 ? previousServer : parseServerName(item.slice(at + 1));
  return server === null ? null : stampOf(ms, counter, server);
}

/** The number in `text` from `start` to `end`; NaN, which is within no bounds, for anything but 1 to `digitsMax` digits. */
function readBase36(text: string, start: number, end: number, digitsMax: number): number {
  if (end === start || end - start > digitsMax) return Number.NaN;
  let number = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) number = number * 36 + code - ZERO;
    else if (code >= LOWER_A && code <= LOWER_Z) number = number * 36 + code - LOWER_A + 10;
    else return Number.NaN;
  }
  return number;
}
