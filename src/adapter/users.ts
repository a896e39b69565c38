import type { ChannelKey } from '../core/casemapping.ts';
import { servedBy } from './adapter-sign.ts';
import type { IrcdFact } from './ircd-facts.ts';
import { ServerTree } from './server-tree.ts';
import { ServiceNicks } from './service-nicks.ts';

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
  readonly #servers = new ServerTree();
  /** Names of the servers whose clients are services. */
  readonly #serviceNames: ReadonlySet<string>;
  readonly #serviceNicks: ServiceNicks;
  /** Ids of those that are there. */
  readonly #services = new Set<string>();
  /** Other adapters by their ids. */
  readonly #adapters = new Map<string, OtherAdapter>();
  /** Ids of other adapters and of servers behind them. */
  readonly #ofAdapters = new Set<string>();

  /** `serviceNicks`: those of earlier links, to which those of this one are added. */
  constructor(services: readonly string[] = [], serviceNicks = new ServiceNicks()) {
    this.#serviceNicks = serviceNicks;
    this.#serviceNames = new Set(services.map((name) => name.toLowerCase()));
  }

  add({ id, server, nick, user, host, account = '' }: Extract<IrcdFact, { kind: 'user' }>): void {
    this.#users.set(id, { server, nick, user, host, account, channels: new Set() });
    this.#noteService(id);
  }

  change({ id, newId, nick, user, host, account }: Extract<IrcdFact, { kind: 'user-changed' }>): void {
    const known = this.#users.get(id);
    if (known === undefined) return;
    if (nick !== undefined) known.nick = nick;
    if (user !== undefined) known.user = user;
    if (host !== undefined) known.host = host;
    if (account !== undefined) known.account = account;
    this.#noteService(id);
    if (newId === undefined || newId === id) return;
    this.#users.delete(id);
    this.#users.set(newId, known);
  }

  /** As it is now; undefined: no user. */
  get(id: string): Readonly<Pick<User, 'nick' | 'user' | 'host' | 'account'>> | undefined {
    return this.#users.get(id);
  }

  /** Of users that are there, and of services also while they are away. */
  *nicks(): Iterable<string> {
    for (const { nick } of this.#users.values()) yield nick;
    yield* this.#serviceNicks.all();
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
    this.#noteService(id);
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

  /** True for a client of services and for a user of another adapter: it counts as no member. */
  isService(id: string): boolean {
    const server = this.#users.get(id)?.server ?? '';
    return this.#services.has(server) || this.#ofAdapters.has(server);
  }

  /** Another adapter that is linked to the native network; null: there is none. */
  get otherAdapter(): OtherAdapter | null {
    for (const adapter of this.#adapters.values()) return adapter;
    return null;
  }

  addServer(server: Omit<ServerFact, 'kind'>): void {
    const { id, uplink, name, description } = server;
    this.#servers.add(server);
    const serves = servedBy(description);
    if (serves !== null) this.#adapters.set(id, { name, serves });
    if (serves !== null || this.#ofAdapters.has(uplink)) this.#ofAdapters.add(id);
    if (this.#serviceNames.has(name.toLowerCase())) this.#services.add(id);
  }

  isServer(id: string): boolean {
    return this.#servers.has(id);
  }

  /** Ends a server and what is behind it; returns the users that went. */
  removeServer(id: string): string[] {
    const gone = this.#servers.remove(id);
    const users = [...this.#users].filter(([, { server }]) => gone.has(server)).map(([user]) => user);
    for (const user of users) this.#noteService(user);
    for (const server of gone) {
      this.#services.delete(server);
      this.#adapters.delete(server);
      this.#ofAdapters.delete(server);
    }
    return users;
  }

  #noteService(id: string): void {
    const known = this.#users.get(id);
    if (known !== undefined && this.#services.has(known.server)) this.#serviceNicks.note(known.nick);
  }
}
