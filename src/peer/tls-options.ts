import { constants } from 'node:crypto';
import { createSecureContext, type TLSSocket } from 'node:tls';
import { type Pin, pinOfCertificate } from './spki-pin.ts';

export interface OwnIdentity {
  /** PEM text of the private key. */
  readonly key: string;
  /** PEM text of the certificate. */
  readonly certificate: string;
}

/**
 * Every TLS option of both sides. A certificate is demanded but not judged by TLS: dates, names and issuers say nothing
 * here, so an expired certificate is as good as a new one. The handshake proves that the other side holds the key, and
 * `provenPin` says which key that is. Throws when the key does not belong to the certificate, or either is unreadable.
 */
export function tlsOptions(identity: OwnIdentity) {
  const both = {
    key: identity.key,
    cert: identity.certificate,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    // A resumed session proves nothing anew. With this option tickets only point to state, and none is kept.
    secureOptions: constants.SSL_OP_NO_TICKET,
    requestCert: true,
    rejectUnauthorized: false,
  } as const;
  createSecureContext(both);
  // No SNI: the names that are dialled are nobody's business, and addresses are not allowed in it.
  return { server: both, client: { ...both, servername: '' } } as const;
}

/**
 * The pin of the certificate whose key the other side of a completed handshake has proved to hold; null: it showed none,
 * or one that cannot be read. To be called once: on the dialling side the certificate is gone after the first look.
 */
export function provenPin(socket: TLSSocket): Pin | null {
  const raw = socket.getPeerX509Certificate()?.raw;
  if (raw === undefined || socket.isSessionReused()) return null;
  try {
    return pinOfCertificate(raw);
  } catch {
    return null;
  }
}
