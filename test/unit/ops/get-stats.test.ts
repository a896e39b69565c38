import { expect, test } from 'vitest';
import { getStats } from '../../../src/ops/get-stats.ts';

const names = ['channels', 'peer_up', 'peer_dirty'];

/** Names of the figures that `name_glob` chooses. */
async function chosen(name_glob: string): Promise<unknown> {
  const read = async (wants: (name: string) => boolean) => names.filter(wants).map((name) => ({ name }));
  const { figures } = await getStats(read, 1, { name_glob });
  return figures!.map(({ name }) => name);
}

test.each([
  ['', names],
  ['peer*', ['peer_up', 'peer_dirty']],
  ['cburst_peer*', ['peer_up', 'peer_dirty']],
  ['cburst_channels', ['channels']],
  ['cburst_x', []],
])('the glob %j is of names with and without what Prometheus has before them', async (glob, expected) => {
  expect(await chosen(glob)).toEqual(expected);
});
