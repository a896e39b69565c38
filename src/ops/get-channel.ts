import { ircBytes, ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { HostService } from '../host/host-service.ts';
import type { GetChannelRequest__Output } from '../proto-types/cburst/v1/GetChannelRequest.ts';
import type { GetChannelResponse } from '../proto-types/cburst/v1/GetChannelResponse.ts';
import { fieldToProto } from '../rpc/field-proto.ts';
import { proto } from '../rpc/load-proto.ts';
import { unknownChannel } from './call-error.ts';
import { familyToProto } from './family-proto.ts';
import {
  channelDocumentToProto,
  hostDeviationsToProto,
  isShownByHost,
  missingReason,
  type Telling,
} from './ops-proto.ts';
import { readMask } from './read-mask.ts';
import { redactedField } from './redacted-field.ts';
import type { Visibility } from './visibility.ts';

/**
 * Everything about a name, or of that what the read mask names. That somebody asks for join keys was told before. Throws a
 * CallError.
 */
export function getChannel(
  replica: Replica,
  host: Pick<HostService, 'stream'>,
  request: GetChannelRequest__Output,
  visibility: Visibility,
): Partial<GetChannelResponse> {
  const masked = readMask<GetChannelResponse>(proto.GetChannelResponse, request.read_mask);
  const field = request.reveal_keys ? fieldToProto : redactedField;
  return masked(
    everythingAbout(replica, host, ircText(request.name), {
      self: replica.server,
      visibility,
      field,
      lost: replica.lostWrites,
    }),
  );
}

function everythingAbout(
  replica: Replica,
  host: Pick<HostService, 'stream'>,
  name: string,
  telling: Telling,
): GetChannelResponse {
  const key = replica.key(name);
  const named = replica.table.named(key);
  if (named.length === 0 || !telling.visibility.sees(key)) throw unknownChannel(name);
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
    documents: entries.map((entry) => channelDocumentToProto(entry, view, telling)),
    host_deviations: hostDeviationsToProto(hostChannel, observes ?? false, telling.field),
    shown_by_host: isShown,
    missing_on_host: isShown || view === null ? '' : missingReason(hostChannel, observes ?? false),
    ...familyToProto(replica, key, telling.visibility),
  };
}
