import type { DryRun } from '../core/dry-run.ts';
import type { ServerName } from '../core/identity.ts';
import type { Intake } from '../core/intake.ts';
import type { IrcText } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import type { Act, ActResult } from '../core/operator-acts.ts';
import type { Refusal } from '../core/refused-content.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import { CallError } from '../rpc/call-error.ts';
import { impossible, unknownPeer } from './call-error.ts';
import { durableCall, type Submit } from './durable-call.ts';
import type { HowToDecide } from './how-to-decide.ts';
import { type Decided, plannedAnswer } from './planned-change.ts';

export interface OperatorCallsDependencies {
  readonly replica: Replica;
  readonly intake: Intake;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, { readonly session: Pick<PeerSession, 'live' | 'request'> | null }>;
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
  /** Its number in the journal; 0: nothing was changed. */
  readonly decision: number;
}

/**
 * What operators decide about peers and what they said. Each call is carried out in one transaction, and answered once that is on
 * disk; it rejects with a CallError.
 */
export class OperatorCalls {
  readonly #dependencies: OperatorCallsDependencies;

  constructor(dependencies: OperatorCallsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Joins what waits under `number` after all. */
  approve(number: number, how: HowToDecide): Promise<Decided> {
    const { intake } = this.#dependencies;
    return this.#judge(number, how, {
      event: 'quarantine.approved',
      plan: (now) => intake.planApproval(number, now),
      carryOut: (act) => intake.approve(number, act),
    });
  }

  /** Drops what waits under `number`; it stays out as long as the peer says the same. */
  reject(number: number, how: HowToDecide): Promise<Decided> {
    const { intake } = this.#dependencies;
    return this.#judge(number, how, {
      event: 'quarantine.rejected',
      plan: () => NO_CHANGE,
      carryOut: (act) => intake.reject(number, act),
    });
  }

  /** Takes the rejection of what waited under `number` back, and asks the peer for it again. */
  async reconsider(number: number, { by, validateOnly }: HowToDecide): Promise<Reconsidered> {
    const { intake, replica, peers, submit } = this.#dependencies;
    const { refusal, decision } = await durableCall<{ refusal: Refusal; decision: number }>(submit, (now) => {
      const refusal = replica.refused.numbered(number);
      if (refusal === undefined) return { refusal: unknownRejection(number) };
      if (validateOnly) return { answer: { refusal, decision: 0 } };
      const result = intake.reconsider(number, { by, now });
      if ('problem' in result) return { refusal: impossible(result.problem, 'cburst quarantine') };
      const text = `number ${number}, decided by ${by} (decision ${result.decision})`;
      replica.report('quarantine.reconsidered', refusal.channel, refusal.peer, text);
      return { answer: { refusal, decision: result.decision } };
    });
    const { peer, id } = refusal;
    const session = peers.get(peer)?.session ?? null;
    const asked = validateOnly ? session?.live : session?.request(id);
    return { decision, peer, asked: asked ?? false };
  }

  /**
   * Lets a peer link again that was silent for too long. `review`: what it would change here waits until it is let in once
   * more without.
   */
  readmit(name: string, review: boolean, { by, validateOnly }: HowToDecide): Promise<Readmitted> {
    const { replica, intake, peers, expelled, submit } = this.#dependencies;
    return durableCall(submit, (now) => {
      const peer = name as ServerName;
      if (!peers.has(peer)) return { refusal: unknownPeer(name) };
      const reviewed = replica.peers.get(peer)?.review ?? false;
      const wasExpelled = expelled(peer);
      if (!wasExpelled && (review || !reviewed)) return { refusal: notExpelled(peer, reviewed) };
      const endsReview = reviewed && !review;
      if (validateOnly) return { answer: { review_ended: endsReview, decision: 0 } };
      replica.remember(peer, { silentMs: 0, review, ...(wasExpelled ? { anew: true } : {}) });
      const text = review ? 'may link again, under review' : 'may link again';
      const said = endsReview ? 'is under review no more' : text;
      const decision = replica.decide(withoutChannel('peer-links', by, `${peer}: ${said}`));
      const told = `${said}, decided by ${by} (decision ${decision})`;
      replica.report('peer.readmitted', '' as IrcText, peer, told);
      if (endsReview) intake.endReview(peer, now);
      return { answer: { review_ended: endsReview, decision } };
    });
  }

  #judge(number: number, { by, validateOnly }: HowToDecide, judgement: Judgement): Promise<Decided> {
    const { replica, submit } = this.#dependencies;
    return durableCall<Decided>(submit, (now) => {
      const held = replica.quarantine.get(number);
      if (held === undefined) return { refusal: unknownNumber(number) };
      const result = validateOnly ? judgement.plan(now) : judgement.carryOut({ by, now });
      if ('problem' in result) return { refusal: impossible(result.problem, 'cburst quarantine') };
      if ('changes' in result) return { answer: plannedAnswer(result) };
      const text = `number ${number}, decided by ${by} (decision ${result.decision})`;
      replica.report(judgement.event, held.part.name, held.peer, text);
      return { answer: result };
    });
  }
}

/** What may become of something that waits. */
interface Judgement {
  readonly event: string;
  readonly plan: (now: number) => Pick<DryRun, 'changes'> | { readonly problem: string };
  readonly carryOut: (act: Act) => ActResult;
}

const NO_CHANGE = { changes: [] };

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
