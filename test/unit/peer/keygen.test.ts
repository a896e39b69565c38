import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity, writeIdentity } from '../../../src/peer/keygen.ts';
import { pinOfCertificate } from '../../../src/peer/spki-pin.ts';

const name = 'irc.example' as ServerName;

it('makes a certificate of that name for both sides of TLS, valid for twenty years', async () => {
  const now = new Date('2026-01-02T03:04:05Z');
  const { keyPem, certificatePem } = await generateIdentity(name, now);
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.subject).toBe('CN=irc.example');
  expect(certificate.subjectAltName).toBe('DNS:irc.example');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(certificate.ca).toBe(false);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.validFromDate).toEqual(new Date('2026-01-01T03:04:05Z'));
  expect(certificate.validToDate.getUTCFullYear()).toBe(2045);
  expect(() => createSecureContext({ key: keyPem, cert: certificatePem })).not.toThrow();
});

it('makes a new key each time', async () => {
  const [one, two] = await Promise.all([generateIdentity(name), generateIdentity(name)]);
  expect(one.pin).not.toBe(two.pin);
});

describe('writing', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cburst-keygen-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('writes a key that only the owner reads, in a directory that it makes', async () => {
    const written = await writeIdentity(join(directory, 'keys'), name);
    expect(written.keyFile).toBe(join(directory, 'keys', 'irc.example.key.pem'));
    expect((await stat(written.keyFile)).mode & 0o777).toBe(0o600);
    expect(pinOfCertificate(await readFile(written.certificateFile))).toBe(written.pin);
    expect(await readFile(written.keyFile, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it.each(['irc.example.key.pem', 'irc.example.cert.pem'])('never overwrites %s', async (file) => {
    await writeFile(join(directory, file), 'precious');
    await expect(writeIdentity(directory, name)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readdir(directory)).toEqual([file]);
    expect(await readFile(join(directory, file), 'utf8')).toBe('precious');
  });

  it('leaves nothing behind when it cannot write', async () => {
    await mkdir(join(directory, 'irc.example.key.pem'));
    await expect(writeIdentity(directory, name)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readdir(directory)).toEqual(['irc.example.key.pem']);
  });
});
