import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { type OwnIdentity, tlsOptions } from '../peer/tls-options.ts';
import { StartError } from './start-error.ts';

/** Who this server is to peers, from its files. Throws a `StartError` where they cannot be used together. */
export function readPeerIdentity({
  keyFile,
  certificateFile,
}: Pick<SidecarConfig['peers'], 'keyFile' | 'certificateFile'>): OwnIdentity {
  const identity = { key: readFileSync(keyFile, 'utf8'), certificate: readFileSync(certificateFile, 'utf8') };
  try {
    tlsOptions(identity);
  } catch (error) {
    throw new StartError(
      `the key ${keyFile} and the certificate ${certificateFile} cannot be used together ([peers] key, certificate): ` +
        `${(error as Error).message}: name the two that one run of "cburst keygen" made`,
      { cause: error },
    );
  }
  return identity;
}

/** What tells one certificate from another, for people. */
export function certificateFingerprint({ certificate }: OwnIdentity): string {
  return `SHA-256 ${new X509Certificate(certificate).fingerprint256}`;
}
