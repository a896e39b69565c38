import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { ApiConfig } from '../config/sidecar-config.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';

/** Who the API is over TLS, from its files; null: it speaks none. Throws where they cannot be used together. */
export function readApiIdentity({ tcp }: Pick<ApiConfig, 'tcp'>): OwnIdentity | null {
  if (!tcp?.tls) return null;
  const { keyFile, certificateFile } = tcp.tls;
  const identity = { key: readFileSync(keyFile, 'utf8'), certificate: readFileSync(certificateFile, 'utf8') };
  try {
    createSecureContext({ key: identity.key, cert: identity.certificate });
  } catch (cause) {
    throw new Error(
      `the key ${keyFile} and the certificate ${certificateFile} cannot be used together ([api] tls_key, tls_certificate): ` +
        `${(cause as Error).message}: name the two that one run of "cburst keygen" made`,
      { cause },
    );
  }
  return identity;
}
