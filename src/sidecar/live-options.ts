import type { CurrentConfig } from '../config/current-config.ts';
import { liveView } from '../config/live-view.ts';
import type { ForgettingOptions } from '../core/forget-conditions.ts';
import { openGate } from '../peer/delta-gate.ts';
import type { PeerSessionOptions } from '../peer/peer-session.ts';

/** Options of links that follow the configuration, those of running ones too but for compression. `isHurried`: nothing is held back. */
export function liveSessionOptions(
  current: Pick<CurrentConfig, 'running'>,
  isHurried: () => boolean,
): PeerSessionOptions {
  const delta = liveView(() => {
    const { deltaDelayMs: delayMs, maxDeltaRate: rateMax } = current.running.channelBurst;
    return isHurried() ? openGate : { delayMs, rateMax };
  });
  return liveView(() => {
    const { maxBurstSize: pageSize, burstTimeoutMs, digestIntervalMs } = current.running.channelBurst;
    const { compression } = current.running.peers;
    return { pageSize, burstTimeoutMs, digestIntervalMs, compression, delta };
  });
}

/** As `liveSessionOptions`. */
export function liveForgettingOptions(current: Pick<CurrentConfig, 'running'>): ForgettingOptions {
  return liveView(() => {
    const { server, channels, peers } = current.running;
    const { forgetMinMs, forgetAfterMs } = channels;
    return { server: server.name, peers: peers.peers.map(({ name }) => name), forgetMinMs, forgetAfterMs };
  });
}
