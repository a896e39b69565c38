import type { ServiceError, status } from '@grpc/grpc-js';
import { CliError } from './cli-error.ts';

/** Not from gRPC itself: that takes longer to load than everything that --help needs. */
const PERMISSION_DENIED: status.PERMISSION_DENIED = 7;

/** Whether the sidecar refused a call because of who made it. */
export function isForbidden(error: unknown): boolean {
  const { cause } = error as { cause?: Partial<ServiceError> };
  return error instanceof CliError && cause?.code === PERMISSION_DENIED;
}
