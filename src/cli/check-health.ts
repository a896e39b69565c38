import {
  makeGenericClientConstructor,
  type ServiceDefinition,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { healthServices } from '../rpc/health-services.ts';
import { channelCredentials } from './channel-credentials.ts';
import { CliError } from './cli-error.ts';
import type { Endpoint } from './endpoint.ts';
import { exitCodes } from './exit-code.ts';
import { callMetadata, deadline } from './ops-client.ts';
import { rpcFailure } from './rpc-failure.ts';
import { clean } from './table.ts';

const HealthClient = makeGenericClientConstructor(service as ServiceDefinition, 'grpc.health.v1.Health');

/** What the sidecar says about itself (`''`) or a part: `SERVING`, `NOT_SERVING`. An unknown part is a `CliError`. */
export async function checkHealth(endpoint: Endpoint, name: string): Promise<string> {
  const client = new HealthClient(endpoint.target, channelCredentials(endpoint));
  try {
    return await new Promise((resolve, reject) => {
      client.check!(
        { service: name },
        callMetadata(endpoint),
        deadline(),
        (error: ServiceError | null, answer: { status: string }) => {
          if (error === null) resolve(answer.status);
          else reject(error.code === status.NOT_FOUND ? unknownPart(name) : rpcFailure(error, endpoint));
        },
      );
    });
  } finally {
    client.close();
  }
}

function unknownPart(name: string): CliError {
  const parts = Object.values(healthServices).join(', ');
  const message = `a sidecar has no part ${JSON.stringify(clean(name))}: its parts are ${parts}`;
  return new CliError(exitCodes.negative, message, { next: 'cburst health --help' });
}
