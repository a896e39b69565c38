import type { ChannelKey } from '../../core/casemapping.ts';
import type { Users } from '../users.ts';

/**
 * How the ircd keeps who set a topic: as `nick!user@host` or as the nick (`<options hostintopic>`). It tells no server, so the
 * first topic that a user sets is read back, and what comes then decides.
 */
export class SetterForm {
  #form: 'mask' | 'nick' | null = null;
  #proof: { readonly key: ChannelKey; readonly mask: string; readonly nick: string } | null = null;

  /** The setter as the ircd will name it, as far as is known. */
  setter(users: Users, uid: string): string {
    return users.mark(uid, this.#form ?? 'mask') ?? '';
  }

  /** A user has set the channel's topic. Returns whether the channel is to be read back. */
  ask(key: ChannelKey, users: Users, uid: string): boolean {
    const mask = users.mark(uid, 'mask');
    const nick = users.mark(uid, 'nick');
    if (this.#form !== null || mask === null || nick === null) return false;
    this.#proof = { key, mask, nick };
    return true;
  }

  /** The ircd named the setter of the channel's topic. */
  learn(key: ChannelKey, setter: string): void {
    if (this.#proof?.key !== key) return;
    if (setter === this.#proof.mask) this.#form = 'mask';
    if (setter === this.#proof.nick) this.#form = 'nick';
    this.#proof = null;
  }
}
