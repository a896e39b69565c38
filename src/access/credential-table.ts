import { timingSafeEqual } from 'node:crypto';
import type { CredentialConfig, TokenConfig } from '../config/sidecar-config.ts';
import type { Caller } from './caller.ts';

/** Tokens and client certificates that let callers in. */
export interface Credentials {
  readonly tokens: readonly TokenConfig[];
  /** With the pin of each. */
  readonly certificates: readonly (CredentialConfig & { readonly pin: string })[];
}

/** A credential, and the calls that it let in and that are not over. */
interface Entry {
  readonly caller: Caller;
  /** Of a token its hash, of a certificate its pin. */
  readonly proof: Buffer;
  readonly endings: Set<() => void>;
}

/**
 * Who is let in by what, over TCP. The table can be replaced while calls are under way: those of a credential that is gone,
 * or means something else now, are ended.
 */
export class CredentialTable {
  #tokens = new Map<string, Entry>();
  #certificates = new Map<string, Entry>();

  constructor(credentials: Credentials) {
    this.replace(credentials);
  }

  replace({ tokens, certificates }: Credentials): void {
    const before = [...this.#tokens.values(), ...this.#certificates.values()];
    this.#tokens = successor(
      this.#tokens,
      tokens.map((token) => entry(`token ${token.name}`, token, token.sha256)),
    );
    this.#certificates = successor(
      this.#certificates,
      certificates.map((certificate) =>
        entry(`certificate ${certificate.name}`, certificate, certificate.pin),
      ),
    );
    const kept = new Set([...this.#tokens.values(), ...this.#certificates.values()]);
    for (const each of before) if (!kept.has(each)) for (const end of [...each.endings]) end();
  }

  /** Whose token has this SHA-256, in hex; or null. */
  byTokenHash(sha256: string): Caller | null {
    return withProof(this.#tokens, sha256)?.caller ?? null;
  }

  /** Whose certificate has the key with this pin; or null. */
  byPin(pin: string): Caller | null {
    return withProof(this.#certificates, pin)?.caller ?? null;
  }

  /** `end` is called when the credential of `caller` goes. Returns what is to be called when the call is over. */
  track(caller: Caller, end: () => void): () => void {
    const all = [...this.#tokens.values(), ...this.#certificates.values()];
    const endings = all.find((each) => each.caller === caller)?.endings;
    endings?.add(end);
    return () => endings?.delete(end);
  }
}

function entry(access: string, { role, grants }: Omit<Caller, 'access'>, proof: string): Entry {
  return { caller: { access, role, grants }, proof: Buffer.from(proof, 'hex'), endings: new Set() };
}

/** The new entries; one that is in every way as before is still the same, with its calls. */
function successor(before: ReadonlyMap<string, Entry>, entries: readonly Entry[]): Map<string, Entry> {
  return new Map(
    entries.map((each) => {
      const id = JSON.stringify([each.caller, each.proof.toString('hex')]);
      return [id, before.get(id) ?? each];
    }),
  );
}

/** Looks at every one, each in constant time: how long it takes tells nothing of how much was right, or of which. */
function withProof(entries: ReadonlyMap<string, Entry>, proof: string): Entry | null {
  const given = Buffer.from(proof, 'hex');
  let found: Entry | null = null;
  for (const each of entries.values())
    if (given.length === each.proof.length && timingSafeEqual(given, each.proof)) found = each;
  return found;
}
