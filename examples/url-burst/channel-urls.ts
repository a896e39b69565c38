import type {
  Announce,
  BuildExtension,
  BurstExchange,
  BurstExtension,
  BurstPeer,
  HeldPoint,
  ItemId,
  ReadableReplica,
  ServerName,
} from '../../src/sidecar/public-api.ts';
import { PeerUrls } from './peer-urls.ts';
import { type ChannelUrl, isUrl, readUrlLine, URL_BURST, urlId, writeUrlLine } from './url-line.ts';

/** Channels for which one server may name a URL: what a peer says stays in memory. */
export const CHANNELS_MAX = 10_000;

interface OwnUrl extends ChannelUrl {
  /** The local sequence back then: who has all up to an earlier one, or just that one, may lack it. */
  readonly changedAt: number;
}

type OwnUrls = Map<ItemId, OwnUrl>;

type Heard = (server: string, said: ChannelUrl) => void;

/**
 * Channels' web pages: each server names its own, and knows those of the servers that it is linked with. Nobody writes what
 * is another's, so there is nothing to contest. Kept in memory: after a start a server names its URLs again.
 */
export class ChannelUrls {
  readonly #own: OwnUrls = new Map();
  readonly #ofPeers = new PeerUrls();
  readonly #heard: Heard;
  #replica: ReadableReplica | null = null;
  #announce: Announce = () => {};

  /** `heard`: a linked server says something new. */
  constructor(heard: Heard = () => {}) {
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
    this.#own.set(id, { channel, url, changedAt: this.#replica!.sequence });
    this.#announce(new Map([[id, null]]));
  }

  /** The URLs of a channel by server, this one's too. */
  of(channel: string): Map<string, string> {
    const id = urlId(this.#replica!, channel);
    const urls = new Map<string, string>(this.#ofPeers.of(id));
    const own = this.#own.get(id)?.url;
    if (own) urls.set(this.#replica!.server, own);
    return urls;
  }
}

class UrlBurst implements BurstExtension {
  readonly burstType = URL_BURST;
  readonly capabilities = ['channel-urls'];
  readonly requires = 'channel-urls';
  readonly #replica: ReadableReplica;
  readonly #own: OwnUrls;
  readonly #ofPeers: PeerUrls;
  readonly #heard: Heard;

  constructor(replica: ReadableReplica, own: OwnUrls, ofPeers: PeerUrls, heard: Heard) {
    this.#replica = replica;
    this.#own = own;
    this.#ofPeers = ofPeers;
    this.#heard = heard;
  }

  linked({ server, run = null }: BurstPeer): BurstExchange {
    let begun = false;
    // In the first transaction of the link: what is done of the one before it is done by then.
    const begin = () => {
      if (!begun) this.#ofPeers.begin(server, run);
      begun = true;
    };
    return {
      presented: (since) => this.#ids(since, (url) => url !== null),
      others: (since) => this.#ids(since, (url) => url === null),
      knows: (id) => this.#own.has(id),
      describe: (id) => this.#describe(id),
      read: (line) => {
        const read = readUrlLine(line);
        if ('problem' in read) return read;
        const apply = () => {
          begin();
          return this.#take(server, read.id, read.said);
        };
        return { id: read.id, apply };
      },
      burstEnded: (end) => {
        begin();
        if (end.mode === 'full') this.#ofPeers.sweep(server, end.presented);
        else this.#ofPeers.confirm(server, end.unconfirmed);
      },
      reached: (sequence) => {
        begin();
        this.#ofPeers.reached(server, sequence);
      },
    };
  }

  unlinked(server: ServerName): void {
    this.#ofPeers.lost(server);
  }

  committed(): void {}

  held(server: ServerName): HeldPoint | null {
    return this.#ofPeers.point(server);
  }

  /** What was set at the very sequence that a peer has may have been set after the peer was told of that. */
  *#ids(since: number, fits: (url: string | null) => boolean): Iterable<ItemId> {
    for (const [id, { url, changedAt }] of this.#own) if (fits(url) && changedAt >= since) yield id;
  }

  #describe(id: ItemId): readonly string[] {
    const own = this.#own.get(id);
    return own === undefined ? [] : [writeUrlLine(id, own)];
  }

  #take(server: ServerName, id: ItemId, said: ChannelUrl): string | null {
    if (id !== urlId(this.#replica, said.channel)) return 'the id is not the one of the channel';
    if (!this.#ofPeers.has(server, id) && this.#ofPeers.count(server) >= CHANNELS_MAX)
      return `more than ${CHANNELS_MAX} channels have a URL`;
    if (this.#ofPeers.take(server, id, said)) this.#heard(server, said);
    return null;
  }
}
