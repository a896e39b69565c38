import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { formatPin, pinOfCertificate } from '../peer/spki-pin.ts';
import { type OwnIdentity, tlsOptions } from '../peer/tls-options.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning, ok } = findingsOf('keys');

export interface CheckedKeys {
  /** Null: with these files nothing can be dialled. */
  readonly identity: OwnIdentity | null;
  readonly findings: readonly Finding[];
}

/** The key and the certificate by which peers know this server. `now`: Unix ms. */
export function checkKeys(config: SidecarConfig, places: ConfigPlaces, now: number): CheckedKeys {
  const key = readFileSync(config.peers.keyFile, 'utf8');
  const certificate = readFileSync(config.peers.certificateFile, 'utf8');
  const read = readCertificate(certificate);
  if (read === null) {
    const cause = `${config.peers.certificateFile} holds no certificate that can be read`;
    return unusable(error(cause, places.of(['peers', 'certificate']), renewal(config)));
  }
  try {
    tlsOptions({ key, certificate });
  } catch (reason) {
    return unusable(unusableKey(config, places, reason as NodeJS.ErrnoException, read));
  }
  const findings = [...dates(config, places, read, now), ...names(config, places, read)];
  const pin = formatPin(pinOfCertificate(certificate));
  if (findings.length === 0) findings.push(ok(`key and certificate fit, this server's pin is ${pin}`, ''));
  return { identity: { key, certificate }, findings };
}

function unusable(finding: Finding): CheckedKeys {
  return { identity: null, findings: [finding] };
}

function readCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function unusableKey(
  config: SidecarConfig,
  places: ConfigPlaces,
  { code, message }: NodeJS.ErrnoException,
  certificate: X509Certificate,
): Finding {
  const { keyFile, certificateFile } = config.peers;
  const place = places.of(['peers', 'key']);
  if (/PASSPHRASE|BAD_DECRYPT|INTERRUPTED/i.test(`${code} ${message}`))
    return error(
      `${keyFile} is encrypted, and nobody is there to type its passphrase`,
      place,
      `run: (umask 077; openssl pkey -in ${keyFile} -out ${keyFile}.plain) && mv ${keyFile}.plain ${keyFile}`,
    );
  if (code !== 'ERR_OSSL_X509_KEY_VALUES_MISMATCH')
    return error(`${keyFile} is no private key that can be used (${code ?? message})`, place, newKey(config));
  const sibling = keyFile.replace(/\.key\.pem$/, '.cert.pem');
  const cause = `${certificateFile} (${subjectOf(certificate)}) is the certificate of another key than ${keyFile}`;
  const fix =
    sibling !== keyFile && sibling !== certificateFile && existsSync(sibling)
      ? `write certificate = ${JSON.stringify(sibling)}`
      : renewal(config);
  return error(cause, places.of(['peers', 'certificate']), fix);
}

function dates(
  config: SidecarConfig,
  places: ConfigPlaces,
  { validFromDate, validToDate }: X509Certificate,
  now: number,
): Finding[] {
  const place = places.of(['peers', 'certificate']);
  const aside = 'peers go by the key alone and do not mind, other programs do';
  if (validToDate.getTime() < now)
    return [warning(`the certificate expired on ${dayOf(validToDate)}: ${aside}`, place, renewal(config))];
  if (validFromDate.getTime() > now)
    return [
      warning(
        `the certificate is not valid before ${dayOf(validFromDate)}, or this machine's clock is behind: ${aside}`,
        place,
        `look at: date; if the clock is right, ${renewal(config)}`,
      ),
    ];
  return [];
}

function names(config: SidecarConfig, places: ConfigPlaces, certificate: X509Certificate): Finding[] {
  const wanted = config.server.name.toLowerCase();
  const said = namesOf(certificate);
  if (said.length === 0 || said.some((name) => name.toLowerCase() === wanted)) return [];
  return [
    warning(
      `the certificate is of ${said.join(', ')}, and [server] name is ${config.server.name}: a key that was copied from another server is taken for that one`,
      places.of(['peers', 'certificate']),
      newKey(config),
    ),
  ];
}

/** The names that a certificate is of, the first one its subject's. */
export function namesOf({ subject, subjectAltName }: X509Certificate): string[] {
  const common = /^CN=(.+)$/m.exec(subject ?? '')?.[1];
  const others = [...(subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].map((match) => match[1]!);
  return [...new Set([...(common === undefined ? [] : [common]), ...others])];
}

function subjectOf(certificate: X509Certificate): string {
  return namesOf(certificate)[0] ?? 'without a name';
}

/** Keeps the key, and with it the pin. */
function renewal({ server, peers }: SidecarConfig): string {
  return `run: openssl req -x509 -new -key ${peers.keyFile} -subj /CN=${server.name} -days 7300 -out ${peers.certificateFile} (the pin stays as it is)`;
}

function newKey({ server }: SidecarConfig): string {
  return `run: cburst keygen --name ${server.name} --out DIR, name its two files in [peers] key and certificate, and give the new pin to every peer`;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
