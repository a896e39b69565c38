import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectIrc, type IrcClient, type IrcLine } from '../../test/e2e/irc-client.ts';
import { Ircd } from './ircd.ts';

let ircd: Ircd;
let port: number;

beforeEach(async () => {
  const operator = { name: 'op', password: 'oppw' };
  ircd = new Ircd({ name: 'a.test', casemapping: 'rfc1459', operator });
  port = await ircd.listen('127.0.0.1', 0);
});

afterEach(() => ircd.close());

const client = (nick: string): Promise<IrcClient> => connectIrc({ port, nick });
const raw = (lines: IrcLine[]): string[] => lines.map((line) => line.raw);

test('registration tells the casemapping and the limits', async () => {
  const alice = await client('alice');
  const supported = alice.received.find((line) => line.command === '005')!.raw;
  expect(supported).toContain(' CASEMAPPING=rfc1459 CHANMODES=beI,k,l,imnpst CHANTYPES=# ');
  const taken = await connectIrc({ port, nick: 'bob' }).then((bob) => bob.ask('NICK ALICE'));
  expect(raw(taken)).toEqual([':a.test 433 bob ALICE :Nickname is already in use']);
});

test('the creator of a channel is its operator, later members are not', async () => {
  const alice = await client('alice');
  expect(raw(await alice.ask('JOIN #a'))).toEqual([
    ':alice!alice@127.0.0.1 JOIN #a',
    ':a.test 353 alice = #a :@alice',
    ':a.test 366 alice #a :End of NAMES list',
  ]);
  const bob = await client('bob');
  await bob.join('#A');
  expect(await bob.names('#a')).toEqual(['@alice', 'bob']);
  expect(raw(await bob.ask('MODE #a +m'))).toEqual([':a.test 482 bob #a :You are not channel operator']);
});

test('everything that can be set is shown with its setter and time', async () => {
  const alice = await client('alice');
  await alice.join('#a');
  const before = Math.floor(Date.now() / 1000);
  await alice.ask(
    'TOPIC #a :h\xe9llo "w" \x02x',
    'MODE #a +mikl-t sesame 12',
    'MODE #a +beI bad *@good friend!*@*',
  );
  const state = await alice.channelState('#a');
  expect(state.modes).toBe('iklmn');
  expect(state.parameters).toEqual({ k: 'sesame', l: '12' });
  expect(state.topic).toMatchObject({ text: 'h\xe9llo "w" \x02x', setter: 'alice!alice@127.0.0.1' });
  expect(state.topic!.setAt).toBeGreaterThanOrEqual(before);
  expect([...state.bans, ...state.excepts, ...state.invites].map(({ mask }) => mask)).toEqual([
    'bad!*@*',
    '*!*@good',
    'friend!*@*',
  ]);
  expect(state.bans[0]!.setter).toBe('alice!alice@127.0.0.1');
});

test('one MODE command with a mode set and unset ends unset', async () => {
  const alice = await client('alice');
  await alice.join('#a');
  const answers = await alice.ask('MODE #a +m-m+b-b x X');
  expect(raw(answers)).toEqual([':alice!alice@127.0.0.1 MODE #a +m-m+b-b x!*@* x!*@*']);
  expect((await alice.channelState('#a')).bans).toEqual([]);
});

test('bans, keys, limits and invitations decide who comes in', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  await alice.join('#a');
  const refusal = async (key = ''): Promise<string | undefined> =>
    (await bob.ask(`JOIN #a ${key}`.trim())).find((line) => line.command.startsWith('47'))?.command;

  await alice.ask('MODE #a +b *!*@127.0.0.*');
  expect(await refusal()).toBe('474');
  await alice.ask('MODE #a +e B?B!*@*', 'MODE #a +i');
  expect(await refusal()).toBe('473');
  await alice.ask('MODE #a +I bob', 'MODE #a +k one,two');
  expect(await refusal()).toBe(undefined);
  await bob.ask('PART #a');
  await alice.ask('MODE #a +k one');
  expect(await refusal('two')).toBe('475');
  await alice.ask('MODE #a +l 1');
  expect(await refusal('one')).toBe('471');
  await alice.ask('INVITE bob #a');
  await bob.join('#a');
});

test('who may speak follows +n, +m, bans and prefixes', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  await alice.join('#a');
  const answer = async (): Promise<string[]> =>
    (await bob.ask('PRIVMSG #a :hi')).map((line) => line.command).filter((command) => command !== 'MODE');
  expect(await answer()).toEqual(['404']);
  await bob.join('#a');
  expect(await answer()).toEqual([]);
  await alice.ask('MODE #a +m');
  expect(await answer()).toEqual(['404']);
  await alice.ask('MODE #a +v bob');
  expect(await answer()).toEqual([]);
  await alice.ask('MODE #a -mv bob', 'MODE #a +b bob');
  expect(await answer()).toEqual(['404']);
  const heard = alice.received.filter((line) => line.command === 'PRIVMSG');
  expect(raw(heard)).toEqual(Array(2).fill(':bob!bob@127.0.0.1 PRIVMSG #a :hi'));
});

test('an IRC operator may give operator status without having it', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  await alice.join('#a');
  await bob.join('#a');
  expect((await bob.ask('OPER op wrong'))[0]!.command).toBe('464');
  await bob.oper();
  expect(raw(await bob.ask('MODE #a +o bob'))).toEqual([':bob!bob@127.0.0.1 MODE #a +o bob']);
  expect(await alice.names('#a')).toEqual(['@alice', '@bob']);
});

test("secret channels are in nobody else's LIST", async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  await alice.join('#a');
  await alice.join('#hidden');
  await alice.ask('MODE #hidden +s');
  expect([...(await bob.list()).keys()]).toEqual(['#a']);
  expect([...(await alice.list()).keys()]).toEqual(['#a', '#hidden']);
});

test('KICK, PART and QUIT end membership; the last one ends the channel', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  const carol = await client('carol');
  for (const member of [alice, bob, carol]) await member.join('#a');
  await alice.ask('KICK #a bob :out');
  expect((await bob.waitFor((line) => line.command === 'KICK')).raw).toBe(
    ':alice!alice@127.0.0.1 KICK #a bob :out',
  );
  await carol.quit();
  await alice.ask('PART #a :bye');
  expect(raw(alice.received).slice(-4)).toContain(':alice!alice@127.0.0.1 PART #a :bye');
  expect(raw(await bob.ask('MODE #a'))).toEqual([':a.test 403 bob #a :No such channel']);
});

test('bytes of a line that are no text of one encoding arrive as they were', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  const text = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1))
    .join('')
    .replace(/[\r\n]/g, '');
  alice.send(`PRIVMSG bob :${text}`);
  expect((await bob.waitFor((line) => line.command === 'PRIVMSG')).raw).toBe(
    `:alice!alice@127.0.0.1 PRIVMSG bob :${text}`,
  );
});

test('a line without end and an unknown command are survived', async () => {
  const alice = await client('alice');
  const bob = await client('bob');
  alice.send('x'.repeat(9000));
  await alice.waitFor((line) => line.command === 'ERROR' || line.command === '421');
  expect(raw(await bob.ask('XYZZY'))).toEqual([':a.test 421 bob XYZZY :Unknown command']);
});
