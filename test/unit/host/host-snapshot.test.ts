import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import type { HostChannelState } from '../../../src/core/host-messages.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { HostSnapshot, snapshotLimits } from '../../../src/host/host-snapshot.ts';
import { member } from '../../support/far-members.ts';
import { topic } from '../../support/replica-fixture.ts';

const key = (n: number) => `#${n}` as ChannelKey;
const channel = (more: Partial<HostChannelState> = {}): HostChannelState => ({
  name: '#x' as IrcText,
  createdAt: 1,
  held: true,
  members: 1,
  fields: [],
  ...more,
});

test('more channels than it may have are refused', () => {
  const snapshot = new HostSnapshot('one', { ...snapshotLimits, channels: 3 });
  for (const n of [1, 2, 3]) snapshot.add(key(n), channel());
  expect(() => snapshot.add(key(4), channel())).toThrow('the snapshot has more than 3 channels');
});

test.each([
  ['channels', () => channel()],
  ['fields', () => channel({ fields: [topic('x'.repeat(1000))] })],
  ['members', () => channel({ memberList: [member('a'), member('b'), member('c')] })],
])('more bytes than it may have are refused: %s', (_, next) => {
  const snapshot = new HostSnapshot('one', { ...snapshotLimits, bytes: 10_000 });
  const fill = () => {
    for (let n = 0; n < 40; n++) snapshot.add(key(n), next());
  };
  expect(fill).toThrow('the snapshot has more than 10000 bytes');
  expect(snapshot.channels.size).toBeGreaterThan(5);
});

test('members that come after their channel count too', () => {
  const snapshot = new HostSnapshot('one', { ...snapshotLimits, bytes: 1000 });
  snapshot.add(key(1), channel({ memberList: [] }));
  const more = () => {
    for (let n = 0; n < 10; n++) snapshot.addMembers(key(1), '#x' as IrcText, [member(`n${n}`)]);
  };
  expect(more).toThrow('the snapshot has more than 1000 bytes');
  expect(snapshot.channels.get(key(1))!.memberList!.length).toBeGreaterThan(3);
});

test('its limits are the documented ones', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const row = /^\| snapshot of a host \| ([\d,]+) channels, (\d+) MiB \|$/m.exec(readme);
  const [channels, mib] = [row![1]!.replaceAll(',', ''), row![2]!];
  expect(snapshotLimits).toEqual({ channels: Number(channels), bytes: Number(mib) * 1024 * 1024 });
});
