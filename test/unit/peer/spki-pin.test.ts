import { createHash, createPublicKey } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { formatPin, parsePin, pinOfCertificate, samePin } from '../../../src/peer/spki-pin.ts';

/** From another implementation: `openssl x509 -pubkey | openssl pkey -pubin -outform der | sha256sum`. */
const known = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIBRjCB+aADAgECAhRWfwVHTqRXS1D8yUKhRajMM/+v/jAFBgMrZXAwGDEWMBQG
A1UEAwwNa25vd24uZXhhbXBsZTAgFw0yNjExMjIxMTAxNTFaGA8yMTI2MTAyOTEx
MDE1MVowGDEWMBQGA1UEAwwNa25vd24uZXhhbXBsZTAqMAUGAytlcAMhAInQTpB3
rQI1fP4ZILn0EPMN0xRU97cZb9cyNTKlDqFAo1MwUTAdBgNVHQ4EFgQUuaPPZx8v
hmR2vwPYEzmGgq7drnEwHwYDVR0jBBgwFoAUuaPPZx8vhmR2vwPYEzmGgq7drnEw
DwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQD1m1cLwJgNdTD7YI6wI4tJEAaXjBqx
8PUKdUgCd+enYkrGbnJHf7hKUIntsLkA3Jui8kyGsq012+70peJUpo4J
-----END CERTIFICATE-----
`,
  pin: '2bbf2d2f0126091e80495effffdd08dea15be49a79e4b2e70e32a72cfe9bb260',
};

it('is the digest that openssl computes', () => {
  expect(pinOfCertificate(known.certificate)).toBe(known.pin);
});

it('names the key, not the certificate, and reads PEM and DER alike', async () => {
  const { keyPem, certificatePem, pin } = await generateIdentity('a.example' as ServerName);
  const spki = createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
  expect(pin).toBe(createHash('sha256').update(spki).digest('hex'));
  const der = Buffer.from(certificatePem.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  expect(pinOfCertificate(der)).toBe(pin);
});

it('throws on what is no certificate', () => {
  expect(() => pinOfCertificate('hello')).toThrow();
});

it('is read as people write it', () => {
  const pin = 'ab'.repeat(32);
  expect(formatPin(pin)).toBe(`sha256:${pin}`);
  for (const text of [pin, pin.toUpperCase(), `sha256:${pin}`, `SHA256:${pin}`])
    expect(parsePin(text)).toBe(pin);
  for (const text of ['', 'sha256:', pin.slice(1), `${pin}0`, `sha1:${pin}`, `${pin}\n`, 'g'.repeat(64)]) {
    expect(parsePin(text)).toBeNull();
  }
});

it('compares whole pins', () => {
  const pin = 'ab'.repeat(32);
  expect(samePin(pin, 'ab'.repeat(32))).toBe(true);
  expect(samePin(pin, `${pin.slice(0, -1)}c`)).toBe(false);
  expect(samePin(pin, pin.slice(1))).toBe(false);
  expect(samePin(pin, '')).toBe(false);
});
