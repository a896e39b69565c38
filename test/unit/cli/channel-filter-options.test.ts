import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addFilterOptions, channelFilters } from '../../../src/cli/channel-filter-options.ts';
import type { ListChannelsRequest } from '../../../src/proto-types/cburst/v1/ListChannelsRequest.ts';

function filters(...args: string[]): ListChannelsRequest {
  const command = addFilterOptions(new Command()).argument('[glob]').exitOverride();
  command.configureOutput({ writeErr: () => {} });
  return channelFilters(command.parse(args, { from: 'user' }).opts());
}

test.each<[string[], ListChannelsRequest]>([
  [[], {}],
  [['--holder', 'b.test', '--origin', 'c.test'], { holder: 'b.test', origin: 'c.test' }],
  [['--local'], { place: 'CHANNEL_PLACE_LOCAL' }],
  [['--remote'], { place: 'CHANNEL_PLACE_REMOTE' }],
  [['--flag', 'secret', '#x*'], { flags: ['secret'] }],
  [['--flag', 'secret', '--flag', 'moderated'], { flags: ['secret', 'moderated'] }],
  [['--key'], { has_key: true }],
  [['--no-key'], { has_key: false }],
  [['--min-members', '5', '--shadowed'], { min_members: 5, shadowed: true }],
  [['--topic', '*é*'], { topic_glob: Buffer.from('*é*') }],
])('options become filters of the request: %j', (args, expected) => {
  expect(filters(...args)).toEqual(expected);
});

test.each([[['--local', '--remote']], [['--min-members', '-1']], [['--min-members', '4294967296']]])(
  'what makes no sense is refused: %j',
  (args) => {
    expect(() => filters(...args)).toThrow();
  },
);
