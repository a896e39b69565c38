import type { Topic } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import type { ShadowView } from '../dialect.ts';
import type { IrcLine } from '../irc-line.ts';
import type { IrcdFact, JoinedUser } from '../ircd-facts.ts';
import type { IrcdTraits } from '../ircd-traits.ts';
import { joinedUser } from '../joined-user.ts';
import { wishedFact } from '../wished-fact.ts';
import { AnswerGatherer } from './answer-gatherer.ts';
import { isCut, parseChaninfo, parseModes } from './channel-lines.ts';

/** Names of both ends of the link. */
export interface LinkEnds {
  readonly own: string;
  readonly uplink: string;
}

/** What ngIRCd's lines say. Users are named by their nicks, servers by their names. */
export class NgircdReader {
  readonly #traits: IrcdTraits;
  readonly #ends: LinkEnds;
  readonly #gatherer: AnswerGatherer;
  /** Servers by the token that NICK names them with; the uplink's is 1. */
  readonly #tokens = new Map<string, string>();

  constructor(traits: IrcdTraits, ends: LinkEnds) {
    this.#traits = traits;
    this.#ends = ends;
    this.#gatherer = new AnswerGatherer(traits, ends);
    this.#tokens.set('1', ends.uplink);
  }

  read(line: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    const facts = this.#read(line, now, view);
    return [...this.#gatherer.take(line, facts, view), ...facts];
  }

  #read({ source, command, params }: IrcLine, now: number, view: ShadowView): IrcdFact[] {
    const [first = '', second = ''] = params;
    switch (command) {
      case 'JOIN':
        return each(first).flatMap((word) => {
          const [name = '', letters = ''] = word.split(STATUS_MARK);
          return this.#join(name, [{ id: source, letters }], view);
        });
      case 'NJOIN':
        return this.#join(
          first,
          each(second).flatMap((member) => joinedUser(member) ?? []),
          view,
        );
      case 'PART':
        return each(first)
          .filter(isShared)
          .map((name) => ({ kind: 'leave', name, user: source }));
      case 'KICK':
        return [{ kind: 'leave', name: first, user: second }];
      case 'MODE':
        return isShared(first)
          ? [{ kind: 'modes', name: first, source, changes: parseModes(this.#traits, params.slice(1)) }]
          : [];
      case 'TOPIC':
        return isShared(first) ? this.#topic(source, first, second, now) : [];
      case 'CHANINFO':
        return isShared(first) ? this.#chaninfo(source, params) : [];
      case 'PING':
        // The ircd ends its burst with a ping of its own name; later ones have no source.
        return source === this.#ends.uplink && !view.synced ? [{ kind: 'synced' }] : [];
      default:
        return this.#ofUsers(source, command, params, view);
    }
  }

  #ofUsers(source: string, command: string, params: readonly string[], view: ShadowView): IrcdFact[] {
    const [first = '', second = ''] = params;
    switch (command) {
      case 'NICK':
        return params.length === 1
          ? [{ kind: 'user-changed', id: source, newId: first, nick: first }]
          : [this.#nick(source, params)];
      case 'SVSNICK':
        return wishedFact({ kind: 'user-changed', id: first, nick: second }, view);
      case 'METADATA':
        return metadata(first, second, params[2] ?? '');
      case 'QUIT':
        return [{ kind: 'user-gone', id: source }];
      case 'KILL':
        return [{ kind: 'user-gone', id: first, isCollision: /nick collision/i.test(second) }];
      case 'SERVER':
        if (source === '' || params.length < 3) return [];
        this.#tokens.set(params[2]!, first);
        return [{ kind: 'server', id: first, uplink: source, name: first, description: params.at(-1)! }];
      case 'SQUIT':
        return [{ kind: 'server-gone', id: first }];
      default:
        return [];
    }
  }

  /** `NICK nick hops user host token modes :name`. */
  #nick(source: string, [nick = '', , user = '', host = '', token = '']: readonly string[]): IrcdFact {
    return { kind: 'user', id: nick, server: this.#tokens.get(token) ?? source, nick, user, host };
  }

  /** A join of a channel that is not known makes it: ngIRCd does not say so. */
  #join(name: string, joined: readonly JoinedUser[], view: ShadowView): IrcdFact[] {
    if (!isShared(name)) return [];
    if (view.channel(name) !== null)
      return joined.map(({ id: user, letters }) => ({ kind: 'join', name, user, letters }));
    const members = joined.filter(({ id }) => view.users.has(id));
    const source = view.users.server(members[0]?.id ?? '');
    return source === null ? [] : [{ kind: 'channel', name, source, createdAt: null, changes: [], members }];
  }

  #chaninfo(source: string, params: readonly string[]): IrcdFact[] {
    const said = parseChaninfo(this.#traits, params);
    const { name, changes } = said;
    const fact = { kind: 'channel', name, source, createdAt: null, changes, members: [] } as const;
    if (said.topic === '') return [fact];
    if (isCut(said.topic)) return [fact, cutTopic(name)];
    return [{ ...fact, topic: topicOf(said.topic, '', 0) }];
  }

  #topic(source: string, name: string, text: string, now: number): IrcdFact[] {
    if (isCut(text)) return [cutTopic(name)];
    const topic = text === '' ? null : topicOf(text, source, now);
    return [{ kind: 'topic', name, source, topic, setAt: now }];
  }
}

/** Comes between a channel's name and the status letters of who joins. */
const STATUS_MARK = '\x07';

function each(list: string): string[] {
  return list.split(',').filter((item) => item !== '');
}

/** Channels with `&` are never told of, and those with `+` have neither modes nor lists nor answers: they stay on this ircd. */
function isShared(name: string): boolean {
  return name.startsWith('#');
}

function metadata(id: string, key: string, value: string): IrcdFact[] {
  if (key === 'cloakhost') return [{ kind: 'user-changed', id, host: value }];
  return key === 'accountname' ? [{ kind: 'user-changed', id, account: value }] : [];
}

function topicOf(text: string, setter: string, setAt: number): Topic {
  return { text: text as IrcText, setter: setter as IrcText, setAt };
}

function cutTopic(name: string): IrcdFact {
  return { kind: 'uncarried', name, what: 'topic', problem: 'is longer than the lines of the ircd' };
}
