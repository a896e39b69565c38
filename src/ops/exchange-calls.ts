import type { ServerName } from '../core/identity.ts';
import type { Replica } from '../core/replica.ts';
import type { PeerSession } from '../peer/peer-session.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import { answerLater } from './call-error.ts';
import type { By } from './caller-name.ts';
import { callSignal, comparePeer } from './compare-peer.ts';
import type { Submit } from './durable-call.ts';
import { resyncPeers } from './resync-peers.ts';

export interface ExchangeCallsDependencies {
  readonly replica: Replica;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, { readonly session: PeerSession | null }>;
}

/** What operators ask of peers. `by`: who does, as the journal and the events are to name them. */
export class ExchangeCalls {
  readonly #dependencies: ExchangeCallsDependencies;

  constructor(dependencies: ExchangeCallsDependencies) {
    this.#dependencies = dependencies;
  }

  handlers(by: By): Pick<OpsServiceHandlers, 'ResyncPeers' | 'ComparePeer'> {
    return {
      ResyncPeers: (call, callback) =>
        answerLater(callback, () => resyncPeers(this.#dependencies, call.request, by(call))),
      ComparePeer: (call, callback) =>
        answerLater(callback, () =>
          comparePeer(this.#dependencies, call.request.peer, { by: by(call), signal: callSignal(call) }),
        ),
    };
  }
}
