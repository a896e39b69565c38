import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Hint, type Parsed, parsed } from './config-values.ts';

/** A path to a file that only its owner may read. */
export function secretFile(directory: string, hint: Hint) {
  return checkedFile(directory, hint, readSecret);
}

/** As `secretFile`, for a private key. */
export function keyFile(directory: string, hint: Hint) {
  return checkedFile(directory, hint, (file) => {
    const content = readText(file);
    // Before its mode is judged: what is no secret need not be closed.
    if ('value' in content && isCertificate(content.value)) return CERTIFICATE_AS_KEY;
    return 'value' in content ? ownersOnly(file, content) : content;
  });
}

/** A path to a file with a certificate, which is no secret. */
export function certificateFile(directory: string, hint: Hint) {
  return checkedFile(directory, hint, (file) => {
    const content = readText(file);
    return 'value' in content && isPrivateKey(content.value) ? KEY_AS_CERTIFICATE : content;
  });
}

const CERTIFICATE_AS_KEY = {
  problem: 'names a certificate',
  instead: 'name the key that "cburst keygen" wrote beside it, SERVER.key.pem',
} as const;
const KEY_AS_CERTIFICATE = {
  problem: 'names a private key',
  instead: 'name the certificate that "cburst keygen" wrote beside it, SERVER.cert.pem',
} as const;

/** One file may hold both: then it is neither alone. */
function isCertificate(text: string): boolean {
  return CERTIFICATE.test(text) && !PRIVATE_KEY.test(text);
}

function isPrivateKey(text: string): boolean {
  return PRIVATE_KEY.test(text) && !CERTIFICATE.test(text);
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function checkedFile(directory: string, hint: Hint, read: (file: string) => Parsed<string>) {
  return parsed(hint, (text) => {
    const file = resolve(directory, text);
    const content = read(file);
    return 'value' in content ? { value: file } : content;
  });
}

/** The text of a secret file without its line ending, checked by `check`. */
export function secretText(directory: string, hint: Hint, check: (secret: string) => Parsed<string>) {
  return parsed(hint, (text) => {
    const content = readSecret(resolve(directory, text));
    if (!('value' in content)) return content;
    const secret = check(content.value.replace(/\r?\n$/, ''));
    return 'value' in secret
      ? secret
      : { ...secret, problem: `names a file whose content ${secret.problem}` };
  });
}

/** What is wrong with the permissions of a file that holds a secret, or null. */
export function secretFileProblem(file: string): { problem: string; instead: string } | null {
  const others = statSync(file).mode & 0o777;
  if ((others & 0o077) === 0) return null;
  const mode = others.toString(8).padStart(4, '0');
  return { problem: `can be read by others (its mode is ${mode})`, instead: `run: chmod 600 ${file}` };
}

function readSecret(file: string): Parsed<string> {
  const content = readText(file);
  return 'value' in content ? ownersOnly(file, content) : content;
}

function ownersOnly(file: string, content: Parsed<string>): Parsed<string> {
  const open = secretFileProblem(file);
  return open === null ? content : { ...open, problem: `names a file that ${open.problem}` };
}

function readText(file: string): Parsed<string> {
  try {
    return { value: readFileSync(file, 'utf8') };
  } catch (error) {
    return unreadable(file, (error as NodeJS.ErrnoException).code);
  }
}

function unreadable(file: string, code: string | undefined): Parsed<string> {
  switch (code) {
    case 'ENOENT':
      return { problem: 'names a file that does not exist' };
    case 'EACCES':
      return {
        problem: 'names a file that this user may not read',
        instead: `give it to the user that runs this: chown ${process.getuid?.() ?? 'USER'} ${file}`,
      };
    default:
      return { problem: `names a file that cannot be read (${code ?? 'unknown error'})` };
  }
}
