import { beforeEach, expect, test } from 'vitest';
import { partOf } from '../../../src/core/document.ts';
import { dryRun } from '../../../src/core/dry-run.ts';
import type { Field } from '../../../src/core/field.ts';
import { forget } from '../../../src/core/forget.ts';
import { DEPTH_MAX } from '../../../src/core/hierarchy.ts';
import { HostAttachment } from '../../../src/core/host-attachment.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { writeMetadata } from '../../../src/core/metadata-acts.ts';
import { restoreDecision, splitChannel } from '../../../src/core/operator-acts.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { INHERITED_BYTES_MAX } from '../../../src/core/sub-channels.ts';
import { METADATA_ENTRIES_MAX } from '../../../src/core/well-known-metadata.ts';
import {
  a,
  at,
  b,
  ban,
  channelId,
  createReplica,
  hostChannel,
  noBan,
  part,
  profile,
  register,
  t0,
} from '../../support/replica-fixture.ts';

const act = { by: 'alice', now: t0 };

let replica: Replica;

beforeEach(() => {
  replica = createReplica();
  for (const name of ['#parent', '#child', '#other']) hold(name);
});

function hold(name: string): void {
  replica.advance(t0);
  replica.setOwnPresence(replica.createChannel(name as IrcText, t0, [], true), 1);
}

function write(channel: string, name: string, value: string | null) {
  return writeMetadata(replica, replica.key(channel), { name, value: value as IrcText | null }, act);
}

function set(channel: string, ...fields: Parameters<Replica['write']>[1][]): void {
  for (const each of fields) {
    const stamp = replica.clock.issue(t0);
    replica.write(replica.heldEntry(replica.key(channel))!, each, () => stamp);
  }
}

function bansOf(channel: string): string[] {
  const keys = [...replica.view(replica.key(channel))!.fields.keys()];
  return keys
    .filter((key) => key.startsWith('entry:ban:'))
    .map((key) => key.slice('entry:ban:'.length))
    .sort();
}

function inherit(child = '#child', parent = '#parent'): void {
  write(child, 'parent', parent);
  write(child, 'inherit', 'bans');
}

test('an entry is set, changed and taken away, and the journal says by whom and what it was', () => {
  expect(write('#child', 'url', 'https://example.net')).toEqual({ decision: 1 });
  expect(write('#child', 'url', 'https://example.org')).toEqual({ decision: 2 });
  expect(write('#child', 'url', null)).toEqual({ decision: 3 });
  expect(write('#child', 'url', null)).toEqual({ problem: 'the channel has no entry url' });
  const [first, second, third] = [...replica.journal.values()];
  expect(first).toMatchObject({ kind: 'noted', channel: '#child', by: 'alice', reason: 'url set', lost: [] });
  expect(second!.lost).toMatchObject([{ name: 'url', value: 'https://example.net' }]);
  expect(third).toMatchObject({ reason: 'url taken away', lost: [{ value: 'https://example.org' }] });
  expect(restoreDecision(replica, 3, act)).toEqual({ decision: 4 });
  expect(replica.view(replica.key('#child'))!.fields.get('metadata:url' as never)).toMatchObject({
    value: 'https://example.org',
  });
});

test.each([
  ['no name', 'No Name', 'x', 'the name of an entry'],
  ['what decides which id counts', 'pin', '*', 'merging and splitting'],
  ['too long a value', 'note', 'x'.repeat(1025), 'note is 1025 bytes long, at most 1024'],
  ['more than one line', 'note', 'x\ny', 'note contains NUL, CR or LF'],
  ['a parent that is no channel', 'parent', 'parent', 'parent does not start with'],
  ['a parent of this server alone', 'parent', '&parent', 'parent is local to its server'],
  ['something else to inherit', 'inherit', 'topic', 'inherit is not bans'],
])('%s is refused', (_, name, value, problem) => {
  expect(write('#child', name, value)).toEqual({ problem: expect.stringContaining(problem) });
  expect(replica.journal.size).toBe(0);
});

