import { type Duplex, duplexPair } from 'node:stream';
import { expect, it } from 'vitest';
import { closeMsMax } from '../../../src/peer/peer-link.ts';
import { type Admission, exchangeAdmission, type Refusal } from '../../../src/peer/tls-admission.ts';
import { ManualTimers } from '../../support/manual-timers.ts';

const timers = new ManualTimers();
const refusal: Refusal = { code: 'pin', text: 'a "stranger"' };

const admit = (socket: Duplex, refused: Refusal | null = null) =>
  new Promise<Admission>((done) => exchangeAdmission(socket, refused, timers, done));

const answered = (words: string) => {
  const [here, there] = duplexPair();
  there.write(words, 'latin1');
  return { here, there, admission: admit(here) };
};

it('admits when both sides accept', async () => {
  const [left, right] = duplexPair();
  expect(await Promise.all([admit(left), admit(right)])).toEqual([{ admitted: true }, { admitted: true }]);
});

it.each([
  [refusal, null],
  [null, refusal],
])('tells both sides why one refuses: %j %j', async (left, right) => {
  const [one, other] = duplexPair();
  const admissions = await Promise.all([admit(one, left), admit(other, right)]);
  const told = { admitted: false, refused: true, reason: 'the other side refuses: a "stranger"' };
  const own = { admitted: false, refused: true, reason: 'a "stranger"' };
  expect(admissions).toEqual(left === null ? [told, own] : [own, told]);
});

it('leaves what follows the first line to the link', async () => {
  const { here, admission } = answered('ACCEPT\r\nHELLO\nPING');
  expect(await admission).toEqual({ admitted: true });
  expect(here.isPaused()).toBe(true);
  expect(String(here.read())).toBe('HELLO\nPING');
});

it('takes a first line in parts', async () => {
  const { there, admission } = answered('ACC');
  there.write('EPT');
  there.write('\n');
  expect(await admission).toEqual({ admitted: true });
});

it('makes a strange reason visible', async () => {
  const { admission } = answered('BYE pin "caf\xc3\xa9 \x1b[31m"\n');
  expect(await admission).toMatchObject({ reason: 'the other side refuses: café \\x1b[31m' });
});

it.each([
  'accept\n',
  'ACCEPT now\n',
  'BYE\n',
  'BYE pin unquoted words\n',
  'x'.repeat(2000),
  `${'x'.repeat(1025)}\nACCEPT\n`,
])('refuses any other beginning: %j', async (words) => {
  const { there, admission } = answered(words);
  there.end();
  expect((await admission).admitted).toBe(false);
});

it('reports a connection that ends without a word', async () => {
  const { there, admission } = answered('');
  there.end();
  expect(await admission).toMatchObject({ admitted: false, refused: false });
});

it('reports a connection that breaks', async () => {
  const { here, admission } = answered('');
  here.destroy(new Error('broken'));
  expect(await admission).toEqual({ admitted: false, refused: false, reason: 'broken' });
});

it('does not wait for a refused side that keeps its end open', async () => {
  const [here] = duplexPair();
  await admit(here, refusal);
  const closed = new Promise((resolve) => here.once('close', resolve));
  timers.advance(closeMsMax);
  await closed;
  expect(timers.delays).toEqual([]);
});

it('takes what a refused side still says, so that it reads why', async () => {
  const [here, there] = duplexPair();
  await admit(here, refusal);
  const closed = new Promise((resolve) => here.once('close', resolve));
  there.end('ACCEPT\nHELLO\n');
  there.resume();
  await closed;
});
