import { type ChannelId, parseChannelId } from '../core/identity.ts';
import type { LineCursor } from './line-cursor.ts';
import { quoteList } from './quote.ts';
import { readPairs } from './session-words.ts';

/** End of the burst. */
export interface BurstEndMessage {
  readonly verb: 'EOB';
  /** So many documents were presented. */
  readonly documents: number;
  /** Digest of the ids that were presented, 16 hexadecimal digits; null: not told. */
  readonly ids: string | null;
  /** Channels that the sender holds and could not prepare. They are neither presented nor left; `unnamed`: nor is anything else. */
  readonly missing: readonly ChannelId[];
}

/** Most channels that a sender can name as missing. */
export const missingMax = 500;

/** Among the missing: there are others, which cannot be named. So nothing counts as left. */
export const unnamed = '00000000-0000-0000-0000-000000000000' as ChannelId;

const DIGEST = /^[0-9a-f]{16}$/;

/**
 *     EOB <documents> [ IDS <digest> ] [ MISSING "<id>,…" ]
 */
export function encodeBurstEnd({ documents, ids, missing }: BurstEndMessage): string {
  const words = [`EOB ${documents}`];
  if (ids !== null) words.push(`IDS ${ids}`);
  if (missing.length > 0) words.push(`MISSING ${quoteList(missing)}`);
  return words.join(' ');
}

/** Reads what follows the verb. After a failure of the cursor the message means nothing. */
export function readBurstEnd(cursor: LineCursor): BurstEndMessage {
  const documents = cursor.whole('document count');
  let ids: string | null = null;
  let missing: ChannelId[] = [];
  readPairs(cursor, (name) => {
    if (name === 'IDS') ids = readDigest(cursor);
    else if (name === 'MISSING') missing = readMissing(cursor);
  });
  return { verb: 'EOB', documents, ids, missing };
}

function readDigest(cursor: LineCursor): string {
  const digest = cursor.text();
  if (!DIGEST.test(digest)) cursor.fail('bad-value', 'IDS is not 16 hexadecimal digits in lower case');
  return digest;
}

function readMissing(cursor: LineCursor): ChannelId[] {
  const items = cursor.items();
  if (items.length > missingMax) cursor.fail('too-many', `more than ${missingMax} missing channels`);
  const ids = items.map(parseChannelId);
  if (ids.includes(null)) cursor.fail('bad-id', 'MISSING has an item that is not a UUID');
  return ids.filter((id) => id !== null);
}
