import type { ChannelFacts } from '../data-set.ts';

/** A server that the bench plays, and its one user. */
export interface PlayedServer {
  readonly name: string;
  readonly sid: string;
}

/** A line of a server link: `:source COMMAND parameters`. */
export interface ServerLine {
  readonly source: string;
  readonly command: string;
  readonly parameters: readonly string[];
}

/** What an uplink's line means for a played server. */
export type LinkStep =
  | { readonly kind: 'answer'; readonly lines: readonly string[] }
  /** The link stands: this side may burst. `lines` come first. */
  | { readonly kind: 'linked'; readonly lines: readonly string[] }
  | { readonly kind: 'burst-over' }
  | { readonly kind: 'pong'; readonly from: string };

/** What a server tells of a channel. */
export interface SeenChannel {
  createdAt: number;
  topic: string;
  setter: string;
  setAt: number;
  flags: string;
  joinKey: string | null;
  limit: number | null;
  readonly bans: Set<string>;
}

/** How servers of one kind of ircd speak to each other, as far as the bench needs it. */
export interface ServerDialect {
  hello(self: PlayedServer): readonly string[];
  step(self: PlayedServer, line: ServerLine): LinkStep | null;
  /** Before what a server bursts, and after it. */
  begin(): readonly string[];
  end(self: PlayedServer): readonly string[];
  user(self: PlayedServer): string;
  /** Everything of the channel, with the user as its operator. */
  channel(self: PlayedServer, facts: ChannelFacts): readonly string[];
  join(self: PlayedServer, facts: ChannelFacts): string;
  topic(self: PlayedServer, facts: ChannelFacts, text: string): string;
  ping(self: PlayedServer, target: PlayedServer): string;
  /** How a server announces that `other` was linked to it; that it was split from it. */
  announces(other: PlayedServer): RegExp;
  splits(other: PlayedServer): RegExp;
  /** A command that carries a topic. */
  readonly topicCommand: RegExp;
  read(channels: Map<string, SeenChannel>, line: ServerLine): void;
}

export function parseServerLine(text: string): ServerLine {
  const hasSource = text.startsWith(':');
  const start = hasSource ? text.indexOf(' ') + 1 : 0;
  const last = text.indexOf(' :', start);
  const words = (last === -1 ? text.slice(start) : text.slice(start, last)).split(' ').filter(Boolean);
  if (last !== -1) words.push(text.slice(last + 2));
  const [command = '', ...parameters] = words;
  return { source: hasSource ? text.slice(1, start - 1) : '', command, parameters };
}

export function seenChannel(channels: Map<string, SeenChannel>, name: string): SeenChannel {
  const known = channels.get(name);
  if (known !== undefined) return known;
  const fresh = {
    ...{ createdAt: 0, topic: '', setter: '', setAt: 0, flags: '' },
    ...{ joinKey: null, limit: null, bans: new Set<string>() },
  };
  channels.set(name, fresh);
  return fresh;
}

/** Takes `+ntkl key 10`, `+b mask` and the like. */
export function takeModes(channel: SeenChannel, [letters = '', ...rest]: readonly string[]): void {
  const parameters = [...rest];
  for (const letter of letters.slice(1)) {
    if (letter === 'b') channel.bans.add(parameters.shift()!);
    else if (letter === 'k') channel.joinKey = parameters.shift()!;
    else if (letter === 'l') channel.limit = Number(parameters.shift());
    else channel.flags = [...channel.flags, letter].sort().join('');
  }
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

export function modesOf({ guard }: ChannelFacts): string {
  return guard === null ? '+nt' : `+ntkl ${guard.joinKey} ${guard.limit}`;
}
