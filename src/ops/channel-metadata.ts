import type { Register } from '../core/document.ts';
import { isSet } from '../core/field.ts';
import { displayText, type IrcText, ircBytes, ircTextFromUtf8, limits } from '../core/irc-text.ts';
import type { ChannelView, Replica } from '../core/replica.ts';
import { shellWord } from '../core/shell-word.ts';
import type { ListChannelMetadataResponse } from '../proto-types/cburst/v1/ListChannelMetadataResponse.ts';
import type { MetadataEntry } from '../proto-types/cburst/v1/MetadataEntry.ts';
import { CallError } from '../rpc/call-error.ts';
import { type PageRequest, pageByName } from './paging.ts';
import { SEES_EVERYTHING, type Visibility } from './visibility.ts';

/** What is shown for a name. Throws a CallError when that is nothing. */
export function shownChannel(
  replica: Pick<Replica, 'view' | 'key'>,
  name: IrcText,
  { sees }: Pick<Visibility, 'sees'> = SEES_EVERYTHING,
): ChannelView {
  const key = replica.key(name);
  const view = sees(key) ? replica.view(key) : null;
  if (view !== null) return view;
  const shown = displayText(name.slice(0, limits.channelNameBytes));
  throw new CallError('CHANNEL_NOT_HELD', `nobody in reach holds the channel ${shown}`, {
    resource: { type: 'channel', name: shown },
    nextCommand: 'cburst channels',
  });
}

/** A page of the entries, by name. */
export function listMetadata(
  view: ChannelView,
  request: PageRequest,
  { seesField }: Visibility,
): ListChannelMetadataResponse {
  const seen = [...registersOf(view)].filter(({ field }) => seesField(field));
  const entries = seen.flatMap((register) => entryToProto(register) ?? []);
  const { page, next_page_token } = pageByName(entries, ({ name }) => name!, request);
  return { entries: page, next_page_token };
}

/** Throws a CallError when the channel has no such entry. */
export function metadataEntry(
  view: ChannelView,
  name: string,
  { seesField }: Pick<Visibility, 'seesField'> = SEES_EVERYTHING,
): MetadataEntry {
  for (const register of registersOf(view)) {
    if (!seesField(register.field)) continue;
    const entry = entryToProto(register);
    if (entry?.name === name) return entry;
  }
  const shown = displayText(ircTextFromUtf8(name.slice(0, limits.modeNameBytes)));
  const channel = displayText(view.entry.document.name);
  throw new CallError('METADATA_ENTRY_UNKNOWN', `${channel} has no entry ${shown}`, {
    resource: { type: 'metadata', name: shown },
    nextCommand: `cburst metadata list ${shellWord(channel)}`,
  });
}

/** What shows through counts in the place of what it hides. */
function* registersOf({ entry, inherited }: ChannelView): Iterable<Register> {
  for (const [key, register] of entry.document.registers) if (!inherited.has(key)) yield register;
  for (const { register } of inherited.values()) yield register;
}

function entryToProto({ field, stamp }: Register): MetadataEntry | null {
  if (field.kind !== 'metadata' || !isSet(field)) return null;
  const { name, value } = field;
  return { name, value: ircBytes(value!), writer: stamp.server, stamped_at: stamp.ms };
}
