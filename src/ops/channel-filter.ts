import { globMatcher } from '../core/glob.ts';
import { parseServerName } from '../core/identity.ts';
import { displayText, ircText, ircTextFromUtf8, limits } from '../core/irc-text.ts';
import type { ChannelSummary } from '../proto-types/cburst/v1/ChannelSummary.ts';
import type { ListChannelsRequest__Output } from '../proto-types/cburst/v1/ListChannelsRequest.ts';
import { CallError } from '../rpc/call-error.ts';

/** Whether a channel has everything that the filters of `request` want, all but its name. Throws a CallError. */
export function channelFilter(request: ListChannelsRequest__Output): (channel: ChannelSummary) => boolean {
  const tests = [
    ...withServer(
      request,
      'holder',
      (holder) =>
        ({ holders }) =>
          holders!.includes(holder),
    ),
    ...withServer(request, 'origin', (origin) => (channel) => channel.origin === origin),
    ...place(request),
    ...request.flags.map(
      (flag): Test =>
        ({ flags }) =>
          flags!.includes(flag),
    ),
    ...key(request),
    ...(request.min_members > 0 ? [({ members }: ChannelSummary) => members! >= request.min_members] : []),
    ...(request.shadowed ? [({ shadowed }: ChannelSummary) => shadowed! > 0] : []),
    ...topic(request),
  ];
  return (channel) => tests.every((test) => test(channel));
}

type Test = (channel: ChannelSummary) => boolean;

function withServer(
  request: ListChannelsRequest__Output,
  field: 'holder' | 'origin',
  test: (server: string) => Test,
): Test[] {
  const text = request[field];
  if (text === '') return [];
  const server = parseServerName(text);
  if (server !== null) return [test(server)];
  const shown = displayText(ircTextFromUtf8(text.slice(0, limits.serverNameBytes)));
  throw new CallError('SERVER_NAME_INVALID', `${JSON.stringify(shown)} is no server name`, { field });
}

function place(request: ListChannelsRequest__Output): Test[] {
  if (request.place === 'CHANNEL_PLACE_UNSPECIFIED') return [];
  const wanted = request.place === 'CHANNEL_PLACE_LOCAL';
  return [({ local }) => local === wanted];
}

function key({ has_key: wanted, _has_key: given }: ListChannelsRequest__Output): Test[] {
  return given === undefined ? [] : [({ has_key }) => has_key === wanted];
}

function topic(request: ListChannelsRequest__Output): Test[] {
  if (request.topic_glob.length === 0) return [];
  const matches = globMatcher(folded(request.topic_glob));
  return [({ topic }) => topic !== undefined && topic !== null && matches(folded(topic as Uint8Array))];
}

/** Bytes beyond ASCII stand for themselves: which encoding a topic has nobody knows. */
function folded(text: Uint8Array): string {
  return ircText(text).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
