import type { ServerUnaryCall } from '@grpc/grpc-js';
import { parseServerName, type ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { FinishedComparison } from '../peer/session-digests.ts';
import type { ComparePeerResponse } from '../proto-types/cburst/v1/ComparePeerResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { unknownPeer } from './call-error.ts';
import { ComparedDocuments } from './compared-documents.ts';
import { durableCall, type Submit } from './durable-call.ts';

/** Under traffic a comparison waits for a quiet moment, and after a failed one for a second. */
export const COMPARE_MS_MAX = 60_000;
/** The first finds what differs, the second whether that was mended; the others what a busy network changed meanwhile. */
const ROUNDS_MAX = 5;

export interface ComparePeerDependencies {
  readonly replica: Replica;
  readonly submit: Submit;
  readonly peers: ReadonlyMap<ServerName, { readonly session: PeerSession | null }>;
}

/**
 * Tells who asks, and compares with a peer until it is equal, or only what rules keep differs. What was found before `signal` aborts
 * is the answer even if nothing proved yet what became of it; rejects with a CallError if nothing was.
 */
export async function comparePeer(
  { replica, submit, peers }: ComparePeerDependencies,
  name: string,
  { by, signal }: { readonly by: string; readonly signal: AbortSignal },
): Promise<ComparePeerResponse> {
  const peer = parseServerName(name);
  const status = peer === null ? undefined : peers.get(peer);
  if (peer === null || status === undefined) throw unknownPeer(name);
  const { session } = status;
  if (!session?.live) throw notLinked(peer);
  await durableCall(submit, () => {
    replica.report('peer.comparison_asked', '' as IrcText, peer, `is compared, asked for by ${by}`);
    return { answer: undefined };
  });
  const documents = new ComparedDocuments(replica, session);
  for (let rounds = 0; rounds < ROUNDS_MAX; rounds++) {
    const finished = await nextComparison(session, signal);
    if (finished === null) {
      if (rounds > 0) break;
      throw new CallError('COMPARISON_UNFINISHED', `no comparison with ${peer} came to its end in time`, {
        nextCommand: `cburst peers`,
      });
    }
    if (!documents.found(finished)) break;
  }
  return documents.answer();
}

/** Null: `signal` aborted first. */
function nextComparison(session: PeerSession, signal: AbortSignal): Promise<FinishedComparison | null> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop?.();
      resolve(null);
    };
    const stop = session.compare((finished) => {
      signal.removeEventListener('abort', abort);
      resolve(finished);
    });
    if (signal.aborted) return abort();
    if (stop !== null) signal.addEventListener('abort', abort, { once: true });
    else if (session.live) reject(new CallError('COMPARISONS_TOO_MANY', tooMany(session.peer)));
    else resolve(null);
  });
}

function notLinked(peer: ServerName): CallError {
  const details = `${peer} is not linked, or its burst is not over: it is compared when it is`;
  return new CallError('PEER_NOT_LINKED', details, { nextCommand: 'cburst peers' });
}

function tooMany(peer: ServerName): string {
  return `too many wait for a comparison with ${peer}, or it compares nothing`;
}

/** Ends when the caller is gone or has to be answered, with time left for the answer. */
export function callSignal(call: ServerUnaryCall<unknown, unknown>): AbortSignal {
  const gone = new AbortController();
  call.on('cancelled', () => gone.abort());
  const leftMs = Number(call.getDeadline()) - ANSWER_MS - Date.now();
  return AbortSignal.any([gone.signal, AbortSignal.timeout(Math.max(0, Math.min(leftMs, COMPARE_MS_MAX)))]);
}

const ANSWER_MS = 250;
