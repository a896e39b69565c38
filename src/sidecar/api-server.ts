import { chmodSync, chownSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { Server, ServerCredentials, type ServerInterceptor } from '@grpc/grpc-js';
import type { HealthImplementation } from 'grpc-health-check';
import { formatAddress } from '../config/parse-address.ts';
import type { Address } from '../config/sidecar-config.ts';
import { apiKeepAlive, type KeepAlive, keepAliveOptions } from '../rpc/keep-alive.ts';
import { groupId } from './group-id.ts';
import { addReflection } from './standard-services.ts';
import { StartError } from './start-error.ts';

/** The API's bound for a batch; a larger message ends the call with RESOURCE_EXHAUSTED. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

/** A unix socket and the group that may open it (null: that of the process), or an address. */
export type Listen =
  | { readonly socket: string; readonly group: string | null }
  | { readonly address: Address; readonly credentials: ServerCredentials };

/** Services that belong together, by name. */
export interface Api {
  readonly services: readonly string[];
  readonly addTo: (server: Server) => void;
}

export interface ApiServerOptions {
  readonly listen: Listen;
  /** Lets calls in. */
  readonly admission: ServerInterceptor;
  readonly health: HealthImplementation;
  readonly apis: readonly Api[];
  /** Default: `apiKeepAlive`. */
  readonly keepAlive?: KeepAlive;
}

/**
 * One gRPC server with health and reflection. Who may speak to a unix socket is a matter of its file mode (0660: owner and
 * group).
 */
export class ApiServer {
  readonly #server: Server;
  readonly #socket: string | null;

  private constructor(server: Server, socket: string | null) {
    this.#server = server;
    this.#socket = socket;
  }

  /** Rejects with a `StartError` where something outside is in the way. */
  static async start(options: ApiServerOptions): Promise<ApiServer> {
    const { listen, admission, health, apis, keepAlive = apiKeepAlive } = options;
    const limits = { 'grpc.max_receive_message_length': MESSAGE_BYTES_MAX };
    const server = new Server({ ...limits, ...keepAliveOptions(keepAlive), interceptors: [admission] });
    for (const { addTo } of apis) addTo(server);
    health.addToServer(server);
    addReflection(
      server,
      apis.flatMap(({ services }) => services),
    );
    if ('address' in listen) {
      await bind(server, formatAddress(listen.address), listen.credentials);
      return new ApiServer(server, null);
    }
    const group = listen.group === null ? null : groupId(listen.group);
    await removeStaleSocket(listen.socket);
    await bindSocket(server, listen.socket, group);
    return new ApiServer(server, listen.socket);
  }

  /** Ends every call within `graceMs`. A connection whose other end is gone without a word is not waited for. */
  async stop(graceMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#server.forceShutdown();
        resolve();
      }, graceMs);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (this.#socket !== null && existsSync(this.#socket)) unlinkSync(this.#socket);
  }
}

/** The socket is for its owner alone until it has its group: it is never open wider, not even for a moment. */
async function bindSocket(server: Server, socket: string, group: number | null): Promise<void> {
  const umask = process.umask(0o177);
  try {
    await bind(server, `unix:${socket}`, ServerCredentials.createInsecure());
  } finally {
    process.umask(umask);
  }
  if (group !== null) giveTo(socket, group);
  chmodSync(socket, 0o660);
}

function giveTo(socket: string, group: number): void {
  try {
    // -1: the owner stays.
    chownSync(socket, -1, group);
  } catch (error) {
    throw new StartError(
      `${socket} cannot be given to group ${group} (${(error as NodeJS.ErrnoException).code}; [api] host_group, read_group, ops_group): make the user that runs this a member of the group`,
      { cause: error },
    );
  }
}

function bind(server: Server, target: string, credentials: ServerCredentials): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, credentials, (error) => {
      if (error) reject(new StartError(`cannot listen on ${target} ([api]): ${error.message}`));
      else resolve();
    });
  });
}

/** A socket that a killed sidecar left behind is removed; one that answers belongs to a running process. */
async function removeStaleSocket(path: string): Promise<void> {
  if (!existsSync(path)) return;
  if (!lstatSync(path).isSocket()) {
    throw new StartError(`${path} is no socket: move it away, or give this sidecar another path in [api]`);
  }
  const answers = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
  if (answers)
    throw new StartError(
      `another process listens on ${path}: stop it, or give this sidecar another path in [api]`,
    );
  unlinkSync(path);
}
