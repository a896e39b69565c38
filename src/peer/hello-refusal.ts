import type { ServerName } from '../core/identity.ts';
import type { HelloMessage } from '../wire/hello-line.ts';
import type { ByeCode } from '../wire/session-message.ts';
import type { SessionServer } from './session-server.ts';

export const PROTOCOL_VERSION = 1;

/** Why a hello over a link whose certificate is that of `peer` is refused, or null. */
export function helloRefusal(
  server: Pick<SessionServer, 'name' | 'casemapping' | 'expelled'>,
  peer: ServerName,
  hello: HelloMessage,
): { readonly code: ByeCode; readonly reason: string } | null {
  const { name, casemapping } = server;
  if (hello.version !== PROTOCOL_VERSION) {
    return {
      code: 'version',
      reason: `${hello.server} speaks version ${hello.version}, ${name} speaks ${PROTOCOL_VERSION}: upgrade the older one`,
    };
  }
  if (hello.server === name) {
    return {
      code: 'self',
      reason: `the peer says it is ${name}, as this server is: each needs a [server] name of its own`,
    };
  }
  if (hello.server !== peer) {
    return {
      code: 'name',
      reason: `the certificate is ${peer}'s, the hello says ${hello.server}: correct [server] name there, or the pin or the name in its [[peers.peer]] here`,
    };
  }
  if (server.expelled()) {
    return {
      code: 'expelled',
      reason: `${hello.server} was silent for longer than forget_after, so ${name} may have forgotten removals that it does not know: let it in with "cburst readmit ${hello.server}" there`,
    };
  }
  if (hello.casemapping !== casemapping) {
    return {
      code: 'casemapping',
      reason: `${hello.server} folds names by ${hello.casemapping}, ${name} by ${casemapping}: a network has one [server] casemapping`,
    };
  }
  return null;
}
