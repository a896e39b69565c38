import type { ServerName } from '../core/identity.ts';
import type { Intake } from '../core/intake.ts';
import type { IrcText } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import { writeMetadata } from '../core/metadata-acts.ts';
import type { Act, ActResult } from '../core/operator-acts.ts';
import type { Refusal } from '../core/refused-content.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import { CallError } from '../rpc/call-error.ts';
import { impossible, unknownPeer } from './call-error.ts';
import { metadataEntry, shownChannel } from './channel-metadata.ts';
import { durableCall, type Submit } from './durable-call.ts';

export interface OperatorCallsDependencies {
  readonly replica: Replica;
  readonly intake: Intake;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, { readonly session: Pick<PeerSession, 'request'> | null }>;
  /** The peer was silent for too long. */
  readonly expelled: (peer: ServerName) => boolean;
}

export interface Reconsidered {
  readonly decision: number;
  readonly peer: ServerName;
  /** The peer is linked and was asked for it. */
  readonly asked: boolean;
}

export interface Readmitted {
  /** It was under review, and is no more. */
  readonly review_ended: boolean;
}

/**
 * What operators decide. Each call is carried out in one transaction, and answered once that is on disk; it rejects with a
 * CallError. `by`: who decides, as the journal and the events are to name them.
 */
export class OperatorCalls {
  readonly #dependencies: OperatorCallsDependencies;

  constructor(dependencies: OperatorCallsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Joins what waits under `number` after all. */
  approve(number: number, by: string): Promise<{ decision: number }> {
    const { intake } = this.#dependencies;
    return this.#judge(number, 'quarantine.approved', by, (act) => intake.approve(number, act));
  }

  /** Drops what waits under `number`; it stays out as long as the peer says the same. */
  reject(number: number, by: string): Promise<{ decision: number }> {
    const { intake } = this.#dependencies;
    return this.#judge(number, 'quarantine.rejected', by, (act) => intake.reject(number, act));
  }

  /** Takes the rejection of what waited under `number` back, and asks the peer for it again. */
  async reconsider(number: number, by: string): Promise<Reconsidered> {
    const { intake, replica, peers, submit } = this.#dependencies;
    const { refusal, decision } = await durableCall<{ refusal: Refusal; decision: number }>(submit, (now) => {
      const refusal = replica.refused.numbered(number);
      if (refusal === undefined) return { refusal: unknownRejection(number) };
      const result = intake.reconsider(number, { by, now });
      if ('problem' in result) return { refusal: impossible(result.problem) };
      const text = `number ${number}, decided by ${by} (decision ${result.decision})`;
      replica.report('quarantine.reconsidered', refusal.channel, refusal.peer, text);
      return { answer: { refusal, decision: result.decision } };
    });
    const { peer, id } = refusal;
    return { decision, peer, asked: peers.get(peer)?.session?.request(id) ?? false };
  }

  /**
   * Lets a peer link again that was silent for too long. `review`: what it would change here waits until it is let in once
   * more without.
   */
  readmit(name: string, review: boolean, by: string): Promise<Readmitted> {
    const { replica, intake, peers, expelled, submit } = this.#dependencies;
    return durableCall(submit, (now) => {
      const peer = name as ServerName;
      if (!peers.has(peer)) return { refusal: unknownPeer(name) };
      const reviewed = replica.peers.get(peer)?.review ?? false;
      if (!expelled(peer) && (review || !reviewed)) return { refusal: notExpelled(peer, reviewed) };
      const endsReview = reviewed && !review;
      replica.remember(peer, { silentMs: 0, review });
      const text = review ? 'may link again, under review' : 'may link again';
      const said = endsReview ? 'is under review no more' : text;
      const decision = replica.decide(withoutChannel('peer-links', by, `${peer}: ${said}`));
      const told = `${said}, decided by ${by} (decision ${decision})`;
      replica.report('peer.readmitted', '' as IrcText, peer, told);
      if (endsReview) intake.endReview(peer, now);
      return { answer: { review_ended: endsReview } };
    });
  }

  /** Writes an entry of a channel's metadata; `value` null: takes it away. */
  writeMetadata(
    channel: IrcText,
    entry: { readonly name: string; readonly value: IrcText | null },
    by: string,
  ): Promise<{ decision: number }> {
    const { replica, submit } = this.#dependencies;
    return durableCall(submit, (now) => {
      const view = shownChannel(replica, channel);
      if (entry.value === null) metadataEntry(view, entry.name);
      const result = writeMetadata(replica, replica.key(channel), entry, { by, now });
      if ('problem' in result) return { refusal: impossible(result.problem) };
      const kind = entry.value === null ? 'metadata.deleted' : 'metadata.set';
      const text = `${entry.name}, decided by ${by} (decision ${result.decision})`;
      replica.report(kind, view.entry.document.name, replica.server, text);
      return { answer: result };
    });
  }

  #judge(
    number: number,
    event: string,
    by: string,
    decide: (act: Act) => ActResult,
  ): Promise<{ decision: number }> {
    const { replica, submit } = this.#dependencies;
    return durableCall(submit, (now) => {
      const held = replica.quarantine.get(number);
      if (held === undefined) return { refusal: unknownNumber(number) };
      const result = decide({ by, now });
      if ('problem' in result) return { refusal: impossible(result.problem) };
      const text = `number ${number}, decided by ${by} (decision ${result.decision})`;
      replica.report(event, held.part.name, held.peer, text);
      return { answer: result };
    });
  }
}

function notExpelled(peer: ServerName, reviewed: boolean): CallError {
  const [reason, details, nextCommand] = reviewed
    ? ([
        'PEER_UNDER_REVIEW',
        `${peer} is under review already: "cburst readmit ${peer}" ends the review`,
        'cburst quarantine',
      ] as const)
    : ([
        'PEER_NOT_EXPELLED',
        `${peer} is not expelled: there is nothing to readmit`,
        'cburst peers',
      ] as const);
  return new CallError(reason, details, { subject: peer, nextCommand });
}

function unknownNumber(number: number): CallError {
  return new CallError('QUARANTINE_NUMBER_UNKNOWN', `nothing is in quarantine under ${number}`, {
    resource: { type: 'quarantine', name: String(number) },
    nextCommand: 'cburst quarantine',
  });
}

function unknownRejection(number: number): CallError {
  const details = `no rejection under ${number} is remembered: it names what was rejected by "cburst quarantine reject"`;
  return new CallError('REJECTION_UNKNOWN', details, {
    resource: { type: 'quarantine', name: String(number) },
    nextCommand: 'cburst journal',
  });
}
