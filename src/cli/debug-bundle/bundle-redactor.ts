import { censor, secretKeys } from '../../log/redact.ts';

/** What stands in the place of what people typed or are called. */
export const withheld = '[withheld: --with-names]';

/** What users of channels typed or are called, wherever it is said under such a name. */
const NAME_KEYS: ReadonlySet<string> = new Set([
  'topic',
  'setter',
  'mask',
  'nick',
  'user',
  'account',
  'realname',
]);
const SECRET_KEY = /password|passwd|secret|join_?key|token|sha256|private|credential|authorization|pem$/i;
/** Paths to secrets are none. */
const PATH_KEY = /_?file$/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const BEARER = /\bBearer\s+\S+/gi;
/** Shorter ones stand in every other word. */
const LITERAL_MIN = 4;

export interface RedactorOptions {
  /** Secrets that are known; nothing that holds one leaves. */
  readonly secrets: readonly string[];
  readonly withNames: boolean;
}

/**
 * Takes secrets, and what users typed unless it is asked for, out of what JSON can say. A secret is told by the name that it stands
 * under, by its form, or because it is known; the last counts inside of any text.
 */
export class BundleRedactor {
  /** Values that were replaced, for the reader of the bundle to know. */
  readonly counts = { secrets: 0, names: 0 };
  readonly #literals: readonly string[];
  readonly #withNames: boolean;

  constructor({ secrets, withNames }: RedactorOptions) {
    // The longest first: one may be part of another.
    this.#literals = [...new Set(secrets)]
      .filter((secret) => secret.length >= LITERAL_MIN)
      .sort((a, b) => b.length - a.length);
    this.#withNames = withNames;
  }

  redact(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.redact(item));
    return this.#object(value as Record<string, unknown>);
  }

  /** Free text without secrets that are known or have a form of their own. */
  text(text: string): string {
    let clean = text.replace(PRIVATE_KEY, censor).replace(BEARER, `Bearer ${censor}`);
    for (const literal of this.#literals) clean = clean.replaceAll(literal, censor);
    if (clean !== text) this.counts.secrets += 1;
    return clean;
  }

  /** What people typed, if it is wanted. */
  named(text: string): string {
    if (this.#withNames || text === '') return this.text(text);
    this.counts.names += 1;
    return withheld;
  }

  #object(value: Record<string, unknown>): Record<string, unknown> {
    // As documents say it: {kind: 'topic', value: …}.
    const kind = value.kind;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const isValue = key === 'value';
        if (isSecretKey(key) || (isValue && kind === 'join-key')) return [this.text(key), this.#secret(item)];
        if (NAME_KEYS.has(key) || (isValue && kind === 'topic')) return [this.text(key), this.#names(item)];
        return [this.text(key), this.redact(item)];
      }),
    );
  }

  #secret(item: unknown): unknown {
    // That there is one, or none, is no secret.
    if (item === null || item === undefined || typeof item === 'boolean' || item === '') return item;
    this.counts.secrets += 1;
    return censor;
  }

  #names(item: unknown): unknown {
    if (this.#withNames || item === null || item === undefined || typeof item === 'boolean')
      return this.redact(item);
    this.counts.names += 1;
    return withheld;
  }
}

export function isSecretKey(key: string): boolean {
  return secretKeys.has(key) || (SECRET_KEY.test(key) && !PATH_KEY.test(key));
}
