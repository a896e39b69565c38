import type { ServerName } from '../core/identity.ts';
import type { ItemId } from './burst-extension.ts';

/** What an extension was asked for when it threw. */
export type ExtensionTask =
  | 'linked'
  | 'unlinked'
  | 'committed'
  | 'prepare'
  | 'describe'
  | 'read'
  | 'apply'
  | 'compare'
  | 'end-burst';

/** An extension threw. */
export interface ExtensionFailure {
  readonly burstType: string;
  /** Null: it was about no single peer. */
  readonly peer: ServerName | null;
  readonly task: ExtensionTask;
  /** Null: about no single item. */
  readonly id: ItemId | null;
  readonly error: unknown;
}

/** What `run` returns, or null when it threw, which is reported then. */
export function contain<T>(
  about: Omit<ExtensionFailure, 'error'>,
  report: (failure: ExtensionFailure) => void,
  run: () => T,
): T | null {
  try {
    return run();
  } catch (error) {
    report({ ...about, error });
    return null;
  }
}
