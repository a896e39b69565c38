import { expect, it } from 'vitest';
import { newToken, tokenHash } from '../../../src/access/api-token.ts';
import { formatPin } from '../../../src/peer/spki-pin.ts';
import { freePorts } from '../../e2e/free-port.ts';
import { identityOf } from '../../support/test-identity.ts';
import { CheckNode } from '../check/check-node.ts';
import { runCburst } from './run-cburst.ts';

const check = (node: CheckNode, ...args: string[]) =>
  runCburst(['check', '--config', node.path('sidecar.toml'), ...args]);

it('says that nothing is wrong', async () => {
  const node = await CheckNode.create();
  const { exitCode, stdout, stderr } = await check(node);
  expect(stdout + stderr).toMatch(/^0 wrong, 0 to look at, \d+ well\n$/);
  expect(exitCode).toBe(0);
  const all = await check(node, '--all');
  expect(all.stdout).toMatch(
    /^ok {6}links: b\.example answers at 127\.0\.0\.1:\d+, has the right pin and accepts ours$/m,
  );
});

it('tells with what is well the pin by which clients over TLS know the API', async () => {
  const node = await CheckNode.create();
  const api = await identityOf('api.example');
  node.write('api.key', api.keyPem);
  node.write('api.crt', api.certificatePem);
  const [tcp] = await freePorts(1);
  node.append(
    `[api]\ntcp = "127.0.0.1:${tcp}"\ntls_key = "api.key"\ntls_certificate = "api.crt"\n[[api.token]]\nname = "x"\nrole = "ops-read"\nsha256 = "${tokenHash(newToken())}"`,
  );
  const { exitCode, stdout } = await check(node, '--offline', '--all');
  expect(exitCode).toBe(0);
  const text = `ok      api: the sockets can be made, the pin of the API is ${formatPin(api.pin)}\n`;
  expect(stdout).toContain(text);
  expect((await check(node, '--offline')).stdout).not.toContain('pin');
});

it('says what is wrong, where, and what to do, the gravest first', async () => {
  const node = await CheckNode.create();
  node.append('[guard]\ncreate_rate = 1\n[modules]\nenabled_modules = []');
  const { exitCode, stdout } = await check(node, '--offline');
  expect(exitCode).toBe(4);
  expect(
    stdout.replaceAll(`${node.directory}/`, ''),
  ).toBe(`error   policy: the module "channel" is not switched on: nothing is kept the same
        at sidecar.toml:12 (modules.enabled_modules)
        fix: write enabled_modules = ["channel"]
warning policy: create_rate = 1: what users do every day would wait for an operator in quarantine
        at sidecar.toml:10 (guard.create_rate)
        fix: write create_rate = 600, or 0 for no bound
1 wrong, 1 to look at, 7 well
`);
});

it('tells programs all of it, and that something should be looked at', async () => {
  const node = await CheckNode.create();
  node.append('[guard]\ncreate_rate = 1');
  const { exitCode, stdout } = await check(node, '--json');
  expect(exitCode).toBe(5);
  const { findings } = JSON.parse(stdout);
  expect(findings).toContainEqual(expect.objectContaining({ severity: 'ok', area: 'links' }));
  expect(findings.filter(({ severity }: { severity: string }) => severity !== 'ok')).toEqual([
    {
      severity: 'warning',
      area: 'policy',
      cause: 'create_rate = 1: what users do every day would wait for an operator in quarantine',
      place: `${node.path('sidecar.toml')}:10 (guard.create_rate)`,
      fix: 'write create_rate = 600, or 0 for no bound',
    },
  ]);
});
