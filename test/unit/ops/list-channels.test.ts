import { expect, test } from 'vitest';
import type { Field } from '../../../src/core/field.ts';
import type { ChannelId, ServerName } from '../../../src/core/identity.ts';
import { type IrcText, ircText } from '../../../src/core/irc-text.ts';
import type { Replica } from '../../../src/core/replica.ts';
import { LOOKED_MAX, listChannels } from '../../../src/ops/list-channels.ts';
import { SEES_EVERYTHING } from '../../../src/ops/visibility.ts';
import type { ListChannelsRequest__Output } from '../../../src/proto-types/cburst/v1/ListChannelsRequest.ts';
import {
  a,
  at,
  b,
  c,
  channelId,
  createReplica,
  flag,
  joinKey,
  part,
  register,
  t0,
  topic,
} from '../../support/replica-fixture.ts';

const everything: ListChannelsRequest__Output = {
  page_size: 0,
  page_token: '',
  name_glob: Buffer.alloc(0),
  holder: '',
  origin: '',
  place: 'CHANNEL_PLACE_UNSPECIFIED',
  flags: [],
  min_members: 0,
  shadowed: false,
  topic_glob: Buffer.alloc(0),
  read_mask: null,
};

/** #here with 2 members is local, #There is held by b (created there) and c, #two has two ids of which b holds one. */
function full(): Replica {
  const replica = createReplica();
  const here = replica.createChannel('#here' as IrcText, t0, [], true);
  replica.write(here, [flag('secret'), flag('moderated'), topic('WELCOME h\xe9re')], () => at(0));
  replica.setOwnPresence(here, 2);
  hold(replica, b, '#There', channelId(8), 3, [flag('secret'), joinKey('sesame'), topic('')]);
  hold(replica, c, '#There', channelId(8), 1, []);
  const two = replica.createChannel('#two' as IrcText, t0, [], true);
  replica.setOwnPresence(two, 1);
  hold(replica, b, '#two', channelId(9), 1, []);
  return replica;
}

function hold(
  replica: Replica,
  server: ServerName,
  name: string,
  id: ChannelId,
  members: number,
  fields: readonly Field[],
): void {
  const registers = fields.map((field) => register(field, at(0, server)));
  replica.receive(server, { ...part(id, registers), name: name as IrcText }, members, t0);
}

function names(request: Partial<ListChannelsRequest__Output>, replica = full()): string[] {
  const { channels } = listChannels(replica, { ...everything, ...request }, SEES_EVERYTHING);
  return channels!.map(({ name }) => ircText(name as Uint8Array));
}

test.each<[Partial<ListChannelsRequest__Output>, string[]]>([
  [{}, ['#here', '#There', '#two']],
  [{ name_glob: Buffer.from('#T*') }, ['#There', '#two']],
  [{ holder: b }, ['#There']],
  [{ holder: c }, ['#There']],
  [{ holder: 'nobody.example' }, []],
  [{ origin: a }, ['#here', '#two']],
  [{ origin: b }, ['#There']],
  [{ place: 'CHANNEL_PLACE_LOCAL' }, ['#here', '#two']],
  [{ place: 'CHANNEL_PLACE_REMOTE' }, ['#There']],
  [{ flags: ['secret'] }, ['#here', '#There']],
  [{ flags: ['secret', 'moderated'] }, ['#here']],
  [{ has_key: true, _has_key: 'has_key' }, ['#There']],
  [{ has_key: false, _has_key: 'has_key' }, ['#here', '#two']],
  [{ min_members: 2 }, ['#here', '#There']],
  [{ min_members: 4 }, ['#There']],
  [{ shadowed: true }, ['#two']],
  [{ topic_glob: Buffer.from('*welcome h\xe9*', 'latin1') }, ['#here']],
  [{ topic_glob: Buffer.from('*') }, ['#here', '#There']],
  [{ flags: ['secret'], place: 'CHANNEL_PLACE_REMOTE', min_members: 5 }, []],
])('channels are found by what they have: %j', (request, expected) => {
  expect(names(request)).toEqual(expected);
});

test('pages of what is found are put together without loss', () => {
  const replica = full();
  const request = { ...everything, page_size: 1, flags: ['secret'] };
  const first = listChannels(replica, request, SEES_EVERYTHING);
  const second = listChannels(replica, { ...request, page_token: first.next_page_token! }, SEES_EVERYTHING);
  expect([first, second].map(({ channels }) => channels!.map(({ name }) => String(name)))).toEqual([
    ['#here'],
    ['#There'],
  ]);
  expect(second.next_page_token).toBe('');
});

test('a search that finds little ends a page early, and goes on where it was', () => {
  const replica = createReplica();
  for (let n = 0; n <= LOOKED_MAX; n++) {
    const name = `#${String(n).padStart(6, '0')}` as IrcText;
    const id = channelId(n + 10);
    replica.receive(b, { ...part(id, []), name }, n === LOOKED_MAX ? 9 : 1, t0);
  }
  const request = { ...everything, min_members: 9 };
  const first = listChannels(replica, request, SEES_EVERYTHING);
  expect(first.channels).toEqual([]);
  const second = listChannels(replica, { ...request, page_token: first.next_page_token! }, SEES_EVERYTHING);
  expect(second.channels!.map(({ members }) => members)).toEqual([9]);
  expect(second.next_page_token).toBe('');
});

test('a read mask leaves the fields that it names', () => {
  const ask = (...paths: string[]) =>
    listChannels(full(), { ...everything, read_mask: { paths } }, SEES_EVERYTHING).channels!;
  expect(ask('id', 'members')[0]).toEqual({ id: channelId(1), members: 2 });
  expect(ask('topic').map(Object.keys)).toEqual([['topic'], ['topic'], []]);
  expect(ask()).toEqual(ask('*'));
  expect(() => ask('id', 'membres')).toThrow('"membres" is no field: there are name, id, ');
  expect(() => ask('topic.text')).toThrow('"topic.text" is no field');
});

test('a name that no server has is refused', () => {
  expect(() => names({ holder: 'not a name' })).toThrow('"not a name" is no server name');
  expect(() => names({ page_token: 'x' })).toThrow('page token');
});
