import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadAdapterConfig } from '../../../src/config/load-adapter-config.ts';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

// config/docker is a set: docker-compose.yml mounts the three files beside each other and gives them their secrets.
const SECRETS = '/run/secrets';
const CERTIFICATE = '/etc/cburst/peer.cert.pem';

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(async () => {
  directory = temporaryDirectory();
  const { keyPem, certificatePem } = await generateIdentity('irc1.example.net' as ServerName);
  const secrets = { peer_key: keyPem, link_send_password: 'sent\n', link_receive_password: 'received\n' };
  for (const [name, text] of Object.entries(secrets)) {
    writeFileSync(join(directory.path, name), text, { mode: 0o600 });
  }
  writeFileSync(join(directory.path, 'peer.cert.pem'), certificatePem);
});
afterEach(() => directory.remove());

test('the configurations for containers load and fit each other and docker-compose.yml', () => {
  const sidecar = loadSidecarConfig(inContainer('sidecar.toml'));
  const adapter = loadAdapterConfig(inContainer('adapter.toml'), 'inspircd');
  const ircd = example('inspircd.conf');
  const compose = readFileSync('docker-compose.yml', 'utf8');

  expect(adapter.ircd.serverName).toBe(sidecar.server.name);
  expect(adapter.sidecar.target).toBe(`unix:${sidecar.api.hostSocket}`);
  expect(adapter.adapter.observe).toBe(true);
  expect(adapter.link).toMatchObject({ sendPassword: 'sent', receivePassword: 'received' });
  expect(ircd).toContain(`<server name="${sidecar.server.name}"`);
  expect(ircd).toContain(`<link name="${adapter.link.name}"`);
  expect(ircd).toContain(`port="${adapter.ircd.address.port}" type="servers"`);
  expect(ircd).toContain(`casemapping="${sidecar.server.casemapping}"`);
  expect(compose).toContain(`\n  ${adapter.ircd.address.host}:\n`);
  expect(compose).toContain(`"${sidecar.api.hostSocket}"`);
  expect(compose).toContain(`:${sidecar.peers.listen!.port}"]`);
});

function example(name: string): string {
  return readFileSync(join('config/docker', name), 'utf8');
}

/** The file as a container has it, with the mounted paths leading here. */
function inContainer(name: string): string {
  const file = join(directory.path, name);
  const certificate = join(directory.path, 'peer.cert.pem');
  writeFileSync(file, example(name).replaceAll(SECRETS, directory.path).replace(CERTIFICATE, certificate));
  return file;
}
