import { describe, expect, test } from 'vitest';
import { noGrants } from '../../../src/config/api-roles.ts';
import { mergeChannels } from '../../../src/core/operator-acts.ts';
import { ChannelCalls } from '../../../src/ops/channel-calls.ts';
import { listConflicts } from '../../../src/ops/list-conflicts.ts';
import { listDecisions } from '../../../src/ops/list-decisions.ts';
import { planPolicy } from '../../../src/ops/plan-policy.ts';
import { SEES_EVERYTHING, visibilityFor } from '../../../src/ops/visibility.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  flag,
  joinKey,
  name,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';
import { textOf } from '../../support/text-of.ts';

const key = createReplica().key(name);
const [own, theirs] = [channelId(1), channelId(9)];
const first = { page_size: 0, page_token: '' };
const alice = { by: 'socket ops.sock (unverified: alice)', validateOnly: false };
const looking = { ...alice, validateOnly: true };

/** Held here with a topic, and by b under another id with another, a key and a flag. */
function contested() {
  const replica = createReplica();
  replica.advance(t0);
  const entry = replica.createChannel(name, t0 - 5000, [], true);
  replica.setOwnPresence(entry, 1);
  replica.write(entry, [topic('ours')], () => at(0, a));
  const fields = [topic('theirs'), joinKey('sesame'), flag('secret')].map((field) =>
    register(field, at(1, b)),
  );
  replica.receive(b, part(theirs, fields, { origin: b }), 2, t0);
  replica.takeChanges();
  let committed = () => {};
  const calls = new ChannelCalls({
    replica,
    peers: new Map([[c, null]]),
    submit: (run, durable) => {
      run(t0 + 1000);
      committed = durable;
    },
  });
  const durably = <T>(call: Promise<T>): Promise<T> => {
    committed();
    return call;
  };
  return { replica, calls, durably };
}

test('conflicts are listed with their ids, the best claim first, a page at a time', () => {
  const { replica } = contested();
  const { conflicts, next_page_token } = listConflicts(replica, first, SEES_EVERYTHING);
  expect(next_page_token).toBe('');
  expect(conflicts).toMatchObject([
    {
      policy: 'local',
      shown_id: own,
      rivals: [
        { id: own, origin: a, holders: [a], created_at: t0 - 5000 },
        { id: theirs, origin: b, holders: [b] },
      ],
    },
  ]);
  expect(Buffer.from(conflicts![0]!.channel as Buffer).toString()).toBe('#general');
  const other = '#zebra' as typeof name;
  for (const [id, server] of [
    [channelId(7), a],
    [channelId(12), b],
  ] as const)
    replica.receive(b, part(id, [], { origin: server, name: other }), 1, t0);
  const page = listConflicts(replica, { page_size: 1, page_token: '' }, SEES_EVERYTHING);
  expect(page.conflicts).toHaveLength(1);
  const next = listConflicts(replica, { page_size: 1, page_token: page.next_page_token! }, SEES_EVERYTHING);
  expect([...page.conflicts!, ...next.conflicts!]).toHaveLength(2);
  expect(next.next_page_token).toBe('');
  expect(() => listConflicts(replica, { page_size: 1, page_token: 'no token' }, SEES_EVERYTHING)).toThrow(
    'page token',
  );
});

