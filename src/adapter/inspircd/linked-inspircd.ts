import type { AdapterConfig } from '../../config/adapter-config.ts';
import type { ChannelWriter, LinkedIrcd, Notice, ShadowView } from '../dialect.ts';
import { ForbiddenNames } from '../forbidden-names.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import { type FindShown, idleTime } from '../whois-reply.ts';
import type { InspircdTraits } from './capabilities.ts';
import { HeardListCaps } from './heard-list-caps.ts';
import { InspircdGuests } from './inspircd-guests.ts';
import { InspircdReader } from './inspircd-reader.ts';
import { InspircdWriter } from './inspircd-writer.ts';
import { loadAndRelink, missingLists } from './missing-lists.ts';
import { StartTime } from './start-time.ts';

interface Uplink {
  readonly name: string;
  readonly sid: string;
  readonly traits: InspircdTraits;
}

/** An InspIRCd that is linked. */
export class LinkedInspircd implements LinkedIrcd {
  readonly id: string;
  readonly ownId: string;
  readonly traits: InspircdTraits;
  readonly writer: ChannelWriter;
  readonly guests: InspircdGuests;
  readonly #config: AdapterConfig;
  readonly #name: string;
  readonly #reader: InspircdReader;
  readonly #startTime: StartTime;
  readonly #forbidden: ForbiddenNames;
  readonly #listCaps: HeardListCaps;
  #software = 'InspIRCd';
  #isBurstOpen = false;

  constructor(config: AdapterConfig, { name, sid, traits }: Uplink) {
    this.#config = config;
    this.#name = name;
    this.id = sid;
    this.ownId = config.link.sid;
    this.traits = traits;
    this.#reader = new InspircdReader(traits, sid);
    this.#startTime = new StartTime(this.ownId);
    this.#forbidden = new ForbiddenNames(traits.casemapping);
    this.#listCaps = new HeardListCaps(traits.casemapping);
    const { name: ownName } = config.link;
    this.guests = new InspircdGuests(this.ownId, traits);
    this.writer = new InspircdWriter({
      ownSid: this.ownId,
      ownName,
      traits,
      forbidden: this.#forbidden,
      listCaps: this.#listCaps,
    });
  }

  get software(): string {
    return this.#software;
  }

  get incarnation(): string {
    const { startedAt } = this.#startTime;
    return startedAt === null ? '' : `start-${startedAt}`;
  }

  /**
   * The adapter's own burst: nothing but its name, and the question when the ircd started. The burst stays open for the
   * questions: outside of one, the ircd's operators are told of who comes and asks.
   */
  introduce(now: number): { lines: readonly string[]; isLast: boolean } {
    const opening = this.#isBurstOpen ? [] : this.#openBurst(now);
    this.#isBurstOpen = true;
    const isAsking =
      !this.#config.adapter.observe && (opening.length > 0 || this.#startTime.isWorthAsking(now));
    if (!isAsking) return { lines: [...opening, this.#line('ENDBURST')], isLast: true };
    const questions = this.#startTime.questions(this.#config.link.name, this.#name, now);
    return { lines: [...opening, ...questions], isLast: false };
  }

  farewell(reason: string): string {
    return formatIrcLine({ command: 'ERROR', trailing: reason });
  }

  ping(): string {
    return this.#line('PING', this.id);
  }

  isPong({ command, source }: IrcLine): boolean {
    return command === 'PONG' && source === this.id;
  }

  pong({ command, source }: IrcLine): string | null {
    return command === 'PING' ? this.#line('PONG', source || this.id) : null;
  }

  hear(line: IrcLine): number | null {
    this.#startTime.take(line);
    this.#forbid(line);
    if (line.source === this.id) this.#listCaps.take(line);
    if (line.command === 'SINFO' && line.params[0] === 'rawversion') this.#software = line.params.at(-1)!;
    return line.command === 'BURST' ? this.#startTime.burstAt : null;
  }

  read(line: IrcLine, _now: number, view: ShadowView): IrcdFact[] {
    return this.#reader.read(line, view);
  }

  /** `IDLE uid`: all else of a WHOIS the ircd says by itself. */
  answerWhois({ source: asker, command, params }: IrcLine, find: FindShown, now: number): string[] {
    const [uid = ''] = params;
    const shown = command === 'IDLE' && asker !== '' ? find(uid) : null;
    if (shown === null) return [];
    const { idle, signedOnAt } = idleTime(shown, now);
    return [formatIrcLine({ source: uid, command, params: [asker, String(signedOnAt), String(idle)] })];
  }

  notices(observe: boolean): Notice[] {
    const notices = missingLists(this.traits).map(({ list, module }) => ({
      text: `${list} lists are kept by the sidecar and not shown on this ircd: it lacks the module ${module}`,
      next: loadAndRelink(module),
    }));
    if (this.traits.permanent !== null || observe) return notices;
    const text = 'channels without members can be ended only by a user who joins and leaves for a moment';
    return [...notices, { text, next: loadAndRelink('permchannels') }];
  }

  /** `ADDLINE CBAN mask setter time duration :reason` and `DELLINE CBAN mask`, in its burst and live. */
  #forbid({ command, params }: IrcLine): void {
    const [type, mask = '', , time, duration] = params;
    if (type !== 'CBAN') return;
    if (command === 'DELLINE') this.#forbidden.remove(mask);
    if (command !== 'ADDLINE' || params.length < 6) return;
    const lasts = Number(duration);
    this.#forbidden.add(mask, params.at(-1)!, lasts === 0 ? 0 : Number(time) + lasts);
  }

  #openBurst(now: number): string[] {
    const source = this.ownId;
    return [
      this.#line('BURST', String(now)),
      formatIrcLine({ source, command: 'SINFO', params: ['version'], trailing: 'cburst adapter' }),
    ];
  }

  #line(command: string, ...params: string[]): string {
    return formatIrcLine({ source: this.ownId, command, params });
  }
}
