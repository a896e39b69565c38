import type { PeerConfig } from '../config/sidecar-config.ts';
import { type Pin, samePin } from './spki-pin.ts';

/** Whether a key is one of the peer's: the one that it has, or the one that it is about to get. */
export function hasPin(peer: Pick<PeerConfig, 'pin' | 'nextPin'>, pin: Pin): boolean {
  return samePin(pin, peer.pin) || (peer.nextPin !== undefined && samePin(pin, peer.nextPin));
}
