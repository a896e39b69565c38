import type { PeerConfig } from '../config/sidecar-config.ts';
import type { ServerName } from '../core/identity.ts';
import { hasPin } from './has-pin.ts';
import { formatPin, type Pin, samePin } from './spki-pin.ts';
import type { Refusal } from './tls-admission.ts';

export type Judgement = { readonly peer: ServerName } | { readonly refusal: Refusal };

/** Decides by the pin alone who is at the other end of a connection. Null stands for no usable certificate. */
export class PinJudge {
  readonly #ownPin: Pin;
  readonly #peers: readonly PeerConfig[];

  constructor(ownPin: Pin, peers: readonly PeerConfig[]) {
    this.#ownPin = ownPin;
    this.#peers = peers;
  }

  /** Who connected to us. */
  incoming(pin: Pin | null): Judgement {
    if (pin === null) return refused('pin', 'no usable certificate was shown');
    if (samePin(pin, this.#ownPin)) {
      return refused('self', `the sidecar is linked to itself: both sides have the pin ${formatPin(pin)}`);
    }
    const peer = this.#withPin(pin);
    return peer === null
      ? refused('pin', `no peer with the pin ${formatPin(pin)} is configured`)
      : { peer: peer.name };
  }

  /** Whether we reached the peer that we dialled. */
  outgoing(pin: Pin | null, dialled: PeerConfig): Judgement {
    if (pin === null) return refused('pin', 'no usable certificate was shown');
    if (hasPin(dialled, pin)) return { peer: dialled.name };
    const wanted = `dialled ${dialled.name}, which has the pin ${formatPin(dialled.pin)}`;
    if (samePin(pin, this.#ownPin)) {
      return refused('self', `${wanted}, but reached the dialling sidecar itself: ${formatPin(pin)}`);
    }
    const owner = this.#withPin(pin);
    const whose = owner === null ? '' : ` of ${owner.name}`;
    return refused('pin', `${wanted}, but the other side proves the pin ${formatPin(pin)}${whose}`);
  }

  #withPin(pin: Pin): PeerConfig | null {
    let found: PeerConfig | null = null;
    for (const peer of this.#peers) if (hasPin(peer, pin)) found = peer;
    return found;
  }
}

function refused(code: Refusal['code'], text: string): Judgement {
  return { refusal: { code, text } };
}
