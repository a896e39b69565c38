import { hash } from 'node:crypto';
import type { ChannelId } from '../core/identity.ts';
import type { ItemId } from './burst-extension.ts';

/** The id of what an extension knows by a key of its own: equal on every server, and no other burst type's. */
export function itemIdFor(burstType: string, key: string): ItemId {
  const digest = hash('sha256', `${burstType} ${key}`, 'hex');
  // RFC 9562, version 8: a UUID whose content is the maker's business.
  const variant = ((Number.parseInt(digest[16]!, 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-') as ChannelId;
}
