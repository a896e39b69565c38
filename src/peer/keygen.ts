// The library's dependency container looks for Reflect.getMetadata when it is loaded: this import stays the first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ServerName } from '../core/identity.ts';
import { type Pin, pinOfCertificate } from './spki-pin.ts';

export interface Identity {
  /** PKCS #8. Secret. */
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly pin: Pin;
}

export interface WrittenIdentity {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly pin: Pin;
}

/** Every TLS library of the last fifteen years speaks it, so peers need not be Node. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const dayMs = 86_400_000;
/** Peers go by the pin alone; the dates only have to satisfy tools that look at them. */
const validityMs = 20 * 365 * dayMs;

/** A new key and its self-signed certificate, valid from the day before `now` for twenty years. */
export async function generateIdentity(serverName: ServerName, now: Date = new Date()): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [serverName] }],
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + validityMs),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: serverName }]),
    ],
  });
  const certificatePem = `${certificate.toString('pem')}\n`;
  const keyPem = `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`;
  return { keyPem, certificatePem, pin: pinOfCertificate(certificatePem) };
}

/**
 * Writes a new identity to `<server name>.key.pem` (mode 0600) and `<server name>.cert.pem` in `directory`, which is made
 * if missing. Never overwrites: rejects with EEXIST when one of the two is there, and leaves what was there untouched.
 */
export async function writeIdentity(directory: string, serverName: ServerName): Promise<WrittenIdentity> {
  const { keyPem, certificatePem, pin } = await generateIdentity(serverName);
  const { keyFile, certificateFile } = identityFiles(directory, serverName);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeNewFile(certificateFile, certificatePem, 0o644);
  try {
    await writeNewFile(keyFile, keyPem, 0o600);
  } catch (error) {
    await rm(certificateFile);
    throw error;
  }
  return { keyFile, certificateFile, pin };
}

/** Where `writeIdentity` puts the two. */
export function identityFiles(
  directory: string,
  serverName: ServerName,
): Pick<WrittenIdentity, 'keyFile' | 'certificateFile'> {
  return {
    keyFile: join(directory, `${serverName}.key.pem`),
    certificateFile: join(directory, `${serverName}.cert.pem`),
  };
}

async function writeNewFile(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path);
    throw error;
  } finally {
    await file.close();
  }
}
