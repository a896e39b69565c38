import type { ServerUnaryCall } from '@grpc/grpc-js';
import { type Caller, callerOf } from '../access/caller.ts';
import { CallError } from '../rpc/call-error.ts';

/** A name in the journal is read beside others, and thousands of decisions are kept. */
const NAME_LENGTH_MAX = 64;

/** Who decides with a call, as the journal and the events are to name them. Throws CallError. */
export type By = (call: Pick<ServerUnaryCall<{ by: string }, unknown>, 'request' | 'metadata'>) => string;

export const by: By = (call) => callerName(call.request.by, callerOf(call));

/** How decisions name who made them: what the caller was let in by, and beside it the name that it gave itself. Throws CallError. */
export function callerName(given: string, { access }: Pick<Caller, 'access'>): string {
  if (given === '') return access;
  if (given.length > NAME_LENGTH_MAX || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given)) {
    throw new CallError(
      'CALLER_NAME_INVALID',
      `who decides is named with at most ${NAME_LENGTH_MAX} printable ASCII characters, without blanks at the ends`,
      { field: 'by' },
    );
  }
  return `${access} (unverified: ${given})`;
}
