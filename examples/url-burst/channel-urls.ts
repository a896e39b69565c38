import type {
  Announce,
  BuildExtension,
  BurstEnd,
  BurstExchange,
  BurstExtension,
  BurstPeer,
  ItemId,
  ReadableReplica,
  ServerName,
} from '../../src/sidecar/public-api.ts';
import { type ChannelUrl, isUrl, readUrlLine, URL_BURST, urlId, writeUrlLine } from './url-line.ts';

/** Channels for which one server may name a URL: what a peer says stays in memory. */
export const CHANNELS_MAX = 10_000;

type Urls = Map<ItemId, ChannelUrl>;

/**
 * Channels' web pages: each server names its own, and knows those of the servers that it is linked with. Nobody writes what
 * is another's, so there is nothing to contest. Kept in memory: after a start a server names its URLs again.
 */
export class ChannelUrls {
  readonly #own: Urls = new Map();
  readonly #ofPeers = new Map<ServerName, Urls>();
  readonly #heard: (server: string, said: ChannelUrl) => void;
  #replica: ReadableReplica | null = null;
  #announce: Announce = () => {};

  /** `heard`: a linked server says something new. */
  constructor(heard: (server: string, said: ChannelUrl) => void = () => {}) {
    this.#heard = heard;
  }

  /** For `startSidecar`. */
  readonly build: BuildExtension = (replica, announce) => {
    this.#replica = replica;
    this.#announce = announce;
    return new UrlBurst(replica, this.#own, this.#ofPeers, this.#heard);
  };

  /** This server's URL for a channel; null: none any more. Throws a RangeError for what is none. Not before the sidecar was built. */
  set(channel: string, url: string | null): void {
    if (url !== null && !isUrl(url)) throw new RangeError('it is no URL of the web');
    const id = urlId(this.#replica!, channel);
    if (!this.#own.has(id) && this.#own.size >= CHANNELS_MAX)
      throw new RangeError(`more than ${CHANNELS_MAX} channels have a URL`);
    // What was unset is remembered as unset: a peer that resumes has to hear of it.
    this.#own.set(id, { channel, url });
    this.#announce(new Map([[id, null]]));
  }

  /** The URLs of a channel by server, this one's too. */
  of(channel: string): Map<string, string> {
    const id = urlId(this.#replica!, channel);
    const urls = new Map<string, string>();
    for (const [server, known] of [[this.#replica!.server, this.#own] as const, ...this.#ofPeers]) {
      const url = known.get(id)?.url;
      if (url) urls.set(server, url);
    }
    return urls;
  }
}

class UrlBurst implements BurstExtension {
  readonly burstType = URL_BURST;
  readonly capabilities = ['channel-urls'];
  readonly requires = 'channel-urls';
  readonly #replica: ReadableReplica;
  readonly #own: Urls;
  readonly #ofPeers: Map<ServerName, Urls>;
  readonly #heard: (server: string, said: ChannelUrl) => void;

  constructor(
    replica: ReadableReplica,
    own: Urls,
    ofPeers: Map<ServerName, Urls>,
    heard: (server: string, said: ChannelUrl) => void,
  ) {
    this.#replica = replica;
    this.#own = own;
    this.#ofPeers = ofPeers;
    this.#heard = heard;
  }

  linked({ server }: BurstPeer): BurstExchange {
    // A link that this one replaces did not end with `unlinked`.
    const theirs: Urls = new Map();
    this.#ofPeers.set(server, theirs);
    return {
      presented: () => this.#ids((url) => url !== null),
      others: () => this.#ids((url) => url === null),
      knows: (id) => this.#own.has(id),
      describe: (id) => this.#describe(id),
      read: (line) => {
        const read = readUrlLine(line);
        if ('problem' in read) return read;
        return { id: read.id, apply: () => this.#take(server, theirs, read.id, read.said) };
      },
      burstEnded: (end) => sweep(theirs, end),
    };
  }

  unlinked(server: ServerName): void {
    this.#ofPeers.delete(server);
  }

  committed(): void {}

  *#ids(fits: (url: string | null) => boolean): Iterable<ItemId> {
    for (const [id, { url }] of this.#own) if (fits(url)) yield id;
  }

  #describe(id: ItemId): readonly string[] {
    const own = this.#own.get(id);
    return own === undefined ? [] : [writeUrlLine(id, own)];
  }

  #take(server: ServerName, theirs: Urls, id: ItemId, said: ChannelUrl): string | null {
    if (id !== urlId(this.#replica, said.channel)) return 'the id is not the one of the channel';
    if (!theirs.has(id) && theirs.size >= CHANNELS_MAX)
      return `more than ${CHANNELS_MAX} channels have a URL`;
    if (said.url === null) theirs.delete(id);
    else theirs.set(id, said);
    this.#heard(server, said);
    return null;
  }
}

/** What a full burst did not name is gone there. Of a resume nothing is left to do: what a link does not tell is not known. */
function sweep(theirs: Urls, end: BurstEnd): void {
  if (end.mode === 'resume') return;
  for (const id of theirs.keys()) if (!end.presented.has(id)) theirs.delete(id);
}
