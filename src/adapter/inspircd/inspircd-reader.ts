import type { IrcText } from '../../core/irc-text.ts';
import type { ShadowView } from '../dialect.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { parseModeChanges } from '../mode-changes.ts';
import { wishedFact } from '../wished-fact.ts';
import { parseFjoin, parseFtopic } from './channel-lines.ts';
import { encapWish } from './encap-wish.ts';
import { ResyncAnswer } from './resync-answer.ts';
import { SetterForm } from './setter-form.ts';

/** What InspIRCd's lines say. */
export class InspircdReader {
  readonly #traits: IrcdTraits;
  readonly #uplink: string;
  readonly #setterForm = new SetterForm();
  #answer: ResyncAnswer | null = null;

  /** `uplink`: the ircd's server id. */
  constructor(traits: IrcdTraits, uplink: string) {
    this.#traits = traits;
    this.#uplink = uplink;
  }

  read(line: IrcLine, view: ShadowView): IrcdFact[] {
    if (this.#continues(line, view)) return [];
    const answer = this.#answer;
    this.#answer = null;
    const facts = this.#read(line, view);
    return answer === null ? facts : [{ kind: 'answer', ...answer.answer }, ...facts];
  }

  #continues(line: IrcLine, view: ShadowView): boolean {
    const answer = this.#answer;
    if (answer === null || line.source !== this.#uplink || line.params[0] === undefined) return false;
    const isItsChannel = view.key(line.params[0]) === view.key(answer.name);
    if (!isItsChannel || !answer.take(line)) return false;
    if (line.command === 'FTOPIC') this.#learnForm(line.params, view);
    return true;
  }

  #read({ source, command, params }: IrcLine, view: ShadowView): IrcdFact[] {
    const [first = '', second = ''] = params;
    switch (command) {
      case 'FJOIN':
        return this.#fjoin(source, params, view);
      case 'IJOIN':
        return [{ kind: 'join', name: first, user: source, letters: params[3] ?? '' }];
      case 'PART':
        return first.split(',').map((name) => ({ kind: 'leave', name, user: source }));
      case 'KICK':
        return [{ kind: 'leave', name: first, user: second }];
      case 'QUIT':
        return [{ kind: 'user-gone', id: source }];
      case 'KILL':
        return [{ kind: 'user-gone', id: first }];
      case 'SQUIT':
        return [{ kind: 'server-gone', id: first }];
      case 'FMODE':
        return [
          { kind: 'modes', name: first, source, changes: parseModeChanges(this.#traits, params.slice(2)) },
        ];
      case 'FTOPIC':
        return this.#ftopic(source, params, view);
      case 'SVSTOPIC':
        return this.#svstopic(params);
      case 'ENCAP':
        return wishedFact(encapWish(params), view);
      case 'ENDBURST':
        return source === this.#uplink ? [{ kind: 'synced' }] : [];
      default:
        return ofUsers(source, command, params);
    }
  }

  /** The first channel line of a burst, a join that creates, a server that merges its channel, or the answer to RESYNC. */
  #fjoin(source: string, params: readonly string[], view: ShadowView): IrcdFact[] {
    const said = parseFjoin(params);
    if (said === null) return [];
    if (source === this.#uplink && view.isExpecting(said.name)) {
      this.#answer = new ResyncAnswer(this.#traits, said);
      return [];
    }
    const { name, createdAt, members } = said;
    const changes = parseModeChanges(this.#traits, said.words);
    return [{ kind: 'channel', name, source, createdAt, changes, members }];
  }

  #ftopic(source: string, params: readonly string[], view: ShadowView): IrcdFact[] {
    const said = parseFtopic(params);
    const name = params[0] ?? '';
    if (said === null || view.channel(name) === null) return [];
    const { text, setAt } = said;
    if (source === this.#uplink) this.#learnForm(params, view);
    const setter = said.setter ?? (this.#setterForm.setter(view.users, source) as IrcText);
    const isDoubtful = said.setter === null && this.#setterForm.ask(view.key(name), view.users, source);
    const topic = text === '' ? null : { text, setter, setAt };
    return [{ kind: 'topic', name, source, topic, setAt, isDoubtful }];
  }

  /** `chan topicTS setter :text` of services (module topiclock): the ircd takes it whatever the present topic's time. */
  #svstopic([name = '', time = '', setter = '', text = '']: readonly string[]): IrcdFact[] {
    const setAt = Number(time);
    if (!Number.isSafeInteger(setAt)) return [];
    const topic = text === '' ? null : { text: text as IrcText, setter: setter as IrcText, setAt };
    return [{ kind: 'topic', name, source: this.#uplink, topic, setAt }];
  }

  #learnForm(params: readonly string[], view: ShadowView): void {
    const setter = parseFtopic(params)?.setter ?? null;
    if (setter !== null) this.#setterForm.learn(view.key(params[0]!), setter);
  }
}

function ofUsers(source: string, command: string, params: readonly string[]): IrcdFact[] {
  const [first = '', second = ''] = params;
  switch (command) {
    case 'UID':
      return [uid(params)];
    case 'NICK':
      return [{ kind: 'user-changed', id: source, nick: first }];
    case 'FHOST':
      return [{ kind: 'user-changed', id: source, host: first }];
    case 'FIDENT':
      return [{ kind: 'user-changed', id: source, user: first }];
    case 'METADATA':
      // Of a user; of a channel and of the network it is named `#name` and `*`.
      return second === 'accountname' ? [{ kind: 'user-changed', id: first, account: params[2] ?? '' }] : [];
    case 'SAVE':
      return [{ kind: 'user-changed', id: first, nick: first }];
    case 'SERVER':
      return source === '' || second === ''
        ? []
        : [{ kind: 'server', id: second, uplink: source, name: first, description: params.at(-1)! }];
    default:
      return [];
  }
}

/** `UID uid time nick real-host shown-host ident ip signon modes :name`; a UID begins with its server's id. */
function uid([id = '', , nick = '', , host = '', user = '']: readonly string[]): IrcdFact {
  return { kind: 'user', id, server: id.slice(0, 3), nick, user, host };
}
