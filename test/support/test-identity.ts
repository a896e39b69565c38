import type { ServerName } from '../../src/core/identity.ts';
import { generateIdentity, type Identity } from '../../src/peer/keygen.ts';
import { tlsOptions } from '../../src/peer/tls-options.ts';

const identities = new Map<string, Promise<Identity>>();

/** The identity of that name, the same within a test file. */
export function identityOf(name: string): Promise<Identity> {
  const known = identities.get(name) ?? generateIdentity(name as ServerName);
  identities.set(name, known);
  return known;
}

export function tlsOf(identity: Identity) {
  return tlsOptions({ key: identity.keyPem, certificate: identity.certificatePem });
}
