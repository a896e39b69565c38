import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { noChanges } from '../../../src/core/replica-changes.ts';
import { MetadataCalls } from '../../../src/ops/metadata-calls.ts';
import { at, ban, createReplica, name, t0 } from '../../support/replica-fixture.ts';

const alice = { by: 'socket ops.sock (unverified: alice)', validateOnly: false };
const looking = { ...alice, validateOnly: true };
const above = '#above' as IrcText;

/** Two channels are held here, the one above with a ban. What is submitted is durable at once. */
function held() {
  const replica = createReplica();
  replica.advance(t0);
  for (const each of [name, above]) {
    const entry = replica.createChannel(each, t0, [], true);
    replica.setOwnPresence(entry, 1);
    if (each === above) replica.write(entry, [ban('*!*@bad')], () => at(0));
  }
  replica.takeChanges();
  const submit = (run: (now: number) => void, durable: () => void) => {
    run(t0 + 1);
    durable();
  };
  return { replica, calls: new MetadataCalls({ replica, submit }) };
}

const note = (value: string | null) => ({ name: 'note', value: value as IrcText | null });

test('an entry is told to watchers without its value, and stands in the journal', async () => {
  const { replica, calls } = held();
  expect(await calls.write(name, note('secret plans'), alice)).toEqual({ decision: 1 });
  expect(replica.journal.get(1)).toMatchObject({ kind: 'noted', by: alice.by, channel: name });
  const told = replica.takeChanges().events.find(({ kind }) => kind === 'metadata.set');
  expect(told).toMatchObject({ channel: name, text: `note, decided by ${alice.by} (decision 1)` });
  expect(await calls.write(name, note(null), alice)).toEqual({ decision: 2 });
  expect(replica.takeChanges().events.map(({ kind }) => kind)).toContain('metadata.deleted');
});

test.each([alice, looking])('what cannot be is refused, in earnest or not: %o', async (how) => {
  const { replica, calls } = held();
  const refused = (channel: IrcText, entry: ReturnType<typeof note>) =>
    expect(calls.write(channel, entry, how)).rejects;
  await refused('#none' as IrcText, note('x')).toMatchObject({ code: status.NOT_FOUND });
  await refused(name, note(null)).toMatchObject({ code: status.NOT_FOUND });
  await refused(name, { ...note('x'), name: 'No' }).toMatchObject({ code: status.FAILED_PRECONDITION });
  await refused(name, { name: 'parent', value: name }).toThrow('cannot be below itself');
  expect(replica.takeChanges()).toEqual(noChanges());
});

test('a look says what would be different, and changes nothing', async () => {
  const { replica, calls } = held();
  const seen = await calls.write(name, note('n'), looking);
  expect(seen).toMatchObject({ decision: 0, change: { gained: [{ metadata: { name: 'note' } }] } });
  expect(replica.takeChanges()).toEqual(noChanges());
  await calls.write(name, note('n'), alice);
  replica.takeChanges();
  const gone = await calls.write(name, note(null), looking);
  expect(gone).toMatchObject({ decision: 0, change: { lost: [{ metadata: { name: 'note' } }] } });
  expect(await calls.write(name, note('n'), looking)).toEqual({ decision: 0 });
  expect(replica.takeChanges()).toEqual(noChanges());
});

test('a look at a place below another channel says what would be inherited', async () => {
  const { replica, calls } = held();
  await calls.write(name, { name: 'inherit', value: 'bans' as IrcText }, alice);
  replica.takeChanges();
  const { change } = await calls.write(name, { name: 'parent', value: above }, looking);
  expect(change!.channel).toEqual(Buffer.from(name));
  expect(change!.gained!.map((field) => Object.keys(field)[0])).toEqual(
    expect.arrayContaining(['metadata', 'entry']),
  );
  expect(replica.takeChanges()).toEqual(noChanges());
  expect(replica.subChannels.childrenOf(replica.key(above))).toHaveLength(0);
});
