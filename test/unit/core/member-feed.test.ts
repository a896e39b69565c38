import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { MemberFeed, type MemberNews } from '../../../src/core/member-feed.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { FarHolder, member, memberReplica } from '../../support/far-members.ts';
import { a, b, c, channelId, confirmAll, part, t0 } from '../../support/replica-fixture.ts';

const id = channelId(8);

function said(news: MemberNews | null): string[] | null {
  if (news === null) return null;
  return [
    ...news.renamed.map(({ server, from, to }) => `${server} ${from}>${to}`),
    ...news.changes.map(({ channel, server, reset, gone, present }) => {
      const nicks = present.map(({ nick, modes }) => `+${nick}${modes.map((mode) => `(${mode})`).join('')}`);
      return [channel, server, ...(reset ? ['reset'] : []), ...gone.map((nick) => `-${nick}`), ...nicks].join(
        ' ',
      );
    }),
    ...(news.complete ? ['complete'] : []),
  ];
}

function settle(replica: Replica, feed: MemberFeed): void {
  feed.changed(replica.takeChanges());
}

function setUp() {
  const replica = memberReplica(a);
  const far = new FarHolder(replica, b);
  const feed = new MemberFeed(replica);
  return { replica, far, feed };
}

test('nothing is told before it begins, and then all that there is', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann', { modes: ['op'] }), member('Bob')]);
  settle(replica, feed);
  expect(feed.next()).toBeNull();
  feed.begin();
  expect(said(feed.next())).toEqual(['#x b.example reset +Ann(op) +Bob', 'complete']);
  expect(feed.next()).toBeNull();
});

test('where there is nobody it says that this was all', () => {
  const { feed } = setUp();
  feed.begin();
  expect(said(feed.next())).toEqual(['complete']);
});

test('tells what changed, of each member the newest state only', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann'), member('Bob')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  far.tells(id, '#x', { present: [member('Cy')] });
  settle(replica, feed);
  far.tells(id, '#x', { gone: ['bob'], present: [member('Cy', { modes: ['voice'] }), member('Dee')] });
  settle(replica, feed);
  far.tells(id, '#x', { gone: ['Dee'] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example -bob -dee +Cy(voice)']);
  expect(feed.next()).toBeNull();
});

test('a nick change is told before what is left of it', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  far.tells(id, '#x', { renamed: [{ from: 'ann', to: 'Anna' as IrcText }] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['b.example ann>Anna', '#x b.example -ann +Anna']);
});

test('many members come in pieces, and a change between two of them is in the last', () => {
  const { replica, far, feed } = setUp();
  const crowd = Array.from({ length: 2500 }, (_, n) => member(`n${n}`));
  far.holds(id, '#x', crowd);
  settle(replica, feed);
  feed.begin();
  const shown = new Set<string>();
  const show = (news: MemberNews): void => {
    for (const { reset, gone, present } of news.changes) {
      if (reset) shown.clear();
      for (const nick of gone) shown.delete(nick);
      for (const { nick } of present) shown.add(nick);
    }
  };
  const first = feed.next()!;
  expect(first.changes[0]!.present.length).toBeLessThan(1000);
  expect(first.complete).toBe(false);
  show(first);
  far.tells(id, '#x', { gone: ['n1', 'n2400'], present: [member('new')] });
  settle(replica, feed);
  let isComplete = false;
  for (let news = feed.next(); news !== null; news = feed.next()) {
    expect(news.changes.filter(({ reset }) => reset)).toEqual([]);
    isComplete ||= news.complete;
    show(news);
  }
  expect(isComplete).toBe(true);
  expect(shown.size).toBe(2499);
  expect(['n1', 'n2400', 'new'].map((nick) => shown.has(nick))).toEqual([false, false, true]);
});

test('members of a holder that is out of reach, or leaves, are gone, and back with it', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  replica.lost(b);
  replica.remoteMembers.lost(b);
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example reset']);
  far.holds(id, '#x', [member('Ann')]);
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example reset +Ann']);
  replica.receive(b, { ...part(id, []), name: '#x' as IrcText }, null, t0);
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example reset']);
  expect(feed.next()).toBeNull();
});

test('another id behind the name has other members', () => {
  const { replica, far, feed } = setUp();
  far.holds(channelId(9), '#x', [member('Ann')]);
  const other = new FarHolder(replica, c);
  settle(replica, feed);
  feed.begin();
  feed.next();
  other.holds(id, '#x', [member('Cy')]);
  settle(replica, feed);
  expect(said(feed.next())?.sort()).toEqual(['#x b.example reset', '#x c.example reset +Cy']);
});

test('a changed topic is no news of members', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  replica.receive(b, { ...part(id, []), name: '#x' as IrcText }, 2, t0);
  settle(replica, feed);
  expect(feed.next()).toBeNull();
});

test('a holder that comes into reach after its members were told brings them', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  replica.lost(b);
  replica.remoteMembers.lost(b);
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example reset']);
  far.tells(id, '#x', { present: [member('Bob')] });
  settle(replica, feed);
  expect(said(feed.next())?.join()).not.toContain('+');
  confirmAll(replica, b);
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example reset +Ann +Bob']);
});

test('who left a channel and then took another nick is gone under that one', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann'), member('Bob')]);
  far.holds(channelId(9), '#y', [member('Bob')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  far.tells(id, '#x', { gone: ['bob'] });
  settle(replica, feed);
  far.tells(channelId(9), '#y', { renamed: [{ from: 'bob', to: 'Dee' as IrcText }] });
  settle(replica, feed);
  far.tells(channelId(9), '#y', { renamed: [{ from: 'dee', to: 'Eve' as IrcText }] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual([
    'b.example bob>Dee',
    'b.example dee>Eve',
    '#x b.example -bob -dee -eve',
    '#y b.example -bob -dee +Eve',
  ]);
});

test('a nick change is told as gone and come where somebody else has the old nick by now', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Ann')]);
  far.holds(channelId(9), '#y', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  // Another Ann joined after the nick change, of which #y has not heard yet.
  const another = member('Ann', { user: 'another' as IrcText });
  far.tells(id, '#x', { renamed: [{ from: 'ann', to: 'Dee' as IrcText }], present: [another] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#x b.example +Ann +Dee']);
  far.tells(channelId(9), '#y', { renamed: [{ from: 'ann', to: 'Dee' as IrcText }] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#y b.example -ann +Dee']);
});

test('and where the new nick is known already', () => {
  const { replica, far, feed } = setUp();
  far.holds(id, '#x', [member('Dee')]);
  far.holds(channelId(9), '#y', [member('Ann')]);
  settle(replica, feed);
  feed.begin();
  feed.next();
  far.tells(channelId(9), '#y', { renamed: [{ from: 'ann', to: 'Dee' as IrcText }] });
  settle(replica, feed);
  expect(said(feed.next())).toEqual(['#y b.example -ann +Dee']);
});
