import type { ServerName } from '../core/identity.ts';
import type { ItemId } from './burst-extension.ts';

/** What an extension was asked for when it failed. */
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

/** An extension threw, or took more than its share of the time. */
export interface ExtensionFailure {
  readonly burstType: string;
  /** Null: it was about no single peer. */
  readonly peer: ServerName | null;
  readonly task: ExtensionTask;
  /** Null: about no single item. */
  readonly id: ItemId | null;
  readonly error: unknown;
}
