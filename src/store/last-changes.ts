import { RecordMap } from './record-map.ts';
import { keyBytesMax, type StoreChange, spaceBytesMax, valueBytesMax } from './store.ts';

/** The last change of each record. Throws a RangeError when a space, key or value is out of its bounds. */
export function lastChanges(changes: readonly StoreChange[]): RecordMap<StoreChange> {
  const last = new RecordMap<StoreChange>();
  for (const change of changes) {
    checkBounds(change);
    last.set(change, change);
  }
  return last;
}

const NOT_A_BYTE = /[^\u0001-\u00ff]/;

function checkBounds({ space, key, value }: StoreChange): void {
  if (space === '' || space.length > spaceBytesMax || NOT_A_BYTE.test(space)) {
    throw new RangeError(`a space is 1 to ${spaceBytesMax} bytes without NUL`);
  }
  if (key.length > keyBytesMax || NOT_A_BYTE.test(key)) {
    throw new RangeError(`a key in ${space} is at most ${keyBytesMax} bytes without NUL`);
  }
  if (value !== null && value.length > valueBytesMax) {
    throw new RangeError(`a value in ${space} is at most ${valueBytesMax} bytes, not ${value.length}`);
  }
}
