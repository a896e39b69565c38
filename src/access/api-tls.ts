import { ServerCredentials } from '@grpc/grpc-js';

export interface ApiTlsOptions {
  /** PEM. Secret. */
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
  /** Certificates of clients, PEM: a client that proves to have the key of one of them is verified. */
  readonly clients: readonly string[];
}

/**
 * TLS of the API. A client may show a certificate and need not: who shows none, or one that is not known, can still have a
 * token. Throws when key and certificate do not fit.
 */
export class ApiTls extends ServerCredentials {
  constructor(options: ApiTlsOptions) {
    super({ requestCert: true, rejectUnauthorized: false }, contextOptions(options));
  }

  /** For connections from now on; what one was let in for is looked at in every call. */
  configure(options: ApiTlsOptions): void {
    this.updateSecureContextOptions(contextOptions(options));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOptions({ key, certificate, clients }: ApiTlsOptions) {
  // An empty list would mean the authorities of the system.
  const ca = clients.length === 0 ? [certificate] : [...clients];
  return { key, cert: certificate, ca, minVersion: 'TLSv1.3' } as const;
}
