import { chmodSync, existsSync, lstatSync, readFileSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { HealthImplementation } from 'grpc-health-check';
import type { Address } from '../config/sidecar-config.ts';
import { apiKeepAlive, type KeepAlive, keepAliveOptions } from '../rpc/keep-alive.ts';
import { packageDefinition } from '../rpc/load-proto.ts';
import { requireToken, tokenProblem } from '../rpc/require-token.ts';
import { StartError } from './start-error.ts';

/** The API's bound for a batch; a larger message ends the call with RESOURCE_EXHAUSTED. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

export interface ApiServerOptions {
  /** A unix socket's path, or an address with the file that holds the token. */
  readonly listen: { readonly socket: string } | { readonly address: Address; readonly tokenFile: string };
  readonly health: HealthImplementation;
  readonly addServices: (server: Server) => void;
  /** Default: `apiKeepAlive`. */
  readonly keepAlive?: KeepAlive;
}

/**
 * One gRPC server with health and reflection. Who may speak to a unix socket is a matter of its file mode (0660: owner
 * and group); on TCP every call needs the token.
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
    const { listen, health, addServices, keepAlive = apiKeepAlive } = options;
    const socket = 'socket' in listen ? listen.socket : null;
    const interceptors = 'address' in listen ? [requireToken(readToken(listen.tokenFile))] : [];
    const limits = { 'grpc.max_receive_message_length': MESSAGE_BYTES_MAX };
    const server = new Server({ ...limits, ...keepAliveOptions(keepAlive), interceptors });
    addServices(server);
    health.addToServer(server);
    new ReflectionService(packageDefinition).addToServer(server);
    if (socket !== null) await removeStaleSocket(socket);
    await bind(
      server,
      'address' in listen ? `${listen.address.host}:${listen.address.port}` : `unix:${listen.socket}`,
    );
    if (socket !== null) chmodSync(socket, 0o660);
    return new ApiServer(server, socket);
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

function readToken(file: string): string {
  const token = readFileSync(file, 'utf8').trim();
  const problem = tokenProblem(token);
  if (problem === null) return token;
  throw new StartError(
    `the token in ${file} ([api] token_file) ${problem}: make one with: (umask 077; od -vAn -tx1 -N32 /dev/urandom | tr -dc 0-9a-f > ${file})`,
  );
}

/** The socket is created with mode 0660, never wider, not even for a moment. */
async function bind(server: Server, target: string): Promise<void> {
  const umask = process.umask(0o117);
  try {
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(target, ServerCredentials.createInsecure(), (error) => {
        if (error) reject(new StartError(`cannot listen on ${target} ([api]): ${error.message}`));
        else resolve();
      });
    });
  } finally {
    process.umask(umask);
  }
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
