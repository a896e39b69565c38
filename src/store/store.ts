/** A value kept under (space, key). Space and key are byte strings: each character is one byte, U+0001 to U+00FF. */
export interface StoreRecord {
  /** Which kind of record it is; 1 to `spaceBytesMax` bytes. */
  readonly space: string;
  /** 0 to `keyBytesMax` bytes. */
  readonly key: string;
  /** 0 to `valueBytesMax` bytes of any kind. May be a view into a larger buffer: copy what is kept for long. */
  readonly value: Uint8Array;
}

export interface StoreChange {
  readonly space: string;
  readonly key: string;
  /** Null deletes. */
  readonly value: Uint8Array | null;
}

/** The space under which a store sets aside what is no whole record any more. */
export const DAMAGED_SPACE = 'damaged';

/** A record that made no sense, kept for a person to look at. */
export interface SetAsideRecord extends StoreRecord {
  /** What was wrong with it, for people. */
  readonly reason: string;
}

/**
 * What a sidecar knows, kept over restarts. Everything is synchronous; one process owns a store at a time. Every method
 * may throw a `StoreError`, and has changed nothing then.
 */
export interface Store {
  /** The live records at the time of the call, each (space, key) once, in no particular order. */
  load(): Iterable<StoreRecord>;
  /**
   * Makes all changes or none; they survive a crash of process or machine once it has returned. The last of several
   * changes of one key counts; no changes are no work. A space, key or value out of its bounds is a RangeError.
   */
  commit(changes: readonly StoreChange[]): void;
  /** Moves the record out of the live ones to those that wait for manual review. Nothing here deletes them. */
  setAside(record: SetAsideRecord): void;
  /** In the order in which they were set aside. */
  listSetAside(): Iterable<SetAsideRecord>;
  /** What was committed no longer rests on a file beside the store's own: a copy of that one alone has it. */
  checkpoint(): void;
  /** Gives the store up for the next owner. Closing twice is no error. */
  close(): void;
}

export type StoreErrorCode =
  /** Another process has the store open. */
  | 'locked'
  /** Written by a later version of this program. */
  | 'newer-schema'
  /** The file is something else. */
  | 'not-a-store'
  /** The directory of the store is missing. */
  | 'no-directory'
  /** The disk is full. */
  | 'full'
  /** The file is damaged beyond single records. */
  | 'corrupt'
  /** Reading or writing failed; a quota that is full is told so too. */
  | 'io'
  /** Used after `close`. */
  | 'closed';

/** The message says what failed, where, and what to do. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Spaces are the program's own short words. */
export const spaceBytesMax = 64;
/** Room for a channel name, an id and a mask together. */
export const keyBytesMax = 4096;
/** Far above a channel with full lists; a larger value is a defect of the caller. */
export const valueBytesMax = 64 * 1024 * 1024;