test('a channel has a bounded number of entries, and those that it has can be changed', () => {
  for (let n = 0; n < METADATA_ENTRIES_MAX; n++)
    expect(write('#child', `n${n}`, 'x')).toHaveProperty('decision');
  expect(write('#child', 'more', 'x')).toEqual({ problem: expect.stringContaining('64 entries') });
  expect(write('#child', 'n0', 'y')).toHaveProperty('decision');
  write('#child', 'n1', null);
  expect(write('#child', 'more', 'x')).toHaveProperty('decision');
});

test('a channel whose document is full takes no entry, and none is said to be set', () => {
  set(
    '#child',
    Array.from({ length: 3070 }, (_, n) => ban(`${n}!*@*`)),
  );
  expect(write('#child', 'note', 'x'.repeat(1024))).toEqual({ problem: expect.stringContaining('no room') });
});

test('a cycle is refused, and named', () => {
  expect(write('#child', 'parent', '#Child')).toEqual({
    problem: 'a channel cannot be below itself: #child → #child',
  });
  write('#child', 'parent', '#parent');
  write('#parent', 'parent', '#other');
  expect(write('#other', 'parent', '#CHILD')).toEqual({
    problem: 'a channel cannot be below itself: #other → #child → #parent → #other',
  });
});

test('so many levels and no more', () => {
  for (let n = 0; n <= DEPTH_MAX; n++) hold(`#${n}`);
  for (let n = 1; n <= DEPTH_MAX; n++)
    expect(write(`#${n}`, 'parent', `#${n - 1}`)).toHaveProperty('decision');
  const problem = 'more than 8 channels would stand above one another';
  expect(write('#child', 'parent', `#${DEPTH_MAX}`)).toEqual({ problem });
  // From below as well.
  expect(write('#0', 'parent', '#parent')).toEqual({ problem });
});

test('a cycle of crossing writes is broken and told of', () => {
  write('#parent', 'parent', '#child');
  replica.takeChanges();
  const entry = replica.heldEntry(replica.key('#child'))!;
  const crossing = register({ kind: 'metadata', name: 'parent', value: '#parent' as IrcText }, at(60_000, b));
  replica.receive(
    b,
    { ...partOf(entry.document), registers: new Map([['metadata:parent' as never, crossing]]) },
    1,
    t0,
  );
  const { events } = replica.takeChanges();
  expect(events.filter(({ kind }) => kind === 'hierarchy.cycle')).toMatchObject([
    {
      channel: '#child',
      text: '#child → #parent → #child: the parent of #child was set last and does not count',
    },
  ]);
  // And it can be mended by naming another one.
  expect(write('#parent', 'parent', '#other')).toHaveProperty('decision');
});

test('bans show through where the child says so', () => {
  set('#parent', [ban('x!*@*')]);
  write('#child', 'parent', '#parent');
  expect(bansOf('#child')).toEqual([]);
  write('#child', 'inherit', 'bans');
  expect(bansOf('#child')).toEqual(['x!*@*']);
  set('#parent', [ban('y!*@*'), noBan('x!*@*')]);
  expect(bansOf('#child')).toEqual(['y!*@*']);
  write('#child', 'parent', null);
  expect(bansOf('#child')).toEqual([]);
});

test('a removal on the child hides what was there, and what is banned above later shows again', () => {
  inherit();
  set('#parent', [ban('x!*@*')]);
  set('#child', [noBan('x!*@*')]);
  expect(bansOf('#child')).toEqual([]);
  expect(bansOf('#parent')).toEqual(['x!*@*']);
  set('#parent', [noBan('x!*@*')], [ban('x!*@*')]);
  expect(bansOf('#child')).toEqual(['x!*@*']);
});

test('a removal that hides something is not forgotten', () => {
  inherit();
  set('#parent', [ban('x!*@*')]);
  set('#child', [noBan('x!*@*'), noBan('y!*@*')]);
  const conditions = { ageMinMs: 1, acknowledged: Number.POSITIVE_INFINITY, meshComplete: true };
  expect(forget(replica, conditions, t0 + 10)).toEqual({ removals: 1, documents: 0 });
  expect(bansOf('#child')).toEqual([]);
});

