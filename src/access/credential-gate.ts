import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { pinOfCertificate } from '../peer/spki-pin.ts';
import type { Gate } from './admission.ts';
import { tokenHash } from './api-token.ts';
import type { Caller } from './caller.ts';
import type { CredentialTable } from './credential-table.ts';

/** The gate of TCP: a bearer token, or else the certificate of the connection. Whoever shows a token is judged by it. */
export function credentialGate(table: CredentialTable): Gate {
  return {
    identify: (call, metadata) => {
      const authorization = metadata.get('authorization')[0];
      if (authorization !== undefined) return byToken(table, String(authorization));
      return byCertificate(table, call);
    },
    track: (caller, end) => table.track(caller, end),
  };
}

function byToken(table: CredentialTable, authorization: string): Caller | 'unknown' {
  const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
  return (token === undefined ? null : table.byTokenHash(tokenHash(token))) ?? 'unknown';
}

/** The certificate is there only where TLS has verified it against those of the configuration. */
function byCertificate(
  table: CredentialTable,
  call: ServerInterceptingCallInterface,
): Caller | 'none' | 'unknown' {
  const certificate = call.getAuthContext().sslPeerCertificate?.raw;
  if (certificate === undefined) return 'none';
  return table.byPin(pinOfCertificate(certificate)) ?? 'unknown';
}
