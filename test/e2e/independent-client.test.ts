import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { newToken, tokenHash } from '../../src/access/api-token.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { freePorts } from './free-port.ts';
import { pythonWithGrpc, skipWithoutPythonGrpc } from './python-grpc.ts';
import { heldChannel, joinKey, RawHost, topic } from './raw-host.ts';
import { SidecarProcess } from './sidecar-process.ts';

const SCRIPT = resolve('test/e2e/independent-client.py');
const TIMEOUT_MS = 60_000;
const SERVICES = ['cburst.v1.OpsService', 'grpc.channelz.v1.Channelz', 'grpc.health.v1.Health'];

describe.skipIf(skipWithoutPythonGrpc())('a gRPC client of another make, without a .proto file', () => {
  const directory = temporaryDirectory();
  const token = newToken();
  let sidecar: SidecarProcess;
  let address: string;
  beforeAll(async () => {
    const [port] = await freePorts(1);
    address = `127.0.0.1:${port}`;
    const api = `tcp = "${address}"\n[[api.token]]\nname = "admin"\nrole = "ops-admin"\nsha256 = "${tokenHash(token)}"`;
    sidecar = await SidecarProcess.start(directory.path, { name: 'a.test', api });
  });
  afterAll(async () => {
    await sidecar.stop();
    directory.remove();
  });

  it.each([
    ['the unix socket', () => [`unix:${sidecar.directory}/ops.sock`], SERVICES],
    ['TCP, with a token', () => [address, token], ['cburst.v1.HostService', ...SERVICES]],
  ])('asks over %s', { timeout: TIMEOUT_MS }, async (_where, target, services) => {
    const client = ask(target());
    const next = async () => JSON.parse((await client.next()).value!);
    expect((await next()).services).toEqual(services);
    expect((await next()).status).toMatchObject({ server: 'a.test', casemapping: 'ascii' });
    expect(await next()).toHaveProperty('channels');
    expect((await next()).channelz.server.length).toBeGreaterThan(1);
    const error = await next();
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: {
        'google.rpc.ErrorInfo': { reason: 'PAGE_TOKEN_INVALID', domain: 'cburst' },
        'google.rpc.BadRequest': { fieldViolations: [{ field: 'page_token', description: error.message }] },
      },
    });
    expect((await next()).health).toBe('NOT_SERVING');
    const fields = [topic('of somebody'), joinKey('hunter2')];
    const host = await RawHost.attach(sidecar.hostTarget, { channels: [heldChannel('#help', fields)] });
    expect((await next()).health).toBe('SERVING');
    expect((await client.next()).done).toBe(true);
    const seen = sidecar.process.log.length;
    host.cancel();
    await sidecar.process.waitForLog('host.detached', seen);
  });
});

/** The lines that the client prints. */
function ask(args: readonly string[]): AsyncIterator<string> {
  const child: ChildProcessWithoutNullStreams = spawn(pythonWithGrpc(), [SCRIPT, ...args]);
  child.stderr.pipe(process.stderr);
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  });
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
}
