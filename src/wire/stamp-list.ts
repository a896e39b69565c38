import { parseServerName, type ServerName } from '../core/identity.ts';
import { compareStamps, floorStamp, type Stamp, stampOf } from '../core/stamp.ts';

const ITEM = /^([0-9a-z]{1,10})(?:\.([0-9a-z]{1,7}))?(?:@(.+))?$/;

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
  const match = ITEM.exec(item);
  if (match === null) return null;
  const server = match[3] === undefined ? previousServer : parseServerName(match[3]);
  if (server === null) return null;
  return stampOf(Number.parseInt(match[1]!, 36), Number.parseInt(match[2] ?? '0', 36), server);
}
