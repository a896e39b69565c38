import { beforeAll, describe, expect, it } from 'vitest';
import type { LinkedIrcd } from '../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../src/adapter/irc-line.ts';
import { planUpdate } from '../../src/adapter/plan-update.ts';
import { Shadow } from '../../src/adapter/shadow.ts';
import { newShadowChannel, type ShadowChannel } from '../../src/adapter/shadow-channel.ts';
import { channelKey } from '../../src/core/casemapping.ts';
import { type Field, fieldKey } from '../../src/core/field.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { memberText } from '../../src/core/member.ts';
import { entry, flag, key, limit, topic } from '../support/field-fixture.ts';
import { channelText, eventText } from '../unit/adapter/event-text.ts';
import type { Recording, Said } from './recording.ts';

/** The story's clock, Unix seconds, and when #lobby was made. */
export const NOW = 1795335000;
export const LOBBY_MADE = 1795334447;
/** When alice and bob connected. */
export const CONNECTED = 1795334000;
/** When #lobby got its topic and lists. */
export const TOPIC_SET = 1795334450;

/** One ircd's lines, in its own words: what it says in the story, and what it is told. */
export interface AdapterTranscript {
  readonly ircd: () => LinkedIrcd;
  /** Of a real one. In its burst alice, op, and bob, halfop and voice, are in #lobby, of which every kind of field is set. */
  readonly recording: Recording;
  /** What it puts before user names that no ident server told. */
  readonly userMark: '~' | '';
  /** How alice is named as the setter. */
  readonly alice: { readonly ofTopic: string; readonly ofEntry: string };
  /** Where it shows something else than the others, as docs/adapters.md has it. */
  readonly differs?: Readonly<Partial<Record<Step | 'burst', Difference>>>;
  readonly writes: Readonly<Record<keyof typeof updates, readonly string[]>>;
}

interface Difference {
  readonly tells: readonly string[];
  /** Is said when it fails. */
  readonly because: string;
}

export type Step = keyof ReturnType<typeof story>;

/** What the shadow makes of one story that each ircd tells in its own lines, and how each is told of updates. */
export function adapterTranscripts(title: string, transcript: AdapterTranscript): void {
  const { differs, recording, writes } = transcript;
  const tells = Object.entries(story(transcript)) as [Step, string[]][];

  describe(`adapter transcript: ${title}`, () => {
    const told = new Map<Step, readonly string[]>();
    let atFirst: readonly string[];

    beforeAll(() => {
      const listener = listen(transcript.ircd());
      listener.take(recording.get('the burst')!);
      atFirst = listener.shown();
      for (const [step] of tells) told.set(step, listener.take(recording.get(step)!));
    });

    it('shows what the burst brought', () => {
      expect(atFirst, differs?.burst?.because).toEqual(differs?.burst?.tells ?? afterBurst(transcript));
    });

    it.each(tells)('tells: %s', (step, events) => {
      expect(told.get(step), differs?.[step]?.because).toEqual(differs?.[step]?.tells ?? events);
    });

    it.each(Object.entries(updates))('writes: %s', (update, { from, to }) => {
      expect(planned(transcript.ircd(), from, to)).toEqual(writes[update as keyof typeof updates]);
    });
  });
}

function afterBurst({ alice, userMark }: AdapterTranscript): string[] {
  return [
    `#lobby ${LOBBY_MADE} held 2`,
    '+ban *!*@bad.example',
    '+ban b!*@*',
    '+except good!*@*',
    '+invite inv!*@*',
    '+no-external',
    '+secret',
    '+topic-protected',
    'key sesame',
    'limit 30',
    `topic ${alice.ofTopic} ${TOPIC_SET} :first topic`,
    `alice!${userMark}alice@127.0.0.1 0 o`,
    `bob!${userMark}bob@127.0.0.1 0 hv`,
  ];
}

