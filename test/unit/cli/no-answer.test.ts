import { createServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { describeNoAnswer } from '../../../src/cli/no-answer.ts';
import { identityOf } from '../../support/test-identity.ts';
import { startOpsServer } from './ops-server.ts';
import { runCburst } from './run-cburst.ts';

const pin = `sha256:${'0'.repeat(64)}`;
const PIN_NEXT = /\nNext: the same with --pin .*cburst check --all, where the sidecar is, tells it\n$/;

async function status(address: string, ...more: string[]) {
  const { directory } = await startOpsServer({});
  const token = `${directory}/token`;
  await runCburst(['token', '--name', 'x', '--role', 'ops-read', '--out', token]);
  const run = await runCburst(['status', '--address', address, '--token-file', token, ...more]);
  expect(run.exitCode).toBe(3);
  expect(run.stderr.trimEnd().split('\n')).toHaveLength(2);
  return run.stderr;
}

/** Speaks TLS, and nothing else. */
async function startTls(): Promise<string> {
  const { keyPem, certificatePem } = await identityOf('a.test');
  const server = createServer({ key: keyPem, cert: certificatePem }).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('over TLS where there is none, it says so', async () => {
  const { address } = await startOpsServer({});
  const told = await status(address, '--pin', pin);
  expect(told).toMatch(/\(wrong version number\)\. What listens there speaks no TLS/);
  expect(told).toMatch(/\nNext: the same without --pin, on loopback/);
});

test('without TLS where there is, or by another pin, it says where the pin is told', async () => {
  const address = await startTls();
  expect(await status(address)).toMatch(/speaks TLS, or is no sidecar/);
  expect(await status(address)).toMatch(PIN_NEXT);
  const told = await status(address, '--pin', pin);
  expect(told).toContain('wrong pin: the server proves sha256:');
  expect(told).toMatch(PIN_NEXT);
});

test('where nobody listens, a check is of use on that machine', () => {
  const endpoint = { target: '127.0.0.1:1', token: null };
  expect(describeNoAnswer('connect ECONNREFUSED 127.0.0.1:1', endpoint)).toEqual({
    message:
      'no sidecar answers at 127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1). Is it running, and is this its [api] tcp?',
    next: 'cburst check, where the sidecar is',
  });
});

test.each([
  ['EACCES', 'join its group'],
  ['ENOENT', 'is this its ops_socket?'],
  ['ECONNREFUSED', 'cburst sidecar --config FILE'],
])('of a socket: %s', (code, advice) => {
  const { message, next } = describeNoAnswer(`connect ${code} /run/ops.sock`, {
    target: 'unix:/run/ops.sock',
    token: null,
  });
  expect(message).toContain(advice);
  expect(next).toBeNull();
});
