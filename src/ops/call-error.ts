import { type ServerErrorResponse, type sendUnaryData, status } from '@grpc/grpc-js';
import { displayText, limits } from '../core/irc-text.ts';

/** Why a call is refused. `details` is for people: what is wrong, and what to do. */
export class CallError extends Error implements ServerErrorResponse {
  override readonly name = 'CallError';
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

export function invalidArgument(details: string): CallError {
  return new CallError(status.INVALID_ARGUMENT, details);
}

export function notFound(details: string): CallError {
  return new CallError(status.NOT_FOUND, details);
}

/** The error for a channel of which nothing is known. */
export function unknownChannel(name: string): CallError {
  const shown = displayText(name.slice(0, limits.channelNameBytes));
  return notFound(`no channel ${shown} is known: 'cburst channels' lists those that are`);
}

export function failedPrecondition(details: string): CallError {
  return new CallError(status.FAILED_PRECONDITION, details);
}

/** Answers a call with what `make` returns, or with what it throws. */
export function answer<T>(callback: sendUnaryData<T>, make: () => T): void {
  let response: T;
  try {
    response = make();
  } catch (error) {
    callback(error as CallError);
    return;
  }
  callback(null, response);
}
