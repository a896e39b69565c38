import type { LinkedIrcd } from './dialect.ts';
import { GUEST_SERVER_TEXT, type GuestServer, guestServer } from './guest-server.ts';
import { formatIrcLine } from './irc-line.ts';
import { type LinkedServer, ServerTree } from './server-tree.ts';
import type { LineWriter } from './update-applier.ts';

export interface BroughtServerOptions {
  readonly ircd: Pick<LinkedIrcd, 'guests'>;
  /** The adapter as a server, and the ircd. */
  readonly own: LinkedServer;
  readonly uplink: LinkedServer;
  readonly writer: Pick<LineWriter, 'now'>;
  readonly write: (lines: readonly string[]) => void;
}

/** The server that guests are on. It comes with the first of them; where operators split it off it stays away for the rest of the link. */
export class BroughtServer {
  readonly #options: BroughtServerOptions;
  /** Servers of the native network. */
  readonly #others = new ServerTree();
  #server: GuestServer | null = null;
  #isUnwanted = false;

  constructor(options: BroughtServerOptions) {
    this.#options = options;
    this.#others.add({ ...options.uplink, uplink: options.own.id });
  }

  get isUnwanted(): boolean {
    return this.#isUnwanted;
  }

  /** Null: it is not there. */
  get server(): GuestServer | null {
    return this.#server;
  }

  /** As LINKS shows it. */
  get shown(): { readonly name: string; readonly text: string } {
    return { name: this.#server?.name ?? '', text: GUEST_SERVER_TEXT };
  }

  otherCame(server: LinkedServer & { readonly uplink: string }): void {
    this.#others.add(server);
  }

  otherWent(id: string): void {
    this.#others.remove(id);
  }

  bring(): GuestServer {
    if (this.#server !== null) return this.#server;
    const { ircd, own, writer, write } = this.#options;
    this.#server = guestServer(own, this.#others.all());
    write([ircd.guests.bring(this.#server, writer.now)]);
    return this.#server;
  }

  splitOff(): void {
    if (this.#server === null) return;
    const { own, write } = this.#options;
    // Where the ircd only asks for it, it has to be done; to the others it is nothing.
    write([formatIrcLine({ source: own.id, command: 'SQUIT', params: [this.#server.id], trailing: '' })]);
    this.#server = null;
    this.#isUnwanted = true;
  }
}
