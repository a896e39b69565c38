import { expect, test } from 'vitest';
import { channelTree, treeMessages, walkTree } from '../../../src/cli/channel-tree.ts';
import { renderTree } from '../../../src/cli/commands/channels.ts';
import { toJson } from '../../../src/cli/json-output.ts';
import type { ChannelSummary__Output } from '../../../src/proto-types/cburst/v1/ChannelSummary.ts';

function channel(name: string, parent?: string): ChannelSummary__Output {
  const more = parent === undefined ? {} : { parent: Buffer.from(parent) };
  const rest = {
    holders: [],
    flags: [],
    shadowed: 0,
    members: 0,
    entries: 0,
    local: true,
    limit: 0,
    has_key: false,
  };
  return { name: Buffer.from(name), ...more, ...rest } as unknown as ChannelSummary__Output;
}

const channels = [
  channel('#apart', '#elsewhere'),
  channel('#dev', '#top'),
  channel('#dev-js', '#dev'),
  channel('#ops', '#top'),
  channel('#top'),
];

test('channels stand below what they belong to, in their order', () => {
  const rows = [...walkTree(channelTree(channels))].map(({ channel: { name }, depth }) => `${depth} ${name}`);
  expect(rows).toEqual(['0 #apart', '0 #top', '1 #dev', '2 #dev-js', '1 #ops']);
  const table = renderTree(channelTree(channels), { width: null, paint: (_style, text) => text });
  expect(table).toMatch(/^ {4}#dev-js {2}/m);
});

test('none is lost, though between two pages they became each other’s parents', () => {
  const crossed = [channel('#a', '#b'), channel('#b', '#a'), channel('#c', '#c')];
  const rows = [...walkTree(channelTree(crossed))].map(({ channel: { name }, depth }) => `${depth} ${name}`);
  expect(rows).toEqual(['0 #a', '1 #b', '0 #c']);
});

test('for programs each has its children', () => {
  expect(toJson(treeMessages(channelTree(channels.slice(1))))).toMatchObject([
    {
      name: '#top',
      children: [{ name: '#dev', children: [{ name: '#dev-js', children: [] }] }, { name: '#ops' }],
    },
  ]);
});
