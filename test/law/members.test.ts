import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelKey } from '../../src/core/casemapping.ts';
import { ChangeLog } from '../../src/core/change-log.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import {
  type Member,
  type MemberChange,
  memberProblem,
  memberText,
  nickProblem,
  prefixModes,
} from '../../src/core/member.ts';
import { OwnMembers } from '../../src/core/own-members.ts';
import { RemoteMembers } from '../../src/core/remote-members.ts';
import { decodeMembers, encodeMembers, type MemberMessage } from '../../src/wire/member-line.ts';
import { b, channelId } from '../support/replica-fixture.ts';
import { arbitraryChannelId, arbitraryChannelName, arbitraryWord } from './arbitraries.ts';

const casemapping = 'rfc1459';
const key = '#c' as ChannelKey;
const id = channelId(1);

const word = (bytes: number) => arbitraryWord(bytes) as fc.Arbitrary<IrcText>;
const nick = word(20).filter((text) => nickProblem(text) === null);
const modes = fc.subarray([...prefixModes]);

const arbitraryMember: fc.Arbitrary<Member> = fc
  .record({
    ...{ nick, user: word(20), host: word(30), account: fc.option(word(20)) },
    ...{ modes, given: modes, joinedAt: fc.oneof(fc.constant(0), fc.nat()) },
  })
  .map(({ given, ...member }) => ({
    ...member,
    granted: member.modes.filter((mode) => given.includes(mode)),
  }))
  .filter((member) => memberProblem(member) === null);

test('a line of members means what was encoded, whatever users are called', () => {
  const message = fc.record({
    ...{ name: arbitraryChannelName, id: arbitraryChannelId },
    renamed: fc.array(fc.record({ from: nick as fc.Arbitrary<string>, to: nick }), { maxLength: 5 }),
    gone: fc.array(nick, { maxLength: 5 }),
    present: fc.uniqueArray(arbitraryMember, {
      maxLength: 5,
      selector: ({ nick: each }) => each.toLowerCase(),
    }),
  });
  fc.assert(
    fc.property(message, ({ present, ...rest }) => {
      const lines = encodeMembers({ ...rest, whole: false, present: present.map(memberText) });
      const isEmpty = rest.renamed.length + rest.gone.length + present.length === 0;
      expect(lines).toHaveLength(isEmpty ? 0 : 1);
      if (isEmpty) return;
      const decoded = decodeMembers(lines[0]!, 'ascii');
      expect(decoded).toEqual({ message: { ...rest, part: 'change', present } });
    }),
    { numRuns: 500 },
  );
});

/** Few, some the same when folded, so that they take each other's place. */
const fewNicks = fc.constantFrom(...(['a', 'A', 'b[', 'B{', 'c', 'dee'] as IrcText[]));
const fewMembers = fc
  .uniqueArray(fc.tuple(fewNicks, modes), {
    maxLength: 4,
    selector: ([each]) => each.toLowerCase().replace('[', '{'),
  })
  .map((all) => all.map(([each, own]): Member => member(each, own)));
const arbitraryChange: fc.Arbitrary<MemberChange> = fc.record({
  renamed: fc.array(fc.record({ from: fewNicks as fc.Arbitrary<string>, to: fewNicks }), { maxLength: 3 }),
  gone: fc.array(fewNicks, { maxLength: 2 }),
  present: fewMembers,
});

test('a peer that is told of changes, however many at a time, knows who is there', () => {
  const step = fc.record({ change: arbitraryChange, tell: fc.boolean(), resume: fc.boolean() });
  fc.assert(
    fc.property(fewMembers, fc.array(step, { maxLength: 12 }), (first, steps) => {
      const pair = new Pair(first);
      for (const { change, tell, resume } of steps) {
        pair.change(change);
        if (resume) pair.resume();
        else if (tell) pair.tell();
      }
      pair.tell();
      expect(pair.known()).toEqual(pair.there());
    }),
    { numRuns: 500 },
  );
});

/** A host's members, and what a peer makes of the lines that tell of them. */
class Pair {
  #sequence = 0;
  /** Up to where the peer was told. */
  #told: number;
  #parts = new Set<string>();
  readonly #own = new OwnMembers(casemapping, () => ++this.#sequence);
  readonly #remote = new RemoteMembers(casemapping, new ChangeLog());

  constructor(first: readonly Member[]) {
    this.#own.set(key, first);
    this.#own.hold(key, id);
    this.#remote.begin(b, 'run');
    this.#say(null);
    this.#told = this.#sequence;
  }

  change(change: MemberChange): void {
    for (const part of this.#own.change(key, change).parts) this.#parts.add(part);
  }

  tell(): void {
    this.#say(this.#parts);
    this.#parts = new Set();
    this.#told = this.#sequence;
  }

  /** The link broke: what waited to be told is forgotten, and found again by its sequence. */
  resume(): void {
    this.#say(this.#own.partsSince(key, this.#told));
    this.#parts = new Set();
    this.#told = this.#sequence;
  }

  known(): string[] {
    return [...(this.#remote.get(b, id)?.texts() ?? [])].sort();
  }

  there(): string[] {
    return [...this.#own.texts(key)].sort();
  }

  #say(parts: ReadonlySet<string> | null): void {
    const head = { name: '#c' as IrcText, id };
    const whole = { ...head, whole: true, renamed: [], gone: [], present: this.#own.texts(key) };
    const changed = parts && this.#own.described(key, parts);
    const lines = encodeMembers(changed === null ? whole : { ...head, whole: false, ...changed });
    for (const line of lines) {
      const decoded = decodeMembers(line, casemapping) as { readonly message: MemberMessage };
      expect(this.#remote.receive(b, id, key, decoded.message)).toBeNull();
    }
  }
}

function member(text: IrcText, own: Member['modes']): Member {
  const [user, host] = ['u', 'h'] as IrcText[];
  return { nick: text, user: user!, host: host!, account: null, modes: own, granted: [], joinedAt: 0 };
}
