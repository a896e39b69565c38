import type { AdapterConfig } from '../../config/adapter-config.ts';
import { ownDescription } from '../adapter-sign.ts';
import type { Conversation, HandshakeStep, LinkEnd, LinkExplanation } from '../dialect.ts';
import { explainEnd, handshakeTooLong } from '../explain-end.ts';
import { formatIrcLine, type IrcLine } from '../irc-line.ts';
import { parseIsupport } from '../isupport.ts';
import { checkServerBlock, explainError, startIrcd } from './explain-error.ts';
import { LinkedNgircd } from './linked-ngircd.ts';
import { ngircdTraits } from './ngircd-traits.ts';

/**
 * What the adapter can do: C CHANINFO, H a handshake with numerics, L lists in the burst, M METADATA, X the statuses qaohv.
 * No Z: nothing is compressed.
 */
const OWN_FLAGS = 'CHLMX';
/** Without these the ircd says too little: what it cannot do itself, it does not send. */
const NEEDED_FLAGS = 'CHL';

/** The handshake of a link to an ngIRCd: PASS and SERVER of both sides, then 005 and 376 of both. */
export class NgircdConversation implements Conversation {
  readonly #config: AdapterConfig;
  readonly #isupport = new Map<string, string>();
  #software = 'ngIRCd';
  #isKnown = false;

  constructor(config: AdapterConfig) {
    this.#config = config;
  }

  greet(): string[] {
    const { name, sendPassword } = this.#config.link;
    const flags = `cburst|1:${OWN_FLAGS}`;
    return [
      formatIrcLine({ command: 'PASS', params: [sendPassword, '0210-IRC+', flags, 'P'] }),
      formatIrcLine({ command: 'SERVER', params: [name, '1'], trailing: ownDescription(this.#config) }),
    ];
  }

  handshake({ command, params }: IrcLine): HandshakeStep {
    switch (command) {
      case 'PASS':
        return this.#pass(params);
      case 'SERVER':
        return this.#server(params);
      case '005':
        for (const [token, value] of parseIsupport(params)) this.#isupport.set(token, value);
        return GOING_ON;
      case '376':
        return this.#isKnown ? this.#linked() : GOING_ON;
      default:
        return GOING_ON;
    }
  }

  explain(end: LinkEnd): LinkExplanation {
    const timeout = { reason: handshakeTooLong, next: checkServerBlock };
    return explainEnd(end, {
      error: explainError,
      timeout,
      closed: checkServerBlock,
      unreachable: startIrcd,
    });
  }

  /** `PASS password 0210-IRC+ ngIRCd|26.1:FLAGS options`. */
  #pass([password = '', , implementation = '']: readonly string[]): HandshakeStep {
    if (password !== this.#config.link.receivePassword) {
      return failed("the ircd's password (its [Server] PeerPassword) is not [link] receive_password");
    }
    const [software = '', flags = ''] = implementation.split(':');
    this.#software = software.replace('|', ' ');
    const missing = [...NEEDED_FLAGS].filter((flag) => !flags.includes(flag)).join('');
    if (!software.startsWith('ngIRCd|') || missing !== '') {
      const what = missing === '' ? 'is not' : `lacks the features ${missing} of`;
      return failed(`the ircd ${what} ngIRCd 26: it calls itself ${JSON.stringify(implementation)}`);
    }
    this.#isKnown = true;
    return GOING_ON;
  }

  /** Who answers must be who is configured. */
  #server([name = '']: readonly string[]): HandshakeStep {
    const { serverName } = this.#config.ircd;
    if (name === serverName) return GOING_ON;
    return failed(`the ircd calls itself ${name}, [ircd] server_name is ${serverName}`);
  }

  /** Only the adapter's own 376, to the ircd's name, completes the link. */
  #linked(): HandshakeStep {
    const parsed = ngircdTraits(this.#isupport, this.#config.ircd.carryModes);
    if ('problem' in parsed) return failed(`the ircd cannot be served: ${parsed.problem}`);
    const { ircd, link } = this.#config;
    const end = { source: link.name, command: '376', params: [ircd.serverName], trailing: 'End' };
    return {
      state: 'linked',
      lines: [formatIrcLine(end)],
      ircd: new LinkedNgircd(this.#config, parsed.traits, this.#software),
    };
  }
}

const GOING_ON: HandshakeStep = { state: 'open', lines: [] };

function failed(reason: string): HandshakeStep {
  return { state: 'failed', reason, next: null };
}
