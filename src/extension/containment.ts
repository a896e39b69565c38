import type { ItemId } from './burst-extension.ts';
import type { ExtensionFailure, ExtensionTask } from './extension-failure.ts';
import { TimeShare } from './time-share.ts';

/** What is asked of an extension, and for whom. */
export type AskedOf = Pick<ExtensionFailure, 'peer' | 'task' | 'id'>;

export interface ContainmentOptions {
  readonly burstType: string;
  readonly report: (failure: ExtensionFailure) => void;
  /** Milliseconds of a clock that only goes forward, by which its share of the time is counted; null: it is not bounded. */
  readonly now: (() => number) | null;
  /** It changes the replica in a transaction: of what it threw there half is done, which must not be committed. */
  readonly writesReplica: boolean;
}

const IN_TRANSACTION: ReadonlySet<ExtensionTask> = new Set(['unlinked', 'apply', 'end-burst']);

/** An extension took more than its share of the time. */
export class OverdrawnError extends Error {
  override readonly name = 'OverdrawnError';
}

/** These are few, and what they tell an extension is not told again. */
const NEVER_WAIT: ReadonlySet<ExtensionTask> = new Set(['linked', 'unlinked', 'end-burst']);

/**
 * Everything that an extension is asked goes through here: what it throws is reported and comes out as null, and so does
 * what is asked while it rests, which is reported once. Only what throws in the middle of changing the replica ends the process:
 * the transaction is not committed, and what led to it comes again after the start.
 */
export class Containment {
  readonly #burstType: string;
  readonly #report: (failure: ExtensionFailure) => void;
  readonly #share: TimeShare | null;
  readonly #writesReplica: boolean;

  constructor({ burstType, report, now, writesReplica }: ContainmentOptions) {
    this.#burstType = burstType;
    this.#report = report;
    this.#share = now && new TimeShare(now);
    this.#writesReplica = writesReplica;
  }

  run<T>(asked: AskedOf, run: () => T): T | null {
    const fail = (error: unknown) => this.#report({ burstType: this.#burstType, ...asked, error });
    try {
      if (this.#share === null) return run();
      if (this.#share.rests && !NEVER_WAIT.has(asked.task)) return null;
      return this.#share.spend(run, (restMs) =>
        fail(new OverdrawnError(`it took too much time and rests for ${Math.ceil(restMs / 1000)} s`)),
      );
    } catch (error) {
      fail(error);
      if (this.#writesReplica && IN_TRANSACTION.has(asked.task)) throw error;
      return null;
    }
  }
}

/**
 * What an extension answered. A promise is refused: nobody waits for it, and one that failed unheard would end the process.
 */
export function atOnce<T>(answer: T): T {
  if (!(answer instanceof Promise)) return answer;
  answer.catch(() => {});
  throw new TypeError('it answered with a promise, and has to answer at once');
}

/** An id that an extension gave. */
export function ownItemId(id: ItemId): ItemId {
  if (typeof id === 'string' && ITEM_ID.test(id)) return id;
  throw new TypeError('an id of it is no UUID in lower case');
}

const ITEM_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
