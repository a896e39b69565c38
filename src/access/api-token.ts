import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody guesses one, so neither salt nor a slow hash would add anything to a single SHA-256. */
const TOKEN_BYTES = 32;

/** A new bearer token. Secret. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What the configuration keeps of a token: its SHA-256, 64 lower-case hex digits. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
