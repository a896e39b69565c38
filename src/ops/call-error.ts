import type { sendUnaryData } from '@grpc/grpc-js';
import { displayText, ircTextFromUtf8, limits } from '../core/irc-text.ts';
import { CallError, callErrorFrom } from '../rpc/call-error.ts';

/** The error for a channel of which nothing is known. */
export function unknownChannel(name: string): CallError {
  const shown = displayText(name.slice(0, limits.channelNameBytes));
  return new CallError('CHANNEL_UNKNOWN', `no channel ${shown} is known`, {
    resource: { type: 'channel', name: shown },
    nextCommand: 'cburst channels',
  });
}

/** The error for a peer that is not configured. */
export function unknownPeer(name: string): CallError {
  const shown = displayText(ircTextFromUtf8(name.slice(0, limits.serverNameBytes)));
  return new CallError('PEER_UNKNOWN', `no peer ${shown} is configured`, {
    resource: { type: 'peer', name: shown },
    nextCommand: 'cburst peers',
  });
}

/** The error for what cannot be done as things are; `problem` says why, and `nextCommand` shows how things are. */
export function impossible(problem: string, nextCommand: string): CallError {
  return new CallError('ACT_IMPOSSIBLE', problem, { nextCommand });
}

/** The error for what the caller's role allows only with a grant, or not at all. */
export function notGranted(details: string): CallError {
  return new CallError('NOT_GRANTED', details);
}

/** Answers a call with what `make` returns, or with what it throws. */
export function answer<T>(callback: sendUnaryData<T>, make: () => T): void {
  let response: T;
  try {
    response = make();
  } catch (error) {
    callback(callErrorFrom(error));
    return;
  }
  callback(null, response);
}

/** As `answer`, with what `make` resolves or rejects with. */
export async function answerLater<T>(callback: sendUnaryData<T>, make: () => Promise<T>): Promise<void> {
  try {
    callback(null, await make());
  } catch (error) {
    callback(callErrorFrom(error));
  }
}
