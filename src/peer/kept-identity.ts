import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerName } from '../core/identity.ts';
import { identityFiles, type WrittenIdentity } from './keygen.ts';
import { pinOfCertificate } from './spki-pin.ts';

/** The identity that `writeIdentity` left in `directory`. Null: one of its files is not there or cannot be read, or they are not of one another. */
export function keptIdentity(directory: string, serverName: ServerName): WrittenIdentity | null {
  const files = identityFiles(directory, serverName);
  try {
    const certificate = readFileSync(files.certificateFile);
    const key = createPrivateKey(readFileSync(files.keyFile));
    if (!new X509Certificate(certificate).checkPrivateKey(key)) return null;
    return { ...files, pin: pinOfCertificate(certificate) };
  } catch {
    return null;
  }
}
