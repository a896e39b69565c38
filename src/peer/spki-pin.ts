import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';

/**
 * A peer's identity: the SHA-256 of its public key (SubjectPublicKeyInfo, DER), as 64 lower-case hex digits. It names the
 * key, not the certificate: a certificate that was renewed with the same key keeps the pin, and one that has expired
 * still proves it.
 */
export type Pin = string;

const PIN = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** The pin of a certificate, PEM text or DER bytes. Throws when there is none in it. */
export function pinOfCertificate(certificate: string | Uint8Array): Pin {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}

/** The pin as people write it: `sha256:` and the digits. */
export function formatPin(pin: Pin): string {
  return `sha256:${pin}`;
}

/** The pin in `text`, with or without `sha256:`, in either case of letters; or null. */
export function parsePin(text: string): Pin | null {
  return PIN.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** Compares without telling by its duration how much of the pin was right. */
export function samePin(a: Pin, b: Pin): boolean {
  const left = Buffer.from(a, 'latin1');
  const right = Buffer.from(b, 'latin1');
  return left.length === right.length && timingSafeEqual(left, right);
}
