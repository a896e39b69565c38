import { connect, type TLSSocket } from 'node:tls';
import type { Address } from '../config/sidecar-config.ts';
import { displayText } from '../core/irc-text.ts';
import { connectionProblem } from '../peer/connection-problem.ts';
import type { Pin } from '../peer/spki-pin.ts';
import { systemTimers, type Timers } from '../peer/timers.ts';
import {
  admittedLine,
  type FirstLine,
  handshakeMsMax,
  readFirstLine,
  refuse,
} from '../peer/tls-admission.ts';
import { type OwnIdentity, provenPin, tlsOptions } from '../peer/tls-options.ts';
import { decodeMessage } from '../wire/session-message.ts';

/** What a peer's address answered. */
export type PeerProbe =
  /** No connection, or no handshake: what the system or TLS said. */
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string }
  /** The connection stayed silent. `secured`: the handshake was over. */
  | { readonly kind: 'silent'; readonly secured: boolean }
  | {
      readonly kind: 'answered';
      /** Null: it showed no usable certificate. */
      readonly pin: Pin | null;
      /** Its first line; null: none of the protocol. */
      readonly word: { readonly code: string; readonly reason: string } | 'ACCEPT' | null;
    };

/**
 * Connects as the peer's next link would, and ends before it is one: this side never says ACCEPT, so no link that is there is
 * touched. The peer logs one refused connection.
 */
export function probePeer(
  { host, port }: Address,
  identity: OwnIdentity,
  timers: Timers = systemTimers,
): Promise<PeerProbe> {
  return new Promise((resolve) => {
    const socket = connect({ ...tlsOptions(identity).client, host, port });
    let secured = false;
    const settle = (probe: PeerProbe) => {
      cancel();
      resolve(probe);
    };
    const cancel = timers.after(handshakeMsMax, () => {
      settle({ kind: 'silent', secured });
      socket.destroy();
    });
    const failed = (error: NodeJS.ErrnoException) =>
      settle({ kind: 'failed', code: error.code ?? '', reason: connectionProblem(error) });
    socket.once('error', failed);
    socket.once('secureConnect', () => {
      secured = true;
      socket.off('error', failed);
      const pin = provenPin(socket);
      readFirstLine(socket, (first) => {
        settle(judged(pin, first));
        leave(socket, first, timers);
      });
    });
  });
}

function judged(pin: Pin | null, first: FirstLine): PeerProbe {
  if ('failure' in first) return { kind: 'failed', code: '', reason: first.failure };
  return { kind: 'answered', pin, word: wordOf(first.line) };
}

function wordOf(line: string | null) {
  if (line === admittedLine) return 'ACCEPT';
  const message = line === null ? null : decodeMessage(line, 'ascii');
  if (message === null || !('verb' in message) || message.verb !== 'BYE') return null;
  return { code: message.code, reason: displayText(message.reason) };
}

function leave(socket: TLSSocket, first: FirstLine, timers: Timers): void {
  if ('failure' in first || first.line !== admittedLine) return void socket.destroy();
  refuse(socket, { code: 'shutdown', text: 'this was "cburst check", which only looks' }, timers);
}
