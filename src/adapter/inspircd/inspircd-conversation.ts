import type { AdapterConfig } from '../../config/adapter-config.ts';
import { ownDescription } from '../adapter-sign.ts';
import type { Conversation, HandshakeStep, LinkEnd, LinkExplanation } from '../dialect.ts';
import { explainEnd, handshakeTooLong } from '../explain-end.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';
import { parseCapabilities } from './capabilities.ts';
import { addLinkBlock, explainError, startIrcd, useServerPort } from './explain-error.ts';
import { LinkedInspircd } from './linked-inspircd.ts';

const PROTOCOL = '1205';

/** The handshake of a link to an InspIRCd: the ircd's CAPAB, the adapter's with its SERVER, the ircd's SERVER. */
export class InspircdConversation implements Conversation {
  readonly #config: AdapterConfig;
  readonly #capab = new Map<string, string>();
  /** The ircd has said CAPAB: it is an InspIRCd's port for servers. */
  #isGreeted = false;

  constructor(config: AdapterConfig) {
    this.#config = config;
  }

  /** The ircd begins: its password is for who speaks this protocol. */
  greet(): string[] {
    return [];
  }

  handshake({ command, params }: IrcLine): HandshakeStep {
    if (command === 'CAPAB') return this.#capabilities(params);
    if (command === 'SERVER') return this.#server(params);
    if (!this.#isGreeted && FOR_CLIENTS.test(command)) return failed(takenForClient, useServerPort);
    return GOING_ON;
  }

  explain(end: LinkEnd): LinkExplanation {
    if (end.kind === 'error' && !this.#isGreeted && CLIENT_CLOSED.test(end.text))
      return { reason: takenForClient, next: useServerPort };
    const timeout = this.#isGreeted
      ? { reason: handshakeTooLong, next: null }
      : { reason: 'the ircd does not greet the adapter', next: useServerPort };
    return explainEnd(end, { error: explainError, timeout, closed: addLinkBlock, unreachable: startIrcd });
  }

  #capabilities([part = '', text = '']: readonly string[]): HandshakeStep {
    this.#isGreeted = true;
    if (part === 'START') return this.#answer(text);
    if (part !== 'END') this.#capab.set(part, `${this.#capab.get(part) ?? ''} ${text}`.trim());
    return GOING_ON;
  }

  #answer(protocol: string): HandshakeStep {
    if (protocol !== PROTOCOL) {
      return failed(`the ircd speaks server protocol ${protocol}, the adapter ${PROTOCOL} (InspIRCd 3)`);
    }
    const { name, sendPassword, sid } = this.#config.link;
    const params = [name, sendPassword, '0', sid];
    return {
      state: 'open',
      lines: [
        formatIrcLine({ command: 'CAPAB', params: ['START', PROTOCOL] }),
        formatIrcLine({ command: 'CAPAB', params: ['END'] }),
        formatIrcLine({ command: 'SERVER', params, trailing: ownDescription(this.#config) }),
      ],
    };
  }

  /** `SERVER name password hops sid :description`: who answers must be who is configured. */
  #server([name = '', password = '', , sid = '']: readonly string[]): HandshakeStep {
    const { ircd, link } = this.#config;
    if (name !== ircd.serverName) {
      return failed(`the ircd calls itself ${name}, [ircd] server_name is ${ircd.serverName}`);
    }
    if (password !== link.receivePassword) {
      return failed("the ircd's password (its <link sendpass>) is not [link] receive_password");
    }
    const parsed = parseCapabilities(
      this.#capab.get('CHANMODES') ?? '',
      this.#capab.get('CAPABILITIES') ?? '',
      this.#config.ircd.carryModes,
    );
    if ('problem' in parsed) return failed(`the ircd cannot be served: ${parsed.problem}`);
    const linked = new LinkedInspircd(this.#config, { name, sid, traits: parsed.traits });
    return { state: 'linked', lines: [], ircd: linked };
  }
}

const GOING_ON: HandshakeStep = { state: 'open', lines: [] };
const takenForClient = 'the ircd takes the adapter for a client';
/** What only clients are sent before they have said anything: notices of the look-ups, and numerics. */
const FOR_CLIENTS = /^(NOTICE|[0-9]{3})$/;
/** How the port for clients takes leave, of one who says nothing and of one who is not let in. */
const CLIENT_CLOSED = /^Closing link/i;

function failed(reason: string, next: string | null = null): HandshakeStep {
  return { state: 'failed', reason, next };
}
