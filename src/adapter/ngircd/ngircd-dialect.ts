import type { Dialect } from '../dialect.ts';
import { ngircdLinkBlock } from './link-block.ts';
import { NgircdConversation } from './ngircd-conversation.ts';

/** ngIRCd 26, IRC+ over RFC 2813. */
export const ngircd: Dialect = {
  chunks: { bytesMax: 16_384, pauseMs: 0 },
  converse: (config) => new NgircdConversation(config),
  linkBlock: ngircdLinkBlock,
};
