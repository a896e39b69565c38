import { readCredentials } from '../access/read-credentials.ts';
import type { ApiConfig } from '../config/sidecar-config.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import { readApiIdentity } from './api-identity.ts';

/** What a configuration and the files that it names say of who is let in over TCP, and as what this side shows itself. */
export interface ApiAccess extends ReturnType<typeof readCredentials> {
  /** Null: no TLS is spoken. */
  readonly identity: OwnIdentity | null;
}

/** Throws where a file cannot be used. */
export function readApiAccess(config: ApiConfig): ApiAccess {
  return { ...readCredentials(config), identity: readApiIdentity(config) };
}
