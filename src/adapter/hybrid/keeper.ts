import type { ChannelKey } from '../../core/casemapping.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { NOBODYS_ADDRESS } from '../guest-writer.ts';
import { formatIrcLine } from '../irc-line.ts';
import type { ShownUser } from '../whois-reply.ts';

/** Whoever kills the keeper so often in one link does not want it. */
const RETURNS_MAX = 5;

/** A user who takes the nick at the same moment must be the older one: the newer one is killed. */
const LEAD_SECONDS = 2;

const PURPOSE = 'keeps channels of other servers';

/** Why channels are refused where no keeper is wanted. */
export const KEEPER_OFF = 'this ircd has no channel without members, and [ircd] keeper is off';

/**
 * The pseudo-user that keeps channels on an ircd that ends a channel with its last member. Its nick is one that operators can
 * name in KICK and KILL; where somebody has it, it is its UID, which no client can have or name.
 */
export class Keeper {
  readonly uid: string;
  #nick: string;
  readonly #host: string;
  readonly #isWanted: boolean;
  readonly #channels = new Map<ChannelKey, IrcText>();
  #returns = 0;
  /** Unix seconds. */
  #cameAt = 0;

  /** `host`: what users see as its host. */
  constructor(ownSid: string, host: string, isWanted: boolean) {
    this.uid = `${ownSid}AAAAAA`;
    this.#nick = `cburst-${ownSid}`;
    this.#host = host;
    this.#isWanted = isWanted;
  }

  /** Why there is none; null: it is there. */
  get problem(): string | null {
    if (!this.#isWanted) return KEEPER_OFF;
    return this.#returns > RETURNS_MAX
      ? `this ircd has no channel without members, and its operators killed the keeper ${RETURNS_MAX} times`
      : null;
  }

  /** The line that brings it; `now`: the ircd's clock, Unix seconds. */
  introduction(now: number): string {
    this.#cameAt = now;
    const host = this.#host;
    return formatIrcLine({
      source: this.uid.slice(0, 3),
      command: 'UID',
      params: [
        this.#nick,
        '1',
        String(now + LEAD_SECONDS),
        '+i',
        'cburst',
        host,
        host,
        NOBODYS_ADDRESS,
        this.uid,
        '*',
      ],
      trailing: PURPOSE,
    });
  }

  /** When it is asked for by its UID or nick. */
  shown(who: string): ShownUser | null {
    if (who !== this.uid && who.toLowerCase() !== this.#nick.toLowerCase()) return null;
    const [host, cameAt] = [this.#host, this.#cameAt];
    const server = { name: host, text: 'cburst adapter' };
    const about = { realName: PURPOSE, server, signedOnAt: cameAt, activeAt: cameAt };
    return { nick: this.#nick, user: 'cburst', host, ...about };
  }

  isIn(key: ChannelKey): boolean {
    return this.#channels.has(key);
  }

  note(key: ChannelKey, name: IrcText, isIn: boolean): void {
    if (isIn) this.#channels.set(key, name);
    else this.#channels.delete(key);
  }

  /** It was killed; `why` is the ircd's. */
  killed(why: string): void {
    this.#returns++;
    if (why.includes('Nick collision')) this.#nick = this.uid;
  }

  /** It is in none of its channels any more: their names. */
  leaveAll(): IrcText[] {
    const names = [...this.#channels.values()];
    this.#channels.clear();
    return names;
  }
}
