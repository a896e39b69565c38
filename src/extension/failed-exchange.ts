import type { BurstExchange } from './burst-extension.ts';

/**
 * Takes the place of an extension that could not take part in a link. Its lines still have their place in the peer's
 * pages, and the peer has to know that nothing presented is not nothing there: it throws whatever is asked.
 */
export function failedExchange(burstType: string): BurstExchange {
  const fail = () => {
    throw new Error(`the extension for ${burstType} takes no part in this link`);
  };
  return { presented: fail, others: fail, knows: fail, describe: fail, read: fail, burstEnded: fail };
}
