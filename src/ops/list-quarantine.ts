import { isSet } from '../core/field.ts';
import { isHidingField } from '../core/hidden-channel.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { Quarantine, QuarantinedMessage } from '../core/quarantine.ts';
import type { ListQuarantineRequest__Output } from '../proto-types/cburst/v1/ListQuarantineRequest.ts';
import type { ListQuarantineResponse } from '../proto-types/cburst/v1/ListQuarantineResponse.ts';
import type { QuarantinedMessage as QuarantinedProto } from '../proto-types/cburst/v1/QuarantinedMessage.ts';
import { numberToken, pageSize } from './paging.ts';
import type { Visibility } from './visibility.ts';

/** A page of what waits, by number: what comes or goes between two pages shifts none. */
export function listQuarantine(
  quarantine: Pick<Quarantine, 'list'>,
  request: ListQuarantineRequest__Output,
  visibility: Visibility,
): ListQuarantineResponse {
  const size = pageSize(request.page_size);
  const after = numberToken(request.page_token, 0);
  const waiting = quarantine
    .list()
    .filter((message) => message.number > after && isSeen(message, visibility));
  const page = waiting.slice(0, size);
  return {
    messages: page.map(quarantinedToProto),
    next_page_token: waiting.length > size ? String(page.at(-1)!.number) : '',
  };
}

/** What the peer says may be what hides the channel. */
function isSeen({ part }: QuarantinedMessage, visibility: Visibility): boolean {
  if (visibility.everything) return true;
  return (
    visibility.seesName(part.name) && ![...part.registers.values()].some(({ field }) => isHidingField(field))
  );
}

/** What is known of it without what its fields say: a peer's join keys and texts are none of a list's business. */
function quarantinedToProto(message: QuarantinedMessage): QuarantinedProto {
  const { number, since, peer, part, members, code, text } = message;
  const registers = [...part.registers.values()];
  const set = registers.filter(({ field }) => isSet(field)).length;
  return {
    number,
    since,
    peer,
    channel: ircBytes(part.name),
    channel_id: part.id,
    code,
    reason: text,
    origin: part.origin,
    created_at: part.createdAt ?? 0,
    ...(members === null ? {} : { members }),
    fields_set: set,
    fields_unset: registers.length - set,
  };
}