describe('what another policy would change', () => {
  const everything = { ...first, name_glob: Buffer.alloc(0) };

  test('is told, and nothing is changed', () => {
    const { replica } = contested();
    const { changes } = planPolicy(replica, { ...everything, policy: 'merge' }, null, SEES_EVERYTHING);
    expect(changes).toMatchObject([{ from_id: own, to_id: own }]);
    const [change] = changes!;
    expect(change!.gained!.flatMap(Object.keys).sort()).toEqual(['flag', 'join_key']);
    expect(textOf(change)).not.toContain('sesame');
    expect(planPolicy(replica, { ...everything, policy: 'local' }, null, SEES_EVERYTHING).changes).toEqual(
      [],
    );
    expect(replica.takeChanges().events).toEqual([]);
  });

  test('is not told of a hidden name to who does not see it', () => {
    const { replica } = contested();
    const visibility = visibilityFor(replica, { role: 'ops-read', grants: noGrants });
    expect(planPolicy(replica, { ...everything, policy: 'merge' }, null, visibility).changes).toEqual([]);
    const granted = visibilityFor(replica, { role: 'ops-read', grants: { ...noGrants, hidden: [name] } });
    expect(planPolicy(replica, { ...everything, policy: 'merge' }, null, granted).changes).toHaveLength(1);
  });

  test('is told of the names that are asked for, under a policy that there is', () => {
    const { replica } = contested();
    const others = { ...first, name_glob: Buffer.from('#other*'), policy: 'merge' };
    expect(planPolicy(replica, others, null, SEES_EVERYTHING).changes).toEqual([]);
    expect(() => planPolicy(replica, { ...everything, policy: 'newest' }, null, SEES_EVERYTHING)).toThrow(
      'local, oldest, merge',
    );
  });
});

describe('a merge', () => {
  test('is first only looked at', async () => {
    const { replica, calls, durably } = contested();
    const answer = await durably(calls.merge(name, '', looking));
    expect(answer.decision).toBe(0);
    expect(answer.change).toMatchObject({ from_id: own, to_id: own });
    expect(answer.change!.gained).toHaveLength(2);
    expect(replica.journal.size).toBe(0);
    expect(replica.takeChanges().outgoing.size).toBe(0);
  });

  test('is carried out, told to watchers without a key, and stands in the journal', async () => {
    const { replica, calls, durably } = contested();
    expect(await durably(calls.merge(name, theirs, alice))).toEqual({ decision: 2 });
    const { events } = replica.takeChanges();
    const told = events.find(({ kind }) => kind === 'channel.merged');
    expect(told).toMatchObject({ channel: name, server: a });
    expect(told!.text).toContain('decided by socket ops.sock (unverified: alice) (decision 2)');
    expect(textOf(events)).not.toContain('sesame');
    const { decisions } = listDecisions(replica, { ...first, name_glob: Buffer.alloc(0) }, SEES_EVERYTHING);
    expect(decisions).toMatchObject([
      { number: 2, kind: 'merged', by: alice.by, from_id: own, to_id: theirs },
      { number: 1, kind: 'moved', by: '', from_id: own, to_id: theirs },
    ]);
  });

  test.each([
    ['of a channel that is not known', '#none', '', 'no channel #none'],
    ['into what is no id', name, 'x'.repeat(100), 'is no id'],
    ['into an id that nobody holds', name, channelId(5), 'nobody in reach holds that id'],
  ])('%s is refused', async (_what, channel, id, problem) => {
    const { replica, calls, durably } = contested();
    for (const how of [alice, looking])
      await expect(durably(calls.merge(channel as typeof name, id, how))).rejects.toThrow(problem);
    expect(replica.journal.size).toBe(0);
  });
});

test('who asks for join keys is told to watchers, and refused but as ops-admin', async () => {
  const { replica, calls, durably } = contested();
  const access = 'token grafana';
  for (const role of ['ops-read', 'host'] as const) {
    const refused = expect(durably(calls.revealKeys(name, { access, role, grants: noGrants }))).rejects;
    await refused.toMatchObject({ reason: 'NOT_GRANTED' });
  }
  expect(replica.takeChanges().events).toEqual([]);
  await durably(calls.revealKeys(name, { access, role: 'ops-admin', grants: noGrants }));
  expect(replica.takeChanges().events).toEqual([
    { kind: 'channel.keys_revealed', channel: name, server: a, text: 'asked for by token grafana' },
  ]);
});

