import { formatIrcLine } from '../irc-line.ts';

export interface AskingServer {
  readonly sid: string;
  readonly name: string;
  /** The ircd that is asked. */
  readonly uplink: string;
}

/** Some things the ircd tells only to IRC operators: a user of the adapter that comes, asks and goes. */
export class PassingOperator {
  /** Its nick, too, which no client's can be. */
  readonly uid: string;
  readonly #server: AskingServer;

  constructor(server: AskingServer) {
    this.uid = `${server.sid}AAAAAZ`;
    this.#server = server;
  }

  /** The lines that put one question to the ircd, with the words between its command and the ircd. `now`: the ircd's clock, Unix seconds. */
  ask(command: string, words: readonly string[], now: number): string[] {
    const { sid, name, uplink } = this.#server;
    const source = this.uid;
    const user = [source, '1', String(now), '+io', 'cburst', name, name, '127.0.0.1', source, '*'];
    return [
      formatIrcLine({
        source: sid,
        command: 'UID',
        params: user,
        trailing: 'asks for limits and forbidden names',
      }),
      formatIrcLine({ source, command, params: [...words, uplink] }),
      formatIrcLine({ source, command: 'QUIT', trailing: '' }),
    ];
  }
}
