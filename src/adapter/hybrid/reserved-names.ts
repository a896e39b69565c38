import { ForbiddenNames } from '../forbidden-names.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';

export interface AskingServer {
  readonly sid: string;
  readonly name: string;
  /** The ircd that is asked. */
  readonly uplink: string;
}

/**
 * The channel names that the ircd's RESVs forbid. No server is told when one is set or lifted, and only IRC operators are told what there is: a
 * user of the adapter that comes, asks and goes.
 */
export class ReservedNames {
  readonly #server: AskingServer;
  /** Named by its UID, which no client's nick can be. */
  readonly #asker: string;
  #known = new ForbiddenNames('ascii');
  /** What the answer has said so far. */
  #coming = new ForbiddenNames('ascii');

  constructor(server: AskingServer) {
    this.#server = server;
    this.#asker = `${server.sid}AAAAAZ`;
  }

  /** The lines that ask. `now`: the ircd's clock, Unix seconds. */
  ask(now: number): string[] {
    this.#coming = new ForbiddenNames('ascii');
    const { sid, name, uplink } = this.#server;
    const user = [this.#asker, '1', String(now), '+io', 'cburst', name, name, '127.0.0.1', this.#asker, '*'];
    const trailing = 'asks which names are forbidden';
    return [
      formatIrcLine({ source: sid, command: 'UID', params: user, trailing }),
      formatIrcLine({ source: this.#asker, command: 'STATS', params: ['q', uplink] }),
      formatIrcLine({ source: this.#asker, command: 'QUIT', trailing: '' }),
    ];
  }

  /** Takes a line of the ircd: `217 uid Q mask :reason`, of which nicks have the same, and `219 uid q` after the last. */
  hear({ command, params }: IrcLine): void {
    const [asker, , mask = ''] = params;
    if (asker !== this.#asker) return;
    if (command === '217' && mask.startsWith('#')) this.#coming.add(mask, params.at(-1)!, 0);
    if (command === '219') this.#known = this.#coming;
  }

  /** As `ForbiddenNames.problem`, by the last whole answer. */
  problem(name: string, now: number): string | null {
    return this.#known.problem(name, now);
  }
}
