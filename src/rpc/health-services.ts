/** The parts of which grpc.health.v1 tells, beside the whole, whose name is empty. docs/operations.md says when each serves. */
export const healthServices = {
  liveness: 'liveness',
  readiness: 'readiness',
  host: 'cburst.v1.HostService',
  ops: 'cburst.v1.OpsService',
} as const;
