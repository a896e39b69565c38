import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import { configDirectory, mistakesOf } from './config-directory.ts';

const hash = 'ab'.repeat(32);
const token = (name: string, more = `sha256 = "${hash}"`) =>
  `[[api.token]]\nname = "${name}"\nrole = "ops-read"\n${more}\n`;
const certificate = '[[api.certificate]]\nname = "a"\nrole = "host"\nfile = "c.pem"\n';
const tls = 'tls_key = "k.pem"\ntls_certificate = "c.pem"\n';
const tcp = 'tcp = "127.0.0.1:7101"\n';

test.each([
  [`${tcp}`, ['api.tcp is set without an [[api.token]] or [[api.certificate]]', 'cburst token --name']],
  [token('a'), ['[[api.token]] is there without api.tcp', 'write tcp = "127.0.0.1:7101" in [api]']],
  [`${tls}${certificate}`, ['[[api.certificate]] is there without api.tcp']],
  [`${tcp}${certificate}`, ['[[api.certificate]] is there without api.tls_key', 'those of [peers] will do']],
  [
    `tcp = "0.0.0.0:7101"\n${token('a')}`,
    ['4:7: api.tcp = "0.0.0.0:7101" is not on loopback, and there is no TLS'],
  ],
  [`${tcp}tls_key = "k.pem"\n${token('a')}`, ['api.tls_key is set without api.tls_certificate']],
  [`${tcp}tls_certificate = "c.pem"\n${token('a')}`, ['api.tls_certificate is set without api.tls_key']],
  [
    `${tcp}${token('a')}${token('A', `sha256 = "${'1'.repeat(64)}"`)}`,
    ['10:8: api.token.name is there twice'],
  ],
  [
    `${tcp}${token('a')}${token('b')}`,
    ['api.token.sha256 is there twice', 'whoever has a token has one role'],
  ],
  [`${tcp}${tls}${certificate}${certificate}`, ['api.certificate.name is there twice']],
  [`${tcp}${token('a', '')}`, ['api.token.sha256 is missing', 'cburst token']],
  [`${tcp}${token('a', 'sha256 = "0123456789abcdef-secret"')}`, ['api.token.sha256 is not 64 hex digits']],
  [`${tcp}${token('a b')}`, ['api.token.name = "a b" is not a name', 'at most 64']],
  [`${tcp}${token('a').replace('ops-read', 'ops-reed')}`, ['did you mean "ops-read"?']],
  [`${tcp}${token('a', `sha256 = "${hash}"\nhidden = ["#a", 1]`)}`, ['api.token.hidden = 1 is not a string']],
  [
    `${tcp}${token('a', `sha256 = "${hash}"\nmembers = "yes"`)}`,
    ['api.token.members = "yes" is not true or false'],
  ],
  ['read_members = true', ['api.read_members is set without api.read_socket']],
  ['ops_group = "no such"', ['api.ops_group = "no such" is not the name of a group']],
  ['ops_socket = "./host.sock"', ['4:14: api.ops_socket and api.host_socket are the same path']],
  ['read_socket = "ops.sock"', ['4:15: api.read_socket and api.ops_socket are the same path']],
  ['token_file = "token"', ['unknown key token_file in [api]']],
])('%j', (text, parts) => {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c', 'k.pem': 'k', 'c.pem': 'c' });
  const file = join(directory, 'c.toml');
  writeFileSync(file, `[server]\nname = "irc1.example.net"\n[api]\n${text}`);
  const lines = mistakesOf(directory, () => loadSidecarConfig(file));
  expect(lines).toHaveLength(1);
  for (const part of parts) expect(lines[0]).toContain(part);
  expect(lines[0]).not.toContain('-secret');
});
