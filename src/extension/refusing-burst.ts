import type { BurstExchange, BurstExtension, ItemId } from './burst-extension.ts';

/**
 * Stands in for a burst type that every peer sends and that is switched off here: presents nothing, takes nothing.
 * `idOf`: what a line is about, null when that cannot be told; then all of the peer's burst is in doubt.
 */
export function refusingBurst(
  burstType: string,
  reason: string,
  idOf: (line: string) => ItemId | null = () => null,
): BurstExtension {
  return {
    burstType,
    capabilities: [],
    requires: null,
    linked: () => refusingExchange(reason, idOf),
    unlinked: () => {},
    committed: () => {},
  };
}

function refusingExchange(reason: string, idOf: (line: string) => ItemId | null): BurstExchange {
  return {
    presented: () => [],
    others: () => [],
    knows: () => false,
    describe: () => [],
    read: (line) => {
      const id = idOf(line);
      // Readable, and refused: it is no sign of a peer that speaks something else.
      if (id !== null) return { id, apply: () => reason };
      return { problem: { code: 'bad-value', reason, channelId: null } };
    },
    burstEnded: () => {},
  };
}
