import { makeGenericClientConstructor, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';
import { channelCredentials } from './channel-credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { callMetadata, deadline } from './ops-client.ts';
import { rpcFailure } from './rpc-failure.ts';

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
          else reject(rpcFailure(error, endpoint));
        },
      );
    });
  } finally {
    client.close();
  }
}
