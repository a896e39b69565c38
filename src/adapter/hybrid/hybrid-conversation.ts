import type { AdapterConfig } from '../../config/adapter-config.ts';
import { ownDescription } from '../adapter-sign.ts';
import type { Conversation, HandshakeStep, LinkEnd, LinkExplanation } from '../dialect.ts';
import { explainEnd, handshakeTooLong } from '../explain-end.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';
import { explainError, startIrcd, useServerPort } from './explain-error.ts';
import { LinkedHybrid } from './linked-hybrid.ts';

/** What the reading of this link relies on: the end of the burst, topics with setter and time, the end of an answer to RESYNC. */
const CAPABILITIES_NEEDED = ['EOB', 'TBURST', 'RESYNC', 'MLOCK'];

/**
 * The handshake of a link to an ircd-hybrid. The adapter begins, as TS6 has it: an ircd says nothing of itself before it has
 * seen a password.
 */
export class HybridConversation implements Conversation {
  readonly #config: AdapterConfig;
  readonly #capabilities = new Set<string>();
  #password: string | null = null;
  #uplink: { readonly name: string; readonly sid: string } | null = null;

  constructor(config: AdapterConfig) {
    this.#config = config;
  }

  /** The SID is a field of SERVER and not of PASS as in the text-book. */
  greet(): string[] {
    const { name, sid, sendPassword } = this.#config.link;
    return [
      formatIrcLine({ command: 'PASS', params: [sendPassword] }),
      formatIrcLine({ command: 'CAPAB', trailing: 'EOB TBURST ENCAP RHOST MLOCK' }),
      formatIrcLine({
        command: 'SERVER',
        params: [name, '1', sid, '+'],
        trailing: ownDescription(this.#config),
      }),
    ];
  }

  handshake({ command, params }: IrcLine): HandshakeStep {
    switch (command) {
      case 'PASS':
        this.#password = params[0] ?? '';
        return GOING_ON;
      case 'CAPAB':
        for (const word of (params.at(-1) ?? '').split(' ')) this.#capabilities.add(word);
        return GOING_ON;
      case 'SERVER':
        return this.#server(params);
      case 'SVINFO':
        return this.#clock(params.at(-1) ?? '');
      default:
        return GOING_ON;
    }
  }

  explain(end: LinkEnd): LinkExplanation {
    const timeout =
      this.#password === null
        ? { reason: 'the ircd does not answer as an ircd-hybrid does', next: useServerPort }
        : { reason: handshakeTooLong, next: null };
    return explainEnd(end, { error: explainError, timeout, closed: useServerPort, unreachable: startIrcd });
  }

  /** `SERVER name hops sid +flags :description`: who answers must be who is configured. */
  #server([name = '', , sid = '']: readonly string[]): HandshakeStep {
    const { ircd, link } = this.#config;
    if (name !== ircd.serverName) {
      return failed(`the ircd calls itself ${name}, [ircd] server_name is ${ircd.serverName}`);
    }
    if (this.#password !== link.receivePassword) {
      return failed(
        "the ircd's password (send_password of its connect {} block) is not [link] receive_password",
      );
    }
    const missing = CAPABILITIES_NEEDED.filter((word) => !this.#capabilities.has(word));
    if (missing.length > 0) {
      return failed(
        `the ircd lacks ${missing.join(', ')}`,
        'use ircd-hybrid 8.2.33 or newer, with all its modules',
      );
    }
    if (!SID.test(sid) || sid === link.sid) {
      return failed(
        'the ircd has the same server id as the adapter',
        '[link] sid must be one that no server has',
      );
    }
    this.#uplink = { name, sid };
    return GOING_ON;
  }

  /** Its own time is sent back to the ircd: it drops links to servers with another clock, and nothing here needs the adapter's. */
  #clock(now: string): HandshakeStep {
    if (this.#uplink === null || !/^[0-9]{1,12}$/.test(now)) {
      return failed('the ircd does not answer as an ircd-hybrid does', useServerPort);
    }
    const lines = [formatIrcLine({ command: 'SVINFO', params: ['6', '6', '0'], trailing: now })];
    return { state: 'linked', lines, ircd: new LinkedHybrid(this.#config, this.#uplink) };
  }
}

const SID = /^[0-9][A-Z0-9]{2}$/;
const GOING_ON: HandshakeStep = { state: 'open', lines: [] };

function failed(reason: string, next: string | null = null): HandshakeStep {
  return { state: 'failed', reason, next };
}