/** What is told at each step, in order. */
function story({ alice: { ofTopic, ofEntry }, userMark }: AdapterTranscript) {
  const carol = `${userMark}carol@127.0.0.1`;
  const changed = (...fields: string[]) => [`#lobby changed: ${fields.join(', ')}`];
  const members = (change: string) => [`#lobby members: held ${change}`];
  return {
    'carol joins': members(`+carol!${carol} ${NOW}`),
    'carol is given op': members(`+carol!${carol} ${NOW} o`),
    'carol has a new nick': members('carol>cara'),
    'op is taken, and voice given': members(`+cara!${carol} ${NOW} v`),
    'cara parts': members('-cara'),
    'cara joins again': members(`+cara!${carol} ${NOW}`),
    'cara is kicked': members('-cara'),
    'bob quits': members('-bob'),
    'a flag is set': changed('+moderated'),
    'a flag is removed': changed('-moderated'),
    'the limit is removed': changed('no limit'),
    'the key is removed': changed('no key'),
    'limit, key and a flag are set in one line': changed('limit 5', 'key kk', '+moderated'),
    'they are removed, and a flag is set, in one line': changed(
      'no limit',
      'no key',
      '-moderated',
      '+invite-only',
    ),
    'a limit is set': changed('limit 7'),
    'a key is set': changed('key new'),
    'a ban is set': changed(`+ban a!*@* ${ofEntry} ${NOW}`),
    'a ban is removed': changed('-ban a!*@*'),
    'an exception is set': changed(`+except b!*@* ${ofEntry} ${NOW}`),
    'an exception is removed': changed('-except b!*@*'),
    'an invitation is set': changed(`+invite c!*@* ${ofEntry} ${NOW}`),
    'an invitation is removed': changed('-invite c!*@*'),
    'a topic is set': changed(`topic ${ofTopic} ${NOW} :hello :world`),
    'a topic is removed': changed('no topic'),
    'a topic that is not UTF-8 is set': changed(`topic ${ofTopic} ${NOW} :caf\xe9 \xff\x80`),
    'alice makes a channel': [`#c1 created: #c1 ${NOW} held 1: +no-external, +topic-protected`],
    'the last member leaves it': ['#c1 dropped'],
    'services come and join': [],
    'a server comes, and its dave joins': members(`+dave!~dave@127.0.0.1 ${NOW}`),
    'it brings a channel': [`#theirs created: #theirs ${CONNECTED} held 1: +no-external, +topic-protected`],
    'it splits': [...members('-dave'), '#theirs dropped, lost'],
    'services are alone': ['#lobby members: -alice'],
  };
}

const wanted = [
  entry('ban', 'a!*@*'),
  limit(7),
  flag('secret'),
  key('sesame'),
  topic('hello :there', 'carol!c@h', 1000),
  flag('invite-only'),
  entry('except', 'b!*@*'),
];

/** Null: there is no channel, or is to be none. */
const updates = {
  'makes a channel that hides, with modes and key in its first line': { from: null, to: wanted },
  'leaves what is as it should be': { from: wanted, to: wanted },
  'adds and removes bans': {
    from: [flag('secret'), entry('ban', 'a!*@*'), entry('ban', 'b!*@*')],
    to: [flag('secret'), entry('ban', 'b!*@*'), entry('ban', 'c!*@*')],
  },
  'overwrites a key, and removes limit and topic': {
    from: [key('old'), limit(5), topic('old', 'x', 100)],
    to: [key('new')],
  },
  'takes a channel away': { from: [flag('secret')], to: null },
} satisfies Record<string, { from: readonly Field[] | null; to: readonly Field[] | null }>;

function listen(ircd: LinkedIrcd) {
  const shadow = new Shadow({ ircd, services: ['services.test'], onUncarried: () => {} });
  shadow.tellsMembers = true;

  const hear = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => shadow.apply(parseIrcLine(line), NOW)).map(eventText);

  return {
    take({ lines, answer }: Said): string[] {
      const events = hear(lines);
      const asked = shadow.takeDoubtful(10).map(({ name }) => name);
      for (const name of asked) shadow.expect(name, new Map(), null);
      events.push(...hear(answer));
      for (const name of asked) shadow.read(name);
      return events;
    },
    /** Each channel with its fields and members in alphabetical order; nothing before the burst is complete. */
    shown(): string[] {
      return shadow.isComplete
        ? [...shadow.told()].flatMap((channel) => shownText(shadow.state(channel)))
        : [];
    },
  };
}

function shownText(state: Parameters<typeof channelText>[0]): string[] {
  const [head = '', fields = ''] = channelText(state).split(/: (.*)/);
  return [head, ...fields.split(', ').sort(), ...(state.memberList ?? []).map(memberText).sort()];
}

function planned(ircd: LinkedIrcd, from: readonly Field[] | null, to: readonly Field[] | null) {
  return planUpdate(ircd, {
    name: '#lobby' as IrcText,
    channel: from && shownAs(from),
    wanted: to && keyed(to),
    untouchable: new Set(),
    now: NOW,
    isAsked: true,
  }).lines;
}

function shownAs(fields: readonly Field[]): ShadowChannel {
  const channel = newShadowChannel(channelKey('ascii', '#lobby'), '#lobby' as IrcText, LOBBY_MADE);
  for (const [at, field] of keyed(fields)) {
    channel.fields.set(at, field);
    if (field.kind === 'topic') channel.topicSetAt = field.value!.setAt;
  }
  return channel;
}

function keyed(fields: readonly Field[]) {
  return new Map(fields.map((field) => [fieldKey('ascii', field), field]));
}
