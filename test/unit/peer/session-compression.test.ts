import { expect, it } from 'vitest';
import { helloB, ScriptedSession } from '../../support/scripted-session.ts';

const capable = (...capabilities: string[]) =>
  helloB.replace('CAPS "stamps"', `CAPS "${['stamps', ...capabilities].join(',')}"`);

it('names what it can be sent', async () => {
  const session = new ScriptedSession({ compression: ['deflate', 'zstd'] });
  expect((await session.takeLines())[0]).toContain(',deflate,zstd"');
});

it.each([
  [['zstd', 'deflate'], ['deflate', 'zstd'], 'zstd'],
  [['zstd', 'deflate'], ['lz4', 'deflate'], 'deflate'],
] as const)('of %j and %j it sends %s, from the first line after the hello', async (own, peers, chosen) => {
  const session = new ScriptedSession({ compression: own });
  await session.takeLines();
  const said = await session.say(capable(...peers), 'RESUME - 0');
  expect(said.slice(0, 3)).toEqual([`COMPRESS ${chosen}`, 'RESUME - 0', 'BURST full 0']);
});

it.each([
  [[], ['zstd']],
  [['zstd'], []],
  [['zstd'], ['deflate', 'stamps-zstd']],
] as const)('of %j and %j it sends none', async (own, peers) => {
  const session = new ScriptedSession({ compression: own });
  await session.takeLines();
  expect((await session.say(capable(...peers)))[0]).toBe('RESUME - 0');
});

it('reads what the peer compresses, as any of those it named', async () => {
  const session = new ScriptedSession({ compression: ['zstd', 'deflate'] });
  await session.say(capable());
  await session.compress('deflate');
  expect(await session.say('RESUME - 0', 'BURST full 0', 'PAGE 1 0 -')).toContain('ACK 1');
  expect(session.events).toEqual(['accepted']);
});

it('ends on an algorithm that it did not name', async () => {
  const session = new ScriptedSession({ compression: ['zstd'] });
  await session.say(capable('zstd', 'deflate'));
  expect(await session.compress('deflate')).toEqual([
    'BYE protocol "COMPRESS deflate came, which was not offered"',
  ]);
  expect(session.events.at(-1)).toBe('closed: protocol: COMPRESS deflate came, which was not offered');
});

it('ends on a second announcement', async () => {
  const session = new ScriptedSession({ compression: ['zstd'] });
  await session.say(capable());
  await session.compress('zstd');
  expect(await session.say('COMPRESS zstd')).toEqual(['BYE protocol "COMPRESS came twice"']);
});

it('ends on an announcement before the hello', async () => {
  const session = new ScriptedSession({ compression: ['zstd'] });
  await session.takeLines();
  expect(await session.say('COMPRESS zstd')).toEqual(['BYE protocol "COMPRESS came before HELLO"']);
});

it.each(['COMPRESS lz4', 'COMPRESS', 'COMPRESS zstd 1'])(
  'ends on %s, after which nothing can be read',
  async (line) => {
    const session = new ScriptedSession({ compression: ['zstd'] });
    await session.say(capable());
    expect((await session.say(line, 'PING x')).at(-1)).toMatch(/^BYE protocol "COMPRESS makes no sense: /);
  },
);
