import type { ChannelKey } from '../core/casemapping.ts';
import { globMatcher } from '../core/glob.ts';
import { ircText } from '../core/irc-text.ts';
import type { ChannelView, Replica } from '../core/replica.ts';
import type { ChannelSummary } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { ListChannelsRequest__Output } from '../proto-types/cburst/v1/ListChannelsRequest.ts';
import type { ListChannelsResponse } from '../proto-types/cburst/v1/ListChannelsResponse.ts';
import { proto } from '../rpc/load-proto.ts';
import { channelFilter } from './channel-filter.ts';
import { channelSummaryToProto } from './ops-proto.ts';
import { namesAfter, nameToken, pageSize } from './paging.ts';
import { readMask } from './read-mask.ts';
import type { Visibility } from './visibility.ts';

/** Names looked at for one page: to look at one costs microseconds, and meanwhile nothing else is done. */
export const LOOKED_MAX = 20_000;

/** A page of the channels that are shown here and fit what is asked for, by folded name. */
export function listChannels(
  replica: Replica,
  request: ListChannelsRequest__Output,
  visibility: Visibility,
): ListChannelsResponse {
  const size = pageSize(request.page_size);
  const masked = readMask<ChannelSummary>(proto.ChannelSummary, request.read_mask);
  const fits = channelFilter(request);
  const keys = keysToLookAt(replica, request).filter(visibility.sees);
  const channels: Partial<ChannelSummary>[] = [];
  let last: ChannelKey | null = null;
  for (const [nth, key] of keys.entries()) {
    if (nth === LOOKED_MAX) return { channels, next_page_token: nameToken(last!) };
    const summary = summaryOf(replica, replica.view(key), visibility);
    if (summary !== null && fits(summary)) {
      if (channels.length === size) return { channels, next_page_token: nameToken(last!) };
      channels.push(masked(summary));
    }
    last = key;
  }
  return { channels, next_page_token: '' };
}

function keysToLookAt(replica: Replica, request: ListChannelsRequest__Output): ChannelKey[] {
  const after = namesAfter(request.page_token);
  const matches = globMatcher(replica.key(ircText(request.name_glob)));
  return [...replica.table.keys()].filter((key) => key > after && matches(key)).sort();
}

/** Null: nothing is shown under that name. */
function summaryOf(
  replica: Replica,
  view: ChannelView | null,
  visibility: Visibility,
): ChannelSummary | null {
  return view === null ? null : channelSummaryToProto(replica, view, visibility);
}
