import type { Dialect } from '../dialect.ts';
import { HybridConversation } from './hybrid-conversation.ts';
import { hybridLinkBlock } from './link-block.ts';

/** ircd-hybrid 8.2, its own TS6. */
export const hybrid: Dialect = {
  // It reads whatever comes at once: 2000 channels in 0.05 s.
  chunks: { bytesMax: 65_536, pauseMs: 0 },
  converse: (config) => new HybridConversation(config),
  linkBlock: hybridLinkBlock,
};
