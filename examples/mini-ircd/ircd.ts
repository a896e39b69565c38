import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Channel, type Field, fieldKey } from './channel.ts';
import { Client } from './client.ts';
import { handleCommand } from './commands.ts';
import { DEFAULTS, modeArguments, modeChange } from './modes.ts';
import { type Casemapping, completeMask, fold, matchMask } from './names.ts';

export interface IrcdOptions {
  /** The server name. */
  readonly name: string;
  readonly casemapping: Casemapping;
  /** What OPER takes; null: nobody becomes IRC operator. */
  readonly operator: { readonly name: string; readonly password: string } | null;
}

/** Hears what local users do to channels. What an update did is not told: its sender knows. */
export interface ChannelObserver {
  /** A local user created the channel. */
  onCreated(channel: Channel): void;
  /** Fields got these values by one act. */
  onChanged(channel: Channel, fields: readonly Field[]): void;
  /** Local members came or went, the channel goes on. */
  onPresence(channel: Channel): void;
  /** The last local member left: the channel is gone. */
  onDropped(channel: Channel): void;
}

export const CLIENTS_MAX = 1000;
export const CHANNELS_PER_CLIENT_MAX = 50;
/** Those that are only here for their members elsewhere count too. */
export const CHANNELS_MAX = 100_000;

/** The ircd: its clients, its channels, and the acts that change who is where. */
export class Ircd {
  readonly options: IrcdOptions;
  readonly startedAt = new Date();
  readonly clients = new Set<Client>();
  readonly #nicks = new Map<string, Client>();
  readonly #channels = new Map<string, Channel>();
  readonly #server: Server;
  #observer: ChannelObserver | null = null;

  constructor(options: IrcdOptions) {
    this.options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  get name(): string {
    return this.options.name;
  }

  get channels(): Channel[] {
    return [...this.#channels.values()];
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  /** Listens, and returns the port: another one than asked for when that was 0. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection and stops listening. */
  async close(): Promise<void> {
    const closed = once(this.#server.close(), 'close');
    for (const client of this.clients) client.close('Server stops');
    await closed;
  }

  observe(observer: ChannelObserver): void {
    this.#observer = observer;
  }

  fold(name: string): string {
    return fold(this.options.casemapping, name);
  }

  fieldKey(field: Field): string {
    return fieldKey((name) => this.fold(name), field);
  }

  client(nick: string): Client | undefined {
    return this.#nicks.get(this.fold(nick));
  }

  channel(name: string): Channel | undefined {
    return this.#channels.get(this.fold(name));
  }

  rename(client: Client, nick: string): void {
    this.#forgetNick(client);
    client.nick = nick;
    this.#nicks.set(this.fold(nick), client);
  }

  /** A channel without members: what the sidecar tells of. Nobody hears of it. */
  addChannel(name: string, createdAt: number): Channel {
    const channel = new Channel(name, createdAt);
    this.#channels.set(this.fold(name), channel);
    return channel;
  }

  removeChannel(channel: Channel): void {
    this.#channels.delete(this.fold(channel.name));
  }

  /** A local user creates the channel and becomes its operator. */
  create(client: Client, name: string): Channel {
    const channel = this.addChannel(name, this.now());
    for (const field of DEFAULTS) channel.set(this.fieldKey(field), field);
    this.#enter(client, channel, true);
    this.#observer?.onCreated(channel);
    return channel;
  }

  /**
   * A local user joins. The first one in a channel that is here for its members elsewhere gets no operator status: its
   * operators are over there.
   */
  join(client: Client, channel: Channel): void {
    this.#enter(client, channel, false);
    this.#observer?.onPresence(channel);
  }

  /** A member goes. With the last one the channel ends; the sidecar gives it again if it lives on elsewhere. */
  leave(client: Client, channel: Channel): void {
    client.channels.delete(channel);
    channel.members.delete(client);
    if (channel.members.size > 0) {
      this.#observer?.onPresence(channel);
      return;
    }
    this.removeChannel(channel);
    this.#observer?.onDropped(channel);
  }

  /** A local user gives fields their values; the observer hears of it. */
  change(channel: Channel, fields: readonly Field[]): void {
    for (const field of fields) channel.set(this.fieldKey(field), field);
    if (fields.length > 0) this.#observer?.onChanged(channel, fields);
  }

  /** Tells the members that `source` gave the fields their values. */
  announce(channel: Channel, source: string, fields: readonly Field[]): void {
    for (const field of fields) {
      if (field.kind === 'topic')
        this.tell(channel, `:${source} TOPIC ${channel.name} :${field.value?.text ?? ''}`);
    }
    const changes = fields.map(modeChange).filter((change) => change !== null);
    for (const line of modeArguments(changes)) this.tell(channel, `:${source} MODE ${channel.name} ${line}`);
  }

  tell(channel: Channel, line: string, except?: Client): void {
    for (const member of channel.members.keys()) if (member !== except) member.send(line);
  }

  /** Everybody who shares a channel with the client, without the client. */
  neighbours(client: Client): Set<Client> {
    const neighbours = new Set([...client.channels].flatMap((channel) => [...channel.members.keys()]));
    neighbours.delete(client);
    return neighbours;
  }

  isBanned(client: Client, channel: Channel): boolean {
    return this.isOnList(client, channel, 'ban') && !this.isOnList(client, channel, 'except');
  }

  isOnList(client: Client, channel: Channel, list: string): boolean {
    const matches = (mask: string): boolean =>
      matchMask(this.options.casemapping, completeMask(mask), client.mask);
    return channel.entries(list).some((entry) => matches(entry.mask));
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(Date.now() / 1000);
  }

  #accept(socket: Socket): void {
    const client = new Client(socket, this.name, {
      onLine: (from, command, parameters) => handleCommand(this, from, command, parameters),
      onGone: (gone, reason) => this.#quit(gone, reason),
    });
    this.clients.add(client);
    if (this.clients.size > CLIENTS_MAX) client.close('Too many clients');
  }

  #enter(client: Client, channel: Channel, op: boolean): void {
    channel.members.set(client, { op, voice: false });
    channel.invited.delete(client);
    client.channels.add(channel);
    this.tell(channel, `:${client.mask} JOIN ${channel.name}`);
  }

  #quit(client: Client, reason: string): void {
    for (const neighbour of this.neighbours(client)) neighbour.send(`:${client.mask} QUIT :${reason}`);
    for (const channel of [...client.channels]) this.leave(client, channel);
    for (const channel of this.channels) channel.invited.delete(client);
    this.#forgetNick(client);
    this.clients.delete(client);
  }

  #forgetNick(client: Client): void {
    if (this.client(client.nick) === client) this.#nicks.delete(this.fold(client.nick));
  }
}
