import {
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';

interface HealthClient {
  Watch(request: { service: string }): ClientReadableStream<{ status: string }>;
  close(): void;
}

const definition = loadSync(protoPath, { enums: String });
// biome-ignore lint/suspicious/noExplicitAny: a client without types, as any other program's.
const { Health } = (loadPackageDefinition(definition) as any).grpc.health.v1;

/** What grpc.health.v1 says of a service, as it changes. */
export class HealthWatch {
  readonly #client: HealthClient;
  readonly #stream: ClientReadableStream<{ status: string }>;
  readonly #statuses: AsyncIterator<{ status: string }>;

  constructor(target: string, service: string) {
    this.#client = new Health(target, credentials.createInsecure());
    this.#stream = this.#client.Watch({ service });
    // Told by `next`, to whoever still asks.
    this.#stream.on('error', () => {});
    this.#statuses = this.#stream[Symbol.asyncIterator]();
  }

  /** The next status, or the code with which the server ended the watch. */
  async next(): Promise<string> {
    try {
      return (await this.#statuses.next()).value.status;
    } catch (error) {
      return status[(error as ServiceError).code]!;
    }
  }

  close(): void {
    this.#stream.cancel();
    this.#client.close();
  }
}
