import type { PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import type { Barred } from '../core/peer-memory.ts';
import type { Replica } from '../core/replica.ts';
import type { Refusal } from '../peer/tls-admission.ts';
import type { LinkPeerResponse } from '../proto-types/cburst/v1/LinkPeerResponse.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import type { UnlinkPeerResponse } from '../proto-types/cburst/v1/UnlinkPeerResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { answerLater, impossible, unknownPeer } from './call-error.ts';
import { durableCall, type Submit } from './durable-call.ts';
import type { How, HowToDecide } from './how-to-decide.ts';

export interface LinkCallsDependencies {
  readonly replica: Pick<Replica, 'decide' | 'peers' | 'remember' | 'report'>;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, LinkedPeer>;
  /** The peer was silent for too long. */
  readonly expelled: (peer: ServerName) => boolean;
  /** The sidecar gets ready to stop: it dials nobody any more. */
  readonly draining: () => boolean;
  /** Dials at once, if it has an address. */
  readonly dial: (peer: ServerName) => void;
  /** The peer is barred from now on: ends its links. */
  readonly end: (peer: ServerName) => void;
}

interface LinkedPeer {
  readonly config: Pick<PeerConfig, 'address'>;
  /** Null: no link to it is up. */
  readonly session: object | null;
}

/** What operators decide about links. As `OperatorCalls`. */
export class LinkCalls {
  readonly #dependencies: LinkCallsDependencies;

  constructor(dependencies: LinkCallsDependencies) {
    this.#dependencies = dependencies;
  }

  handlers(how: How): Pick<OpsServiceHandlers, 'LinkPeer' | 'UnlinkPeer'> {
    return {
      UnlinkPeer: (call, callback) => answerLater(callback, () => this.unlink(call.request.peer, how(call))),
      LinkPeer: (call, callback) => answerLater(callback, () => this.link(call.request.peer, how(call))),
    };
  }

  /** Ends the links to the peer until `link`. */
  async unlink(name: string, { by, validateOnly }: HowToDecide): Promise<UnlinkPeerResponse> {
    const { replica, submit, peers, end } = this.#dependencies;
    const peer = name as ServerName;
    const answer = await durableCall<UnlinkPeerResponse>(submit, (now) => {
      const status = peers.get(peer);
      if (status === undefined) return { refusal: unknownPeer(name) };
      const barred = replica.peers.get(peer)?.barred;
      if (barred) return { refusal: alreadyBarred(peer, barred) };
      const was_linked = status.session !== null;
      if (validateOnly) return { answer: { was_linked, decision: 0 } };
      replica.remember(peer, { barred: { by, at: now } });
      const decision = this.#tell('peer.barred', peer, 'no link is wanted until "cburst link"', by);
      return { answer: { was_linked, decision } };
    });
    if (!validateOnly) end(peer);
    return answer;
  }

  /** Lets the peer link again, and dials it. */
  async link(name: string, { by, validateOnly }: HowToDecide): Promise<LinkPeerResponse> {
    const { replica, submit, peers, dial, draining } = this.#dependencies;
    const peer = name as ServerName;
    const answer = await durableCall<LinkPeerResponse>(submit, () => {
      const status = peers.get(peer);
      if (status === undefined) return { refusal: unknownPeer(name) };
      if (draining()) return { refusal: isDraining(peer) };
      const was_barred = (replica.peers.get(peer)?.barred ?? null) !== null;
      const refusal = was_barred ? null : this.#nothingToDo(peer, status);
      if (refusal !== null) return { refusal };
      const answer = { was_barred, dialled: status.config.address !== null };
      if (validateOnly) return { answer: { ...answer, decision: 0 } };
      if (was_barred) replica.remember(peer, { barred: null });
      const decision = was_barred
        ? this.#tell('peer.unbarred', peer, 'may link again', by)
        : this.#tell('peer.dialled', peer, 'is dialled at once', by);
      return { answer: { ...answer, decision } };
    });
    if (!validateOnly) dial(peer);
    return answer;
  }

  /** Returns the decision's number. */
  #tell(kind: LinkEvent, peer: ServerName, what: string, by: string): number {
    const { replica } = this.#dependencies;
    const decision = replica.decide(withoutChannel('peer-links', by, `${peer}: ${what}`));
    replica.report(kind, NO_CHANNEL, peer, `${what}, decided by ${by} (decision ${decision})`);
    return decision;
  }

  #nothingToDo(peer: ServerName, { session, config }: LinkedPeer): CallError | null {
    if (session !== null)
      return new CallError('PEER_LINKED', `${peer} is linked already`, {
        subject: peer,
        nextCommand: 'cburst peers',
      });
    if (this.#dependencies.expelled(peer))
      return new CallError('PEER_EXPELLED', `${peer} was silent for too long: an operator has to let it in`, {
        subject: peer,
        nextCommand: `cburst readmit ${peer}`,
      });
    if (config.address !== null) return null;
    return impossible(
      `${peer} has no address here: it is for ${peer} to dial, "cburst link" there does so at once`,
      'cburst peers',
    );
  }
}

type LinkEvent = 'peer.barred' | 'peer.unbarred' | 'peer.dialled';

function alreadyBarred(peer: ServerName, { by }: Barred): CallError {
  const nextCommand = `cburst link ${peer}`;
  return new CallError('PEER_BARRED', `${peer} is barred already, by ${by}`, { subject: peer, nextCommand });
}

function isDraining(peer: ServerName): CallError {
  const details = 'the sidecar is about to stop, and dials nobody: link again once it runs again';
  return new CallError('SIDECAR_DRAINING', details, { subject: peer, nextCommand: 'cburst status' });
}

/** What a barred peer is told; not by whom: that is nobody's business there. */
export const barredRefusal: Refusal = {
  code: 'barred',
  text: 'an operator wants no link for now: "cburst link" on this side takes that back',
};

const NO_CHANNEL = '' as IrcText;
