import type { ChannelKey } from '../core/casemapping.ts';
import { servedBy } from './adapter-sign.ts';
import type { IrcdFact } from './ircd-facts.ts';

interface User {
  readonly server: string;
  nick: string;
  user: string;
  host: string;
  /** Empty: none is known. */
  account: string;
  readonly channels: Set<ChannelKey>;
}

type ServerFact = Extract<IrcdFact, { kind: 'server' }>;

/** An adapter that serves another ircd of the native network. */
export interface OtherAdapter {
  /** Its name as a server. */
  readonly name: string;
  /** The ircd that it serves. */
  readonly serves: string;
}

/** The servers and users of the native network, without those of the adapter. */
export class Users {
  readonly #users = new Map<string, User>();
  /** Each server's uplink. */
  readonly #uplinks = new Map<string, string>();
  /** Names of the servers whose clients are services. */
  readonly #serviceNames: ReadonlySet<string>;
  /** Ids of those that are there. */
  readonly #services = new Set<string>();
  /** Other adapters by their ids. */
  readonly #adapters = new Map<string, OtherAdapter>();

  constructor(services: readonly string[] = []) {
    this.#serviceNames = new Set(services.map((name) => name.toLowerCase()));
  }

  add({ id, server, nick, user, host, account = '' }: Extract<IrcdFact, { kind: 'user' }>): void {
    this.#users.set(id, { server, nick, user, host, account, channels: new Set() });
  }

  change({ id, newId, nick, user, host, account }: Extract<IrcdFact, { kind: 'user-changed' }>): void {
    const known = this.#users.get(id);
    if (known === undefined) return;
    if (nick !== undefined) known.nick = nick;
    if (user !== undefined) known.user = user;
    if (host !== undefined) known.host = host;
    if (account !== undefined) known.account = account;
    if (newId === undefined || newId === id) return;
    this.#users.delete(id);
    this.#users.set(newId, known);
  }

  /** As it is now; undefined: no user. */
  get(id: string): Readonly<Pick<User, 'nick' | 'user' | 'host' | 'account'>> | undefined {
    return this.#users.get(id);
  }

  *nicks(): Iterable<string> {
    for (const { nick } of this.#users.values()) yield nick;
  }

  has(id: string): boolean {
    return this.#users.has(id);
  }

  /** The server that the user is on; null: no user. */
  server(id: string): string | null {
    return this.#users.get(id)?.server ?? null;
  }

  /** Ends the user and returns the channels that it was in. */
  remove(id: string): Iterable<ChannelKey> {
    const channels = this.#users.get(id)?.channels ?? [];
    this.#users.delete(id);
    return channels;
  }

  channels(id: string): Set<ChannelKey> | undefined {
    return this.#users.get(id)?.channels;
  }

  /** `nick!user@host`, or the nick alone; null: no user. */
  mark(id: string, form: 'mask' | 'nick'): string | null {
    const known = this.#users.get(id);
    if (known === undefined) return null;
    return form === 'nick' ? known.nick : `${known.nick}!${known.user}@${known.host}`;
  }

  /** True for a client of services: it counts as no member. */
  isService(id: string): boolean {
    return this.#services.has(this.#users.get(id)?.server ?? '');
  }

  /** Another adapter that is linked to the native network; null: there is none. */
  get otherAdapter(): OtherAdapter | null {
    for (const adapter of this.#adapters.values()) return adapter;
    return null;
  }

  addServer({ id, uplink, name, description }: Omit<ServerFact, 'kind'>): void {
    this.#uplinks.set(id, uplink);
    const serves = servedBy(description);
    if (serves !== null) this.#adapters.set(id, { name, serves });
    if (this.#serviceNames.has(name.toLowerCase())) this.#services.add(id);
  }

  isServer(id: string): boolean {
    return this.#uplinks.has(id);
  }

  /** Ends a server and what is behind it; returns the users that went. */
  removeServer(id: string): string[] {
    const gone = new Set([id]);
    // An uplink is told before what is behind it, so one pass in order of arrival finds all.
    for (const [server, uplink] of this.#uplinks) if (gone.has(uplink)) gone.add(server);
    for (const server of gone) {
      this.#uplinks.delete(server);
      this.#services.delete(server);
      this.#adapters.delete(server);
    }
    return [...this.#users].filter(([, { server }]) => gone.has(server)).map(([user]) => user);
  }
}