test('a split and its end are looked at and carried out', async () => {
  const { replica, calls, durably } = contested();
  const seen = await durably(calls.split(name, [a], looking));
  expect(seen.change?.to_id).toMatch(/^00000000-0000-0000-0000-/);
  const { decision } = await durably(calls.split(name, [a, a], alice));
  const { to } = replica.journal.get(decision)!;
  expect(replica.view(key)!.entry.document.id).toBe(to);
  expect(await durably(calls.unpin(to!, alice))).toMatchObject({ decision: expect.any(Number) });
  await expect(durably(calls.unpin(to!, alice))).rejects.toThrow('no operator decided');
  await expect(durably(calls.unpin(channelId(77), alice))).rejects.toThrow('is known');
  await expect(durably(calls.split(name, [], alice))).rejects.toThrow('at least one');
  await expect(durably(calls.split(name, ['no server'], alice))).rejects.toThrow(
    '"no server" is no server name',
  );
});

test('what a decision cost is looked at and restored', async () => {
  const { replica, calls, durably } = contested();
  mergeChannels(replica, key, theirs, { by: 'ops', now: t0 + 500 });
  expect(replica.view(key)!.fields.get('topic' as never)).toMatchObject({ value: { text: 'theirs' } });
  const seen = await durably(calls.restore(1, false, looking));
  expect(seen.change!.changed!.map(Object.keys)).toEqual([['topic']]);
  expect(await durably(calls.restore(1, false, alice))).toMatchObject({ decision: expect.any(Number) });
  expect(replica.view(key)!.fields.get('topic' as never)).toMatchObject({ value: { text: 'ours' } });
  await expect(durably(calls.restore(99, false, alice))).rejects.toThrow('no decision 99');
});

test('undoing a move apart shows an id of its own, without what was gained', async () => {
  const { replica, calls, durably } = contested();
  mergeChannels(replica, key, theirs, { by: 'ops', now: t0 + 500 });
  const moved = [...replica.journal.values()].find(({ kind }) => kind === 'moved')!;
  expect(moved.to).toBe(theirs);
  const seen = await durably(calls.restore(moved.number, true, looking));
  expect(seen.change).toMatchObject({ from_id: theirs });
  expect([own, theirs]).not.toContain(seen.change!.to_id);
  await durably(calls.restore(moved.number, true, alice));
  const { entry, fields } = replica.view(key)!;
  expect([own, theirs]).not.toContain(entry.document.id);
  expect(fields.get('topic' as never)).toMatchObject({ value: { text: 'ours' } });
});

test('the journal is told the latest first, a page at a time, of the channels that are asked for', () => {
  const replica = createReplica();
  const lost = [joinKey('sesame'), topic('t')];
  for (const channel of ['#one', '#two', '#one', '#one'])
    replica.decide({
      kind: 'moved',
      channel: channel as typeof name,
      from: own,
      to: null,
      by: '',
      reason: 'r',
      lost,
      gained: lost,
    });
  const ask = (page_token: string) =>
    listDecisions(replica, { page_size: 2, page_token, name_glob: Buffer.from('#ONE') }, SEES_EVERYTHING);
  const page = ask('');
  for (const side of ['lost', 'gained'] as const)
    expect(page.decisions![0]![side]!.map((field) => Object.keys(field)[0])).toEqual(['join_key', 'topic']);
  expect(page.decisions!.map(({ number }) => number)).toEqual([4, 3]);
  const next = ask(page.next_page_token!);
  expect(next.decisions!.map(({ number }) => number)).toEqual([1]);
  expect(next.next_page_token).toBe('');
  expect(textOf(page)).not.toContain('sesame');
  for (const token of ['0', '-1', '1e3', 'x']) expect(() => ask(token)).toThrow('page token');
});

test('of a decision that only says who has the id shown here a look tells no difference', async () => {
  const { replica, calls, durably } = contested();
  mergeChannels(replica, key, own, { by: 'ops', now: t0 });
  replica.takeChanges();
  expect(await durably(calls.unpin(own, looking))).toEqual({ decision: 0 });
});
