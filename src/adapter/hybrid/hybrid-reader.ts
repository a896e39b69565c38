import type { Topic } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { ShadowView } from '../dialect.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdFact } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { type ModeChange, parseModeChanges } from '../mode-changes.ts';
import { wishedFact } from '../wished-fact.ts';
import { bmaskWords, parseSjoin, parseTburst } from './channel-lines.ts';
import type { Keeper } from './keeper.ts';
import { ResyncAnswer } from './resync-answer.ts';
import { servicesWish } from './services-wish.ts';

/** What ircd-hybrid's lines say. */
export class HybridReader {
  readonly #traits: () => IrcdTraits;
  readonly #uplink: string;
  readonly #keeper: Keeper;
  #answer: ResyncAnswer | null = null;

  /** `uplink`: the ircd's server id. `traits`: they grow while it tells its limits. */
  constructor(traits: () => IrcdTraits, uplink: string, keeper: Keeper) {
    this.#traits = traits;
    this.#uplink = uplink;
    this.#keeper = keeper;
  }

  read(line: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    const answer = this.#answer;
    if (answer === null) return this.#read(line, now, view);
    if (this.#isAbout(line, answer.name, view) && answer.take(line)) {
      if (!answer.isComplete) return [];
      this.#answer = null;
      return [this.#answered(answer, view)];
    }
    this.#answer = null;
    // Without its end it was no answer: a user made the channel at that moment.
    return [{ kind: 'channel', source: this.#uplink, ...answer.opening }, ...this.#read(line, now, view)];
  }

  #isAbout({ source, params }: IrcLine, name: IrcText, view: ShadowView): boolean {
    return source === this.#uplink && view.key(params[1] ?? '') === view.key(name);
  }

  #answered(answer: ResyncAnswer, view: ShadowView): IrcdFact {
    const kept = answer.members.some(({ id }) => id === this.#keeper.uid);
    this.#keeper.note(view.key(answer.name), answer.name, kept);
    return { kind: 'answer', ...answer.answer, kept };
  }

  #read(line: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    const { source, command, params } = line;
    const [first = '', second = '', third = ''] = params;
    switch (command) {
      case 'SJOIN':
        return this.#sjoin(source, params, view);
      case 'JOIN':
        return this.#join(source, first, second, view);
      case 'PART':
        return first.split(',').map((name) => ({ kind: 'leave', name, user: source }));
      case 'KICK':
        return second === this.#keeper.uid
          ? [this.#unkept(first, view)]
          : [{ kind: 'leave', name: first, user: second }];
      case 'KILL':
        return first === this.#keeper.uid ? this.#killed() : [killed(params)];
      case 'TMODE':
        return this.#modes(source, second, params.slice(2), now, view);
      case 'MODE':
        return first.startsWith('#') ? this.#modes(source, first, params.slice(1), now, view) : [];
      case 'BMASK':
        return this.#modes(source, second, bmaskWords(params), now, view);
      case 'TBURST':
        return this.#tburst(source, params);
      case 'TOPIC':
        return this.#topic(source, first, params.at(-1) ?? '', now, view);
      case 'EOB':
        return source === this.#uplink ? [{ kind: 'synced' }] : [];
      case 'SVSNICK':
      case 'SVSPART':
      case 'SVSKILL':
        return wishedFact(servicesWish(command, params), view);
      case 'SVSACCOUNT':
        return [{ kind: 'user-changed', id: first, account: third === NO_ACCOUNT ? '' : third }];
      case 'SVSHOST':
        return [{ kind: 'user-changed', id: first, host: third }];
      default:
        return ofUsers(line);
    }
  }

  /** The first line of a channel in a burst, a join that creates, a server that merges its channel, or the answer to RESYNC. */
  #sjoin(source: string, params: readonly string[], view: ShadowView): IrcdFact[] {
    const said = parseSjoin(params);
    if (said === null) return [];
    if (source === this.#uplink && view.isExpecting(said.name)) {
      this.#answer = new ResyncAnswer(this.#traits(), said);
      return [];
    }
    const { name, createdAt, words, members } = said;
    const changes = parseModeChanges(this.#traits(), words);
    return [{ kind: 'channel', name, source, createdAt, changes, members }];
  }

  /** With another TS than the channel's the ircd has judged which side wins. */
  #join(user: string, time: string, name: string, view: ShadowView): IrcdFact[] {
    const channel = view.channel(name);
    const facts: IrcdFact[] = [{ kind: 'join', name, user }];
    if (channel !== null && Number(time) !== channel.createdAt) facts.push({ kind: 'doubt', name });
    return facts;
  }

  #unkept(name: string, view: ShadowView): IrcdFact {
    this.#keeper.note(view.key(name), name as IrcText, false);
    return { kind: 'kept', name, kept: false };
  }

  #killed(): IrcdFact[] {
    return this.#keeper.leaveAll().map((name) => ({ kind: 'kept', name, kept: false }));
  }

  #modes(source: string, name: string, words: readonly string[], now: number, view: ShadowView): IrcdFact[] {
    const setter = (view.users.mark(source, 'mask') ?? '') as IrcText;
    const mark = { setter, setAt: view.synced ? now : 0 };
    const changes = parseModeChanges(this.#traits(), words).map(
      (change): ModeChange => (change.mode.kind === 'list' && change.adding ? { ...change, mark } : change),
    );
    return [{ kind: 'modes', name, source, changes }];
  }

  #tburst(source: string, params: readonly string[]): IrcdFact[] {
    const said = parseTburst(params);
    if (said === null) return [];
    const { name, text, setter, setAt } = said;
    const topic = text === '' ? null : { text, setter, setAt };
    return [{ kind: 'topic', name, source, topic, setAt }];
  }

  /** The line has no time: what the ircd has is read back. */
  #topic(source: string, name: string, text: string, now: number, view: ShadowView): IrcdFact[] {
    const setter = (view.users.mark(source, 'mask') ?? '') as IrcText;
    const topic: Topic | null = text === '' ? null : { text: text as IrcText, setter, setAt: now };
    return [{ kind: 'topic', name, source, topic, setAt: now, isDoubtful: true }];
  }
}

function killed(params: readonly string[]): IrcdFact {
  return { kind: 'user-gone', id: params[0] ?? '', isCollision: /nick collision/i.test(params.at(-1) ?? '') };
}

function ofUsers({ source, command, params }: IrcLine): IrcdFact[] {
  const [first = '', , third = ''] = params;
  switch (command) {
    case 'UID':
      return [uid(source, params)];
    case 'NICK':
      return [{ kind: 'user-changed', id: source, nick: first }];
    case 'QUIT':
      return [{ kind: 'user-gone', id: source }];
    case 'SID':
      return source === '' || third === ''
        ? []
        : [{ kind: 'server', id: third, uplink: source, name: first, description: params.at(-1)! }];
    case 'SQUIT':
      return [{ kind: 'server-gone', id: first }];
    default:
      return [];
  }
}

/** `UID nick hops time modes user shown-host real-host ip uid account :name`, from the user's server. */
function uid(server: string, params: readonly string[]): IrcdFact {
  const [nick = '', , , , user = '', host = '', , , id = '', account = ''] = params;
  return { kind: 'user', id, server, nick, user, host, account: account === NO_ACCOUNT ? '' : account };
}

/** Stands for no account. */
const NO_ACCOUNT = '*';
