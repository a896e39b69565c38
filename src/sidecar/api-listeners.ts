import { basename } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import type { HealthImplementation } from 'grpc-health-check';
import { admission, type Gate, type RefusedCall, socketGate } from '../access/admission.ts';
import { ApiTls } from '../access/api-tls.ts';
import { credentialGate } from '../access/credential-gate.ts';
import { CredentialTable } from '../access/credential-table.ts';
import { type Grants, noGrants, type Role } from '../config/api-roles.ts';
import type { ApiConfig } from '../config/sidecar-config.ts';
import type { HostService } from '../host/host-service.ts';
import type { OpsService } from '../ops/ops-service.ts';
import { requiredRole } from '../ops/required-roles.ts';
import { proto } from '../rpc/load-proto.ts';
import { type ApiAccess, readApiAccess } from './api-access.ts';
import { type Api, ApiServer, type Listen } from './api-server.ts';
import { addChannelz } from './standard-services.ts';
import { StartError } from './start-error.ts';

export interface ApiListenersDependencies {
  readonly host: HostService['handlers'];
  readonly ops: OpsService['handlers'];
  readonly health: HealthImplementation;
  readonly refused: (call: RefusedCall) => void;
}

/** Every place where the API is served: a unix socket for each role, and TCP for whoever shows a credential. */
export class ApiListeners {
  readonly #config: ApiConfig;
  readonly #dependencies: ApiListenersDependencies;
  readonly #credentials: CredentialTable;
  readonly #tls: ApiTls | null;
  #access: ApiAccess;
  #servers: ApiServer[] = [];

  /** Throws a `StartError` where a file is in the way. */
  constructor(config: ApiConfig, dependencies: ApiListenersDependencies) {
    this.#config = config;
    this.#dependencies = dependencies;
    this.#access = orStartError(() => readApiAccess(config));
    const { credentials, clients, identity } = this.#access;
    this.#credentials = new CredentialTable(credentials);
    this.#tls = identity && new ApiTls({ ...identity, clients });
  }

  /** What counts now. */
  get access(): ApiAccess {
    return this.#access;
  }

  /** Rejects with a `StartError` where something outside is in the way. */
  async start(): Promise<void> {
    const { hostSocket, hostGroup, opsSocket, opsGroup, readSocket, readGroup, readGrants, tcp } =
      this.#config;
    const { host, ops } = this.#dependencies;
    const hostApi: Api = {
      services: ['cburst.v1.HostService'],
      addTo: (server) => server.addService(proto.HostService.service, host),
    };
    const opsApi: Api = {
      services: ['cburst.v1.OpsService', 'grpc.channelz.v1.Channelz'],
      addTo: (server) => {
        server.addService(proto.OpsService.service, ops);
        addChannelz(server);
      },
    };
    await this.#serve({ socket: hostSocket, group: hostGroup }, socketOf('host', hostSocket), [hostApi]);
    await this.#serve({ socket: opsSocket, group: opsGroup }, socketOf('ops-admin', opsSocket), [opsApi]);
    if (readSocket !== null)
      await this.#serve(
        { socket: readSocket, group: readGroup },
        socketOf('ops-read', readSocket, readGrants),
        [opsApi],
      );
    if (tcp === null) return;
    const credentials = this.#tls ?? ServerCredentials.createInsecure();
    await this.#serve({ address: tcp.address, credentials }, credentialGate(this.#credentials), [
      hostApi,
      opsApi,
    ]);
  }

  /** Takes other credentials and shows another certificate from now on; calls of those that are gone end. */
  configure(access: ApiAccess): void {
    const { credentials, clients, identity } = access;
    if (identity !== null) this.#tls?.configure({ ...identity, clients });
    this.#credentials.replace(credentials);
    this.#access = access;
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop(graceMs)));
  }

  async #serve(listen: Listen, gate: Gate, apis: readonly Api[]): Promise<void> {
    const { health, refused } = this.#dependencies;
    const options = { listen, health, apis, admission: admission(gate, { requiredRole, refused }) };
    this.#servers.push(await ApiServer.start(options));
  }
}

function socketOf(role: Role, socket: string, grants: Grants = noGrants): Gate {
  return socketGate({ access: `socket ${basename(socket)}`, role, grants });
}

function orStartError<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new StartError((cause as Error).message, { cause });
  }
}
