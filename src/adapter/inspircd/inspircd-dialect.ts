import type { Dialect } from '../dialect.ts';
import { InspircdConversation } from './inspircd-conversation.ts';
import { inspircdLinkBlock } from './link-block.ts';

/** InspIRCd 3, SpanningTree protocol 1205. */
export const inspircd: Dialect = {
  // It reads a big write slowly (12 KB/s with its default `netbuffersize` of 10240): small ones with pauses between.
  chunks: { bytesMax: 8192, pauseMs: 5 },
  converse: (config) => new InspircdConversation(config),
  linkBlock: inspircdLinkBlock,
};
