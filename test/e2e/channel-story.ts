import type { ChannelState } from './irc-client.ts';
import type { IrcdKind } from './test-network.ts';

/** What an ircd can show of a channel to those in it: the table of docs/adapters.md, as far as its users can see. */
export interface IrcdShows {
  /** Letters that it sets on a new channel by itself. */
  readonly defaults: string;
  /** Its letters of the flags that a channel operator can set without TLS or services, by our names. */
  readonly flags: Readonly<Record<string, string>>;
  /** Who set a topic elsewhere. */
  readonly topicSetter: boolean;
  /** Its link says when a user set a topic: where it does not, the adapter takes its own clock's time. */
  readonly tellsTopicTime: boolean;
  /** Longest topic in bytes, as the tests configure the ircd. */
  readonly topicBytesMax: number;
  readonly keyBytesMax: number;
  readonly limitMax: number;
}

const everywhere = {
  'invite-only': 'i',
  moderated: 'm',
  'no-external': 'n',
  secret: 's',
  'topic-protected': 't',
};
const ofRealIrcds = {
  ...everywhere,
  'registered-moderated': 'M',
  'no-nick-change': 'N',
  'registered-only': 'R',
  'no-kick': 'Q',
};

export const ircdShows: Readonly<Record<IrcdKind, IrcdShows>> = {
  mini: {
    defaults: 'nt',
    flags: { ...everywhere, private: 'p' },
    topicSetter: true,
    tellsTopicTime: true,
    topicBytesMax: 300,
    keyBytesMax: 23,
    limitMax: 65_535,
  },
  inspircd: {
    defaults: 'nt',
    flags: {
      ...ofRealIrcds,
      private: 'p',
      'no-ctcp': 'C',
      'delayed-join': 'D',
      'no-notice': 'T',
      'no-knock': 'K',
    },
    topicSetter: true,
    tellsTopicTime: true,
    topicBytesMax: 330,
    keyBytesMax: 32,
    limitMax: 2_000_000_000,
  },
  ngircd: {
    defaults: '',
    flags: { ...ofRealIrcds, 'no-invite': 'V' },
    topicSetter: false,
    tellsTopicTime: false,
    topicBytesMax: 440,
    keyBytesMax: 64,
    limitMax: 65_534,
  },
  hybrid: {
    defaults: 'nt',
    flags: {
      ...ofRealIrcds,
      'no-ctcp': 'C',
      'no-notice': 'T',
      'no-knock': 'K',
      'no-invite': 'V',
      'hybrid-no-control-codes': 'c',
      'hybrid-paranoia': 'p',
    },
    topicSetter: true,
    tellsTopicTime: true,
    topicBytesMax: 300,
    keyBytesMax: 23,
    limitMax: 2_147_483_647,
  },
};

/** A state and the kind of the ircd that told it. */
export interface Told {
  readonly kind: IrcdKind;
  readonly state: ChannelState;
}

/** True when two ircds tell the same of a channel, as far as both can show it. */
export function tellTheSame(one: Told, other: Told): boolean {
  return JSON.stringify(common(one, other.kind)) === JSON.stringify(common(other, one.kind));
}

/** A state without who is where and when what was set. */
export function story(state: ChannelState) {
  return {
    modes: state.modes,
    parameters: state.parameters,
    topic: state.topic && { text: state.topic.text, setter: state.topic.setter },
    bans: masks(state.bans),
    excepts: masks(state.excepts),
    invites: masks(state.invites),
  };
}

function common({ kind, state }: Told, other: IrcdKind) {
  const [own, theirs] = [ircdShows[kind], ircdShows[other]];
  const told = story(state);
  const { k, l } = told.parameters;
  const topicBytes = Math.min(own.topicBytesMax, theirs.topicBytesMax);
  return {
    ...told,
    modes: commonModes(told.modes, own, theirs),
    parameters: {
      key: k?.slice(0, Math.min(own.keyBytesMax, theirs.keyBytesMax)),
      limit: l === undefined ? l : Math.min(Number(l), own.limitMax, theirs.limitMax),
    },
    topic: told.topic && {
      text: told.topic.text.slice(0, topicBytes),
      setter: own.topicSetter && theirs.topicSetter ? told.topic.setter : '',
    },
  };
}

/** The modes by name that both can show; where one has no private channels, they are secret there. */
function commonModes(letters: string, own: IrcdShows, theirs: IrcdShows): string[] {
  const bothPrivate = 'private' in own.flags && 'private' in theirs.flags;
  const names = [...letters].map((letter) => nameOf(letter, own));
  const hidden = names.map((name) => (name === 'private' && !bothPrivate ? 'secret' : name));
  const shared = hidden.filter((name) => ['key', 'limit'].includes(name) || name in theirs.flags);
  return [...new Set(shared)].sort();
}

function nameOf(letter: string, { flags }: IrcdShows): string {
  if (letter === 'k') return 'key';
  if (letter === 'l') return 'limit';
  const found = Object.entries(flags).find(([, own]) => own === letter);
  if (found === undefined) throw new Error(`the table of what ircds show lacks +${letter}`);
  return found[0];
}

function masks(entries: ChannelState['bans']): string[] {
  return entries.map(({ mask }) => mask);
}
