import { Metadata, type ServerErrorResponse, type status } from '@grpc/grpc-js';
import { type ErrorFacts, encodeErrorDetails, errorDetailsKey } from './error-details.ts';
import { type ErrorReason, errorReasons } from './error-reason.ts';

/**
 * Why a call is refused or ended: what every error of the API is made of. `details` is for people: what is wrong. The
 * status carries the same for programs, as google.rpc.Status. Neither holds a join key or a token.
 */
export class CallError extends Error implements ServerErrorResponse {
  override readonly name = 'CallError';
  readonly reason: ErrorReason;
  readonly code: status;
  readonly details: string;
  readonly metadata = new Metadata();

  constructor(reason: ErrorReason, details: string, facts: ErrorFacts = {}) {
    super(details);
    this.reason = reason;
    this.code = errorReasons[reason];
    this.details = details;
    this.metadata.set(errorDetailsKey, encodeErrorDetails({ reason, code: this.code, details, facts }));
  }
}

/** What a call that threw is answered with. What is no CallError is a defect of ours, and called so. */
export function callErrorFrom(error: unknown): CallError {
  if (error instanceof CallError) return error;
  return new CallError(
    'INTERNAL',
    `the sidecar failed at this call: ${error instanceof Error ? error.message : error}`,
  );
}
