import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { displayText } from '../core/irc-text.ts';
import { type ByeCode, decodeMessage, encodeMessage } from '../wire/session-message.ts';
import { connectionProblem } from './connection-problem.ts';
import { closeMsMax } from './peer-link.ts';
import type { Timers } from './timers.ts';

/** Why this side refuses the other; `text` goes to both sides' logs. */
export interface Refusal {
  readonly code: ByeCode;
  readonly text: string;
}

export type Admission =
  | { readonly admitted: true }
  /** `refused`: one side did not want the other. Else the connection failed. */
  | { readonly admitted: false; readonly refused: boolean; readonly reason: string };

/** From the first packet to both sides' `ACCEPT`. Generous: a handshake takes two round trips. */
export const handshakeMsMax = 10_000;

/** Finds out that a silent machine is gone, where the session's own pings do not. */
const keepAliveMs = 30_000;

/** The other side may be anybody until it has been admitted: it gets no room for more than a short line. */
const answerBytesMax = 1024;
const LF = 0x0a;

export const admittedLine = 'ACCEPT';

/**
 * First words of a secured connection, before any session. After TLS 1.3 neither side knows whether the other wants its
 * certificate: the dialling side's handshake is complete before the accepting side has looked. So each says `ACCEPT`, or
 * `BYE <code> "<text>"` and closes; a connection is a link only once both have accepted. `done` is called exactly once,
 * in a later turn, with the socket paused and unread bytes put back when admitted.
 */
export function exchangeAdmission(
  socket: Duplex,
  refusal: Refusal | null,
  timers: Timers,
  done: (admission: Admission) => void,
): void {
  if (refusal !== null) {
    refuse(socket, refusal, timers);
    queueMicrotask(() => done({ admitted: false, refused: true, reason: refusal.text }));
    return;
  }
  socket.write(`${admittedLine}\n`, 'latin1');
  readFirstLine(socket, (answer) => {
    if ('failure' in answer) return done({ admitted: false, refused: false, reason: answer.failure });
    if (answer.line === admittedLine) return done({ admitted: true });
    const said = answer.line === null ? null : byeReason(answer.line);
    if (said !== null) {
      socket.destroy();
      return done({ admitted: false, refused: true, reason: `the other side refuses: ${said}` });
    }
    const reason = 'the first line is neither ACCEPT nor BYE';
    refuse(socket, { code: 'protocol', text: reason }, timers);
    done({ admitted: false, refused: true, reason });
  });
}

/** What a socket gets before anything else. Lines are gathered before they are written, so no delay is of use. */
export function tuneSocket(socket: Socket): void {
  socket.setNoDelay(true).setKeepAlive(true, keepAliveMs);
}

/** Says why, then closes; at the latest after `closeMsMax`. */
export function refuse(socket: Duplex, refusal: Refusal, timers: Timers): void {
  const cancel = timers.after(closeMsMax, () => socket.destroy());
  socket.on('error', () => {});
  socket.once('close', cancel);
  socket.end(`${encodeMessage({ verb: 'BYE', code: refusal.code, reason: refusal.text })}\n`, 'latin1');
  // Unread bytes would make the system answer with a reset, which discards the line on its way.
  socket.resume();
}

/** `line` is null when what came cannot be one. */
export type FirstLine = { readonly line: string | null } | { readonly failure: string };

/** `done` is called once, with the socket paused and what came after the line put back. */
export function readFirstLine(socket: Duplex, done: (first: FirstLine) => void): void {
  let received: Buffer = Buffer.alloc(0);
  const settle = (first: FirstLine) => {
    socket.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    socket.on('error', () => {});
    done(first);
  };
  const onError = (error: Error) => settle({ failure: connectionProblem(error) });
  const onClose = () => settle({ failure: 'the connection was closed before either side had accepted' });
  const onEnd = () => socket.destroy();
  const onData = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf(LF);
    if (end < 0 && received.length <= answerBytesMax) return;
    socket.pause();
    if (end < 0 || end > answerBytesMax) return settle({ line: null });
    socket.unshift(received.subarray(end + 1));
    settle({ line: received.toString('latin1', 0, end).replace(/\r$/, '') });
  };
  socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
}

/** Null when the line is no BYE. */
function byeReason(line: string): string | null {
  const message = decodeMessage(line, 'ascii');
  return 'verb' in message && message.verb === 'BYE' ? displayText(message.reason) : null;
}
