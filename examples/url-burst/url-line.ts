import {
  displayText,
  type ItemId,
  ircTextFromUtf8,
  itemIdFor,
  type LineProblem,
  type ReadableReplica,
  readBurstLine,
  writeBurstLine,
} from '../../src/sidecar/public-api.ts';

export const URL_BURST = 'URLS';
export const URL_BYTES_MAX = 512;

/** What one server says of a channel: where to read more about it; null: nowhere any more. */
export interface ChannelUrl {
  /** The channel's name, as bytes. */
  readonly channel: string;
  readonly url: string | null;
}

/** Both sides derive it from the name, so it is known before anybody says it. */
export function urlId(replica: Pick<ReadableReplica, 'key'>, channel: string): ItemId {
  return itemIdFor(URL_BURST, replica.key(channel));
}

/** `URLS <id> <channel> [<url>]` */
export function writeUrlLine(id: ItemId, { channel, url }: ChannelUrl): string {
  return writeBurstLine(URL_BURST, { id, words: url === null ? [channel] : [channel, ircTextFromUtf8(url)] });
}

/** The inverse, or what is wrong with the line. */
export function readUrlLine(
  line: string,
): { readonly id: ItemId; readonly said: ChannelUrl } | { readonly problem: LineProblem } {
  const read = readBurstLine(line, { min: 1, max: 2 });
  if ('problem' in read) return read;
  const { id, words } = read;
  const url = words[1] === undefined ? null : displayText(words[1]);
  if (url === null || isUrl(url)) return { id, said: { channel: words[0]!, url } };
  return { problem: { code: 'bad-value', reason: 'it is no URL of the web', channelId: id } };
}

/** An http or https URL of bearable length. */
export function isUrl(text: string): boolean {
  return text.length <= URL_BYTES_MAX && /^https?:\/\//.test(text) && URL.canParse(text);
}
