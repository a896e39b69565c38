import type { BurstExchange, BurstExtension } from './burst-extension.ts';

/** Stands in for a burst type that every peer sends and that is switched off here: presents nothing, takes nothing. */
export function refusingBurst(burstType: string, reason: string): BurstExtension {
  return {
    burstType,
    capabilities: [],
    requires: null,
    linked: () => refusingExchange(reason),
    unlinked: () => {},
    committed: () => {},
  };
}

function refusingExchange(reason: string): BurstExchange {
  return {
    presented: () => [],
    others: () => [],
    knows: () => false,
    describe: () => [],
    read: () => ({ problem: { code: 'bad-value', reason, channelId: null } }),
    burstEnded: () => {},
  };
}
