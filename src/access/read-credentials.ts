import { readFileSync } from 'node:fs';
import type { ApiConfig } from '../config/sidecar-config.ts';
import { pinOfCertificate } from '../peer/spki-pin.ts';
import type { Credentials } from './credential-table.ts';

/** The credentials of a configuration, and the certificates among them, PEM. Throws when one of these cannot be read. */
export function readCredentials({ tokens, certificates }: Pick<ApiConfig, 'tokens' | 'certificates'>): {
  credentials: Credentials;
  clients: string[];
} {
  const read = certificates.map((each) => ({ ...each, pem: readFileSync(each.file, 'utf8') }));
  return {
    credentials: {
      tokens,
      certificates: read.map(({ pem, ...each }) => ({ ...each, pin: pinOf(pem, each.file) })),
    },
    clients: read.map(({ pem }) => pem),
  };
}

function pinOf(pem: string, file: string): string {
  try {
    return pinOfCertificate(pem);
  } catch (cause) {
    throw new Error(`${file} ([[api.certificate]] file) is no certificate: ${(cause as Error).message}`, {
      cause,
    });
  }
}
