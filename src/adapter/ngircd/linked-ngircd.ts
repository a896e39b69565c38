import type { AdapterConfig } from '../../config/adapter-config.ts';
import type { ChannelWriter, LinkedIrcd, ShadowView } from '../dialect.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import { type FindShown, whoisReply } from '../whois-reply.ts';
import { NgircdGuests } from './ngircd-guests.ts';
import { formatNgircdLine } from './ngircd-line.ts';
import { NgircdReader } from './ngircd-reader.ts';
import type { NgircdTraits } from './ngircd-traits.ts';
import { NgircdWriter } from './ngircd-writer.ts';

/** What the adapter's pings contain. */
const PING_TOKEN = 'cburst';

/** An ngIRCd that is linked. */
export class LinkedNgircd implements LinkedIrcd {
  readonly id: string;
  readonly ownId: string;
  readonly traits: NgircdTraits;
  readonly software: string;
  readonly writer: ChannelWriter;
  readonly guests: NgircdGuests;
  readonly #reader: NgircdReader;
  #incarnation = '';
  #isAsked = false;

  constructor({ ircd, link }: AdapterConfig, traits: NgircdTraits, software: string) {
    this.id = ircd.serverName;
    this.ownId = link.name;
    this.traits = traits;
    this.software = software;
    this.#reader = new NgircdReader(traits, { own: link.name, uplink: ircd.serverName });
    this.guests = new NgircdGuests(link.name, traits);
    this.writer = new NgircdWriter(traits, { own: link.name, uplink: ircd.serverName });
  }

  get incarnation(): string {
    return this.#incarnation;
  }

  /** The question when the ircd started. Its operators see nothing of it. */
  introduce(): { lines: readonly string[]; isLast: boolean } {
    if (this.#isAsked) return { lines: [], isLast: true };
    this.#isAsked = true;
    return { lines: [this.#line('INFO', [this.id])], isLast: false };
  }

  farewell(reason: string): string {
    return this.#line('SQUIT', [this.ownId], reason);
  }

  ping(): string {
    return this.#line('PING', [], PING_TOKEN);
  }

  isPong({ command, source, params }: IrcLine): boolean {
    return command === 'PONG' && source === this.id && params.at(-1) === PING_TOKEN;
  }

  /** Only an answer with a source is taken. */
  pong({ command }: IrcLine): string | null {
    return command === 'PING' ? this.#line('PONG', [this.id]) : null;
  }

  /** `On-line since Sun Nov 22 2026 at 16:27:13 (UTC)`, to the second and equal for each asking. */
  hear({ command, source, params }: IrcLine): number | null {
    if (command !== '371' || source !== this.id) return null;
    const since = /^On-line since (.+)$/.exec(params.at(-1) ?? '')?.[1];
    if (since !== undefined) this.#incarnation = `start-${since}`;
    return null;
  }

  read(line: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    return this.#reader.read(line, now, view);
  }

  answerWhois(line: IrcLine, find: FindShown, now: number): string[] {
    return whoisReply(line, { ownId: this.ownId, find, now, nickBytesMax: this.traits.nickBytesMax });
  }

  notices(): [] {
    return [];
  }

  #line(command: string, params: readonly string[], trailing?: string): string {
    return formatNgircdLine({
      source: this.ownId,
      command,
      params,
      ...(trailing === undefined ? {} : { trailing }),
    });
  }
}
