import { expect, test } from 'vitest';
import { textWidth } from '../../../../src/cli/text-width.ts';
import { sparkline } from '../../../../src/cli/top/sparkline.ts';
import { drawFrame } from '../../../../src/cli/top/top-frame.ts';
import {
  ratesOf,
  SAMPLES_MAX,
  type TopSample,
  topCounts,
  withSample,
} from '../../../../src/cli/top/top-history.ts';
import { firstTopState, press, sortColumns, type TopState } from '../../../../src/cli/top/top-state.ts';

const paint = (_style: string, text: string) => text;
const wide = { columns: 120, rows: 30 };

function peer(server: string, more: object = {}) {
  return {
    ...{ server, state: 'PEER_STATE_LINKED', latency_us: 1500, waiting: 0, received_sequence: 0 },
    ...{ unacknowledged_changes: 0, unstored_changes: 0, last_error: '', expelled: false, ...more },
  };
}

function sample(second: number, more: { status?: object; peers?: object[] } = {}): TopSample {
  const status = {
    ...{ server: 'a.test', started_at: 1, sequence: 0, local_channels: 3, remote_channels: 2 },
    ...{ shadowed_channels: 0, conflicts: 0, quarantined: 0, peers: 1, peers_linked: 1, host_writes: null },
    host: {
      attached: true,
      software: 'ngircd',
      events: 0,
      updates: 0,
      updates_in_flight: 1,
      updates_waiting: 2,
    },
    ...more.status,
  };
  const { peers = [peer('b.test')] } = more;
  return { at: second * 1000, status, peers } as unknown as TopSample;
}

function frame(samples: TopSample[], state: TopState = firstTopState, size = wide): string[] {
  return drawFrame({ samples, state, problem: null }, size, paint);
}

test('bars show the last values, the greatest the highest', () => {
  expect(sparkline([0, 1, 7, 14], 4)).toBe('▁▂▅█');
  expect(sparkline([5, 0, 0], 2)).toBe('▁▁');
  expect(sparkline([1], 3)).toBe('  █');
});

test('a rate is by the second, and a count that began anew counts from 0', () => {
  const samples = [
    sample(0, { status: { sequence: 10 } }),
    sample(2, { status: { sequence: 30 } }),
    sample(3, { status: { sequence: 4 } }),
  ];
  expect(ratesOf(samples, topCounts.changes)).toEqual([10, 4]);
});

test('only the last minute is kept', () => {
  let samples: TopSample[] = [];
  for (let second = 0; second < 200; second += 1) samples = withSample(samples, sample(second));
  expect(samples).toHaveLength(SAMPLES_MAX);
  expect(samples.at(-1)!.at).toBe(199_000);
});

test('a frame tells the host, the counts, the rates and each peer', () => {
  const samples = [
    sample(10),
    sample(11, {
      status: { sequence: 5, quarantined: 4, conflicts: 2 },
      peers: [peer('b.test', { received_sequence: 3, unstored_changes: 7, waiting: 2 })],
    }),
  ];
  const text = frame(samples).join('\n');
  expect(text).toMatch(/^a\.test {2}up 10s {2}1970-01-01 00:00:11Z/);
  expect(text).toMatch(/^host +attached ngircd {2}1 updates in flight, 2 waiting$/m);
  expect(text).toMatch(
    /^channels +3 local, 2 remote, 0 shadowed {2}conflicts 2 {2}in quarantine 4 {2}peers 1 of 1$/m,
  );
  expect(text).toMatch(/^changes +5\.0\/s +█$/m);
  expect(text).toMatch(/^b\.test {2}linked +1\.5ms +2 +7 +3\.0\/s +█ {2}-$/m);
});

test('a host that is away, a freeze and a sidecar that does not answer are told', () => {
  const status = { host: null, host_writes: { mode: 'HOST_WRITE_MODE_FREEZE' } };
  const view = { samples: [sample(1, { status })], state: firstTopState, problem: 'no sidecar answers' };
  const text = drawFrame(view, wide, paint).join('\n');
  expect(text).toMatch(/^host +not attached .*FROZEN$/m);
  expect(text).toContain('no sidecar answers');
});

test('peers are sorted by the column that is chosen, and the other way round', () => {
  const peers = [
    peer('b.test', { latency_us: 5, waiting: 1 }),
    peer('c.test', { latency_us: 9, waiting: 0, state: 'PEER_STATE_DOWN', unstored_changes: 8 }),
    peer('d.test', { latency_us: 7, waiting: 3, received_sequence: 6 }),
  ];
  const before = sample(0, { peers: peers.map((one) => ({ ...one, received_sequence: 0 })) });
  const order = (state: Partial<TopState>) =>
    frame([before, sample(1, { peers })], { ...firstTopState, ...state })
      .filter((line) => /^[bcd]\.test/.test(line))
      .map((line) => line[0])
      .join('');
  const orders = Object.fromEntries(sortColumns.map((sort) => [sort, order({ sort })]));
  expect(orders).toEqual({
    name: 'bcd',
    state: 'cbd',
    latency: 'cdb',
    waiting: 'dbc',
    lag: 'cbd',
    rate: 'dbc',
  });
  expect(order({ reverse: true })).toBe('dcb');
});

test.each([
  [120, 30],
  [80, 24],
  [40, 10],
  [20, 5],
  [1, 1],
])('a frame fits %i columns and %i rows, whatever strangers wrote', (columns, rows) => {
  const peers = Array.from({ length: 50 }, (_, i) =>
    peer(`p${i}.test`, { state: 'PEER_STATE_DOWN', last_error: '\x1b[2J日本語'.repeat(9) }),
  );
  for (const help of [false, true]) {
    const lines = frame([sample(1, { peers })], { ...firstTopState, help }, { columns, rows });
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) {
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).not.toContain('\x1b');
    }
  }
});

test('peers that do not fit are counted', () => {
  const peers = Array.from({ length: 50 }, (_, i) => peer(`p${i}.test`));
  const lines = frame([sample(1, { peers })], firstTopState, { columns: 100, rows: 20 });
  const shown = lines.filter((line) => /^p\d+\.test/.test(line)).length;
  expect(lines).toContain(`… ${50 - shown} more`);
});

test('keys sort, turn round, pause, help and end; others do nothing', () => {
  const keys = (text: string) =>
    [...text].reduce<TopState | null>((state, key) => state && press(state, key), firstTopState);
  expect(keys('ssr')).toEqual({ ...firstTopState, sort: 'latency', reverse: true });
  expect(keys('ssssss')).toEqual(firstTopState);
  expect(keys('p')).toEqual({ ...firstTopState, paused: true });
  expect(keys('p ')).toEqual(firstTopState);
  expect(keys('?')).toEqual({ ...firstTopState, help: true });
  expect(keys('xyz')).toBe(firstTopState);
  expect([keys('q'), keys('\x03')]).toEqual([null, null]);
  expect(press(firstTopState, '\x1b[A')).toBe(firstTopState);
});