test('a parent out of reach is inherited from, one that everybody left is not', () => {
  const ofB = channelId(8);
  const bans = part(ofB, [register(ban('x!*@*'), at(0, b))], { name: '#far' as IrcText });
  replica.receive(b, bans, 1, t0);
  inherit('#child', '#far');
  expect(bansOf('#child')).toEqual(['x!*@*']);
  replica.lost(b);
  expect(bansOf('#child')).toEqual(['x!*@*']);
  replica.takeChanges();
  replica.receive(b, bans, null, t0);
  expect(bansOf('#child')).toEqual([]);
  expect(replica.takeChanges().views).toContain(replica.key('#child'));
});

test('only those below hear of a change above, and only of one that matters to them', () => {
  inherit();
  write('#other', 'parent', '#child');
  set('#parent', [ban('x!*@*')]);
  const heard = (change: () => void) => {
    replica.takeChanges();
    change();
    return [...replica.takeChanges().views].sort();
  };
  expect(heard(() => set('#parent', [ban('y!*@*')]))).toEqual(['#child', '#other', '#parent']);
  const parent = replica.heldEntry(replica.key('#parent'))!;
  expect(heard(() => replica.setOwnPresence(parent, 2))).toEqual(['#parent']);
  expect(heard(() => set('#child', [ban('z!*@*')]))).toEqual(['#child', '#other']);
  expect(heard(() => set('#other', [ban('z!*@*')]))).toEqual(['#other']);
});

test('no more is inherited than there is room for, and the same on every server', () => {
  inherit();
  set(
    '#parent',
    Array.from({ length: 2500 }, (_, n) => ban(`${n}!*@*`)),
  );
  const bans = bansOf('#child');
  expect(bans.length * 96).toBeLessThanOrEqual(INHERITED_BYTES_MAX);
  expect(bans.length).toBeGreaterThan(900);
  expect(bans).toEqual(bansOf('#parent').slice(0, bans.length));
});

test('what a host shows of it is no write, whatever was forgotten', () => {
  inherit();
  set('#parent', [ban('x!*@*')]);
  const attach = (incarnation: string, fields: Field[]) => {
    const attachment = new HostAttachment(replica, profile);
    attachment.beginSnapshot(incarnation);
    for (const each of ['#parent', '#child'])
      attachment.snapshotChannel(hostChannel(fields, { name: each as IrcText }), t0);
    attachment.endSnapshot();
    return attachment;
  };
  const given = attach('run 1', []).nextUpdates(10);
  expect(given.map(({ name, view }) => [name, view!.fields.has('entry:ban:x!*@*' as never)])).toEqual([
    ['#parent', true],
    ['#child', true],
    ['#other', false],
  ]);
  // The answers were lost, then the ircd restarted with what it had on its disk.
  attach('run 1', [ban('x!*@*')]);
  attach('run 2', [ban('x!*@*')]);
  const child = replica.heldEntry(replica.key('#child'))!;
  expect([...child.document.registers.keys()]).not.toContain('entry:ban:x!*@*');
});

test('a channel that an operator sets apart inherits, and has what it hid hidden', () => {
  inherit();
  set('#parent', [ban('x!*@*'), ban('y!*@*')]);
  set('#child', [noBan('x!*@*'), ban('z!*@*')]);
  expect(splitChannel(replica, replica.key('#child'), [a], act)).toHaveProperty('decision');
  expect(bansOf('#child')).toEqual(['y!*@*', 'z!*@*']);
  const { entry, inherited } = replica.view(replica.key('#child'))!;
  expect([...inherited.keys()]).toEqual(['entry:ban:y!*@*']);
  expect(entry.document.registers.has('entry:ban:y!*@*' as never)).toBe(false);
});

test('a dry run knows what is inherited', () => {
  inherit();
  set('#parent', [ban('x!*@*')]);
  const key = replica.key('#child');
  const { changes } = dryRun(replica, [key], (copy) => {
    const stamp = copy.clock.issue(t0);
    copy.write(copy.heldEntry(key)!, [noBan('x!*@*')], () => stamp);
  });
  expect(changes).toMatchObject([{ gained: [], lost: [{ mask: 'x!*@*' }], changed: [] }]);
});
