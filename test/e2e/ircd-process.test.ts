import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc } from './irc-client.ts';
import {
  findIrcd,
  hybridProgram,
  type Ircd,
  type IrcdOptions,
  IrcdProcess,
  inspircdProgram,
  ngircdProgram,
  requireIrcd,
  skipWithout,
} from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';

const directory = temporaryDirectory();
const modules = ['permchannels', 'banexception', 'inviteexception', 'samode'];
const ircds = [
  [inspircdProgram, (options: IrcdOptions) => startInspircd({ ...options, sid: '0IN', modules })],
  [ngircdProgram, startNgircd],
  [hybridProgram, (options: IrcdOptions) => startHybrid({ ...options, sid: '0HY' })],
] as const;

test('a program that does not end when it is told to is killed', async () => {
  const [port] = await freePorts(1);
  const deaf = `process.on('SIGTERM', () => {});
    require('node:net').createServer((socket) => socket.end('x')).listen(${port}, '127.0.0.1')`;
  const ircd = new IrcdProcess([process.execPath, '--eval', deaf], port!);
  await ircd.start();
  const { pid } = ircd;
  await ircd.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 30_000);

describe.each(ircds)('$program', (program, start) => {
  describe.skipIf(skipWithout(program))('with an ordinary client', () => {
    let ircd: Ircd;

    beforeEach(async () => {
      ircd = await start({ name: 'a.test', dir: directory.path, adapterName: 'adapter.test' });
    });

    afterEach(() => ircd.stop());

    it('tells what was set on a channel, to its members in full', async () => {
      const alice = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
      await alice.join('#a');
      await alice.ask(
        'TOPIC #a :hello',
        'MODE #a +imt-n',
        'MODE #a +kl sesame 5',
        'MODE #a +beI a!*@* b!*@* c!*@*',
      );
      const state = await alice.channelState('#a');
      expect(state).toMatchObject({ exists: true, modes: 'iklmt', parameters: { k: 'sesame', l: '5' } });
      expect(state.topic).toMatchObject({ text: 'hello', setter: expect.stringMatching(/^alice(!|$)/) });
      expect([state.bans, state.excepts, state.invites].map(([entry]) => entry?.mask)).toEqual([
        'a!*@*',
        'b!*@*',
        'c!*@*',
      ]);
      for (const { setAt } of [state.topic!, ...state.bans]) expect(setAt).toBeGreaterThan(1.7e9);
      const bob = await connectIrc({ port: ircd.clientPort, nick: 'bob' });
      expect((await bob.channelState('#a')).parameters.k).toBeUndefined();
      expect(await bob.list()).toEqual(new Map([['#a', 1]]));
      expect(await bob.channelState('#none')).toMatchObject({ exists: false });
    });

    it('lets an IRC operator become operator of a channel without one', async () => {
      const alice = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
      await alice.join('#a');
      await alice.ask('MODE #a -o alice');
      expect(await alice.names('#a')).toEqual(['alice']);
      await expect(alice.becomeOp('#a')).rejects.toThrow('no operator of #a');
      await alice.oper();
      await alice.becomeOp('#a');
      expect(await alice.names('#a')).toEqual(['@alice']);
    });

    it.each(['SIGTERM', 'SIGKILL'] as const)('forgets everything at a restart after %s', async (signal) => {
      const alice = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
      await alice.join('#a');
      await ircd.restart(signal);
      const again = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
      expect((await again.list()).size).toBe(0);
    });

    it('has a block for the adapter that names both passwords', () => {
      const config = readFileSync(ircd.configFile, 'utf8');
      for (const part of ['adapter.test', ircd.adapterSends, ircd.ircdSends]) expect(config).toContain(part);
    });
  });
});

test('looks for a program where its variable says, and only there', () => {
  const program = { ...ngircdProgram, program: 'node', pathVariable: 'CBURST_TEST_PROGRAM' };
  expect(findIrcd(program)).toMatch(/\/node$/);
  vi.stubEnv('CBURST_TEST_PROGRAM', process.execPath);
  expect(requireIrcd(program)).toBe(process.execPath);
  const plain = join(directory.path, 'plain');
  writeFileSync(plain, '');
  vi.stubEnv('CBURST_TEST_PROGRAM', plain);
  expect(findIrcd(program)).toBeNull();
  expect(() => requireIrcd(program)).toThrow('node is not installed');
});

test('skips without the program, unless that is forbidden', () => {
  const program = { ...ngircdProgram, program: 'no-such-ircd', pathVariable: 'CBURST_TEST_PROGRAM' };
  vi.stubEnv('CBURST_REQUIRE_NGIRCD', '');
  expect(skipWithout(program)).toBe(true);
  vi.stubEnv('CBURST_REQUIRE_NGIRCD', '1');
  expect(skipWithout(program)).toBe(false);
});

afterEach(() => {
  vi.unstubAllEnvs();
});
