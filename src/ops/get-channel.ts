import { ircBytes, ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { HostService } from '../host/host-service.ts';
import type { GetChannelRequest__Output } from '../proto-types/cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import { proto } from '../rpc/load-proto.ts';
import { unknownChannel } from './call-error.ts';
import { familyToProto } from './family-proto.ts';
import { channelDocumentToProto, hostDeviationsToProto, isShownByHost, missingReason } from './ops-proto.ts';
import { readMask } from './read-mask.ts';

/** Everything about a name, or of that what the read mask names. Throws a CallError. */
export function getChannel(
  replica: Replica,
  host: Pick<HostService, 'stream'>,
  request: GetChannelRequest__Output,
): Partial<GetChannelResponse> {
  const masked = readMask<GetChannelResponse>(proto.GetChannelResponse, request.read_mask);
  return masked(everythingAbout(replica, host, ircText(request.name)));
}

function everythingAbout(
  replica: Replica,
  host: Pick<HostService, 'stream'>,
  name: string,
): GetChannelResponse {
  const key = replica.key(name);
  const named = replica.table.named(key);
  if (named.length === 0) throw unknownChannel(name);
  const view = replica.view(key);
  const age = (createdAt: number | null) => createdAt ?? Number.POSITIVE_INFINITY;
  const others = named
    .filter((entry) => entry !== view?.entry)
    .sort((a, b) => age(a.document.createdAt) - age(b.document.createdAt));
  const entries = view === null ? others : [view.entry, ...others];
  const hostChannel = replica.host.channels.get(key);
  // Unknown while none is attached; then only what the host told of itself counts as shown.
  const observes = host.stream?.profile.observe;
  const isShown = isShownByHost(hostChannel, view?.held ?? false, observes ?? true);
  return {
    key: ircBytes(key),
    documents: entries.map((entry) => channelDocumentToProto(entry, view, replica.server)),
    host_deviations: hostDeviationsToProto(hostChannel, observes ?? false),
    shown_by_host: isShown,
    missing_on_host: isShown || view === null ? '' : missingReason(hostChannel, observes ?? false),
    ...familyToProto(replica, key),
  };
}
