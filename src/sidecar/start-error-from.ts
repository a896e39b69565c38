import { ForeignStoreError } from '../store/load-replica.ts';
import { StoreError } from '../store/store.ts';
import { StartError } from './start-error.ts';

/** `error` as a `StartError` where it is one of the store's; anything else is passed on as it is. */
export function startErrorFrom(error: unknown): unknown {
  const isExpected = error instanceof StoreError || error instanceof ForeignStoreError;
  return isExpected ? new StartError(error.message, { cause: error }) : error;
}
