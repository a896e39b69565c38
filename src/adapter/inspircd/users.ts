import type { ChannelKey } from '../../core/casemapping.ts';
import type { IrcLine } from '../irc-line.ts';

interface User {
  nick: string;
  ident: string;
  host: string;
  readonly channels: Set<ChannelKey>;
}

/** The servers and users of the native network, without those of the adapter. A UID begins with its server's id. */
export class Users {
  readonly #users = new Map<string, User>();
  /** Each server's uplink. */
  readonly #uplinks = new Map<string, string>();

  /** Takes a line that is about users or servers alone; others change nothing. */
  apply({ source, command, params }: IrcLine): void {
    const [first = '', second = ''] = params;
    switch (command) {
      case 'UID':
        this.#add(params);
        break;
      case 'NICK':
        this.#change(source, { nick: first });
        break;
      case 'FHOST':
        this.#change(source, { host: first });
        break;
      case 'FIDENT':
        this.#change(source, { ident: first });
        break;
      case 'SAVE':
        this.#change(first, { nick: first });
        break;
      case 'SERVER':
        if (source !== '' && second !== '') this.addServer(second, source);
        break;
    }
  }

  has(uid: string): boolean {
    return this.#users.has(uid);
  }

  /** Ends the user and returns the channels that it was in. */
  remove(uid: string): Iterable<ChannelKey> {
    const channels = this.#users.get(uid)?.channels ?? [];
    this.#users.delete(uid);
    return channels;
  }

  channels(uid: string): Set<ChannelKey> | undefined {
    return this.#users.get(uid)?.channels;
  }

  /** `nick!user@host`, or the nick alone; null: no user. */
  mark(uid: string, form: 'mask' | 'nick'): string | null {
    const user = this.#users.get(uid);
    if (user === undefined) return null;
    return form === 'nick' ? user.nick : `${user.nick}!${user.ident}@${user.host}`;
  }

  addServer(sid: string, uplink: string): void {
    this.#uplinks.set(sid, uplink);
  }

  isServer(sid: string): boolean {
    return this.#uplinks.has(sid);
  }

  /** Ends a server and what is behind it; returns the users that went. */
  removeServer(sid: string): string[] {
    const gone = new Set([sid]);
    // An uplink is told before what is behind it, so one pass in order of arrival finds all.
    for (const [server, uplink] of this.#uplinks) if (gone.has(uplink)) gone.add(server);
    for (const server of gone) this.#uplinks.delete(server);
    return [...this.#users.keys()].filter((uid) => gone.has(uid.slice(0, 3)));
  }

  /** `UID uid time nick real-host shown-host ident ip signon modes :name`. */
  #add([uid = '', , nick = '', , host = '', ident = '']: readonly string[]): void {
    this.#users.set(uid, { nick, ident, host, channels: new Set() });
  }

  #change(uid: string, parts: Partial<Pick<User, 'nick' | 'ident' | 'host'>>): void {
    const user = this.#users.get(uid);
    if (user !== undefined) Object.assign(user, parts);
  }
}
