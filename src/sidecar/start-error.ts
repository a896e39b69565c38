import { ForeignStoreError } from '../store/load-replica.ts';
import { StoreError } from '../store/store.ts';

/** The sidecar cannot start as things are, and that is no defect of it. The message says why, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** `error` as a `StartError` where it is one of the store's; anything else is passed on as it is. */
export function startErrorFrom(error: unknown): unknown {
  const isExpected = error instanceof StoreError || error instanceof ForeignStoreError;
  return isExpected ? new StartError(error.message, { cause: error }) : error;
}
