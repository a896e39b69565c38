import { type ServiceError, status } from '@grpc/grpc-js';
import { displayText } from '../core/irc-text.ts';
import { decodeErrorInfo } from '../rpc/error-details.ts';
import { CliError } from './cli-error.ts';
import type { Endpoint } from './endpoint.ts';
import { exitCodes } from './exit-code.ts';
import { describeNoAnswer } from './no-answer.ts';

/** A failed call for people: what happened, and what to do next. */
export function rpcFailure(error: ServiceError, endpoint: Endpoint): CliError {
  const { exitCode, message, next } = failure(error, endpoint);
  const told = decodeErrorInfo(error.metadata)?.metadata.nextCommand;
  const after = told === undefined ? next : displayText(told);
  return new CliError(exitCode, message, { cause: error, ...(after === null ? {} : { next: after }) });
}

function failure(error: ServiceError, endpoint: Endpoint): CliError {
  const { code, details } = error;
  switch (code) {
    case status.UNAVAILABLE:
      return unavailable(details, endpoint);
    case status.DEADLINE_EXCEEDED:
      return new CliError(
        exitCodes.unreachable,
        `the sidecar at ${endpoint.target} did not answer in time. Look at its log`,
        { next: 'cburst health' },
      );
    case status.INVALID_ARGUMENT:
      return new CliError(exitCodes.usage, details);
    case status.NOT_FOUND:
    case status.FAILED_PRECONDITION:
      return new CliError(exitCodes.negative, details);
    case status.UNAUTHENTICATED:
      return new CliError(
        exitCodes.failure,
        `the sidecar refused: ${details}. "cburst token" makes a token, and the block for the sidecar's [api]`,
        { next: 'cburst token --help' },
      );
    case status.PERMISSION_DENIED:
      return new CliError(
        exitCodes.failure,
        `the sidecar refused: ${details}. Ask whoever may, or at its ops_socket`,
        { next: 'the same with --socket and its ops_socket, or --token-file and the token of an ops-admin' },
      );
    case status.UNIMPLEMENTED:
      return new CliError(
        exitCodes.failure,
        `what listens at ${endpoint.target} does not answer this: ${details}. Operators ask at the ops socket, not at the host socket`,
      );
    case status.RESOURCE_EXHAUSTED:
      return new CliError(exitCodes.failure, `the sidecar ended the answer: ${details}`, {
        next: 'the same again: who reads too slowly is let go, and nothing is lost',
      });
    default:
      return new CliError(exitCodes.failure, `the sidecar answered ${status[code]}: ${details}`, {
        next: 'the command with --help; where that is right, cburst debug-bundle for whoever is told of it',
      });
  }
}

function unavailable(details: string, endpoint: Endpoint): CliError {
  const { message, next } = describeNoAnswer(details, endpoint);
  return new CliError(exitCodes.unreachable, message, next === null ? {} : { next });
}
