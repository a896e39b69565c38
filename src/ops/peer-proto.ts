import type { ServerName } from '../core/identity.ts';
import { displayText } from '../core/irc-text.ts';
import type { Barred } from '../core/peer-memory.ts';
import type { Comparison, PeerStatus } from '../peer/peer-table.ts';
import { formatPin } from '../peer/spki-pin.ts';
import type { Comparison as ComparisonProto } from '../proto-types/cburst/v1/Comparison.ts';
import type { Peer } from '../proto-types/cburst/v1/Peer.ts';

/** What is known of a peer elsewhere. */
export interface PeerFacts {
  readonly connecting: boolean;
  readonly expelled: boolean;
  readonly underReview: boolean;
  /** The local sequence. */
  readonly sequence: number;
  /** The last one that the peer has, as far as it said. */
  readonly acknowledgedSequence: number;
  readonly barred: Barred | null;
  /** The last sequence of the peer that is durable here. */
  readonly receivedSequence: number;
  /** With whom the peer says that it is live; null: it is not live here, or does not tell. */
  readonly linkedWith: ReadonlySet<ServerName> | null;
}

export function peerToProto(peer: PeerStatus, facts: PeerFacts): Peer {
  const { config, session, compared } = peer;
  const { sequence, acknowledgedSequence, receivedSequence, linkedWith } = facts;
  const toldSequence = session?.toldSequence ?? 0;
  const unlinked = facts.connecting ? 'PEER_STATE_CONNECTING' : 'PEER_STATE_DOWN';
  return {
    server: config.name,
    address: config.address === null ? '' : `${config.address.host}:${config.address.port}`,
    pin: formatPin(config.pin),
    state: session === null ? unlinked : session.live ? 'PEER_STATE_LINKED' : 'PEER_STATE_BURSTING',
    since: peer.since,
    outgoing: session?.link.outgoing ?? false,
    latency_us: session?.latencyUs ?? 0,
    waiting: session?.waiting ?? 0,
    received_sequence: receivedSequence,
    rejected_lines: peer.rejectedLines,
    dirty: session?.dirty ?? false,
    last_error: peer.lastError,
    software: displayText(session?.hello?.software ?? ''),
    capabilities: session?.capabilities ?? [],
    expelled: facts.expelled,
    missing_links: [...peer.missing],
    ...(compared === null ? {} : { compared: comparisonToProto(compared) }),
    compression_sent: session?.compression.sent ?? '',
    compression_received: session?.compression.received ?? '',
    under_review: facts.underReview,
    last_incoming_at: peer.lastIncomingAt,
    ...(peer.clockAheadMs === null ? {} : { clock_ahead_ms: peer.clockAheadMs }),
    acknowledged_sequence: acknowledgedSequence,
    unacknowledged_changes: Math.max(0, sequence - acknowledgedSequence),
    told_sequence: toldSequence,
    unstored_changes: Math.max(0, toldSequence - receivedSequence),
    linked_with: [...(linkedWith ?? [])].sort(),
    tells_links: linkedWith !== null,
    barred_at: facts.barred?.at ?? 0,
    barred_by: facts.barred?.by ?? '',
  };
}

function comparisonToProto({ at: time, outcome }: Comparison): ComparisonProto {
  switch (outcome.kind) {
    case 'equal':
      return { time, outcome: 'COMPARISON_OUTCOME_EQUAL', equal_documents: outcome.documents };
    case 'different':
      return {
        time,
        outcome: 'COMPARISON_OUTCOME_DIFFERENT',
        sent_documents: outcome.sent.length,
        differing_by_rule: outcome.differsByRule.length + outcome.lackedByRule,
        more: !outcome.complete,
      };
    case 'failed':
      return { time, outcome: 'COMPARISON_OUTCOME_FAILED', failure: outcome.code };
  }
}
