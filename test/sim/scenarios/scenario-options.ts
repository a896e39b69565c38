import type { ConflictPolicy } from '../../../src/core/choose-id.ts';
import type { PeerRules } from '../../../src/core/exchange-policy.ts';
import { parseServerName, type ServerName } from '../../../src/core/identity.ts';
import { type IrcdTraits, PLAIN_IRCD } from '../ircd.ts';
import { NEVER_MS, type ServerOptions } from '../world.ts';

/** A server, by the letter that its name begins with. */
export type Letter = 'a' | 'b' | 'c' | 'd';

export interface ScenarioOptions {
  readonly policy?: ConflictPolicy;
  readonly pageSize?: number;
  /** False: nobody compares digests, so that they do not repair what a rule is for. Default: false. */
  readonly digests?: boolean;
  readonly traits?: Partial<Record<Letter, Partial<IrcdTraits>>>;
  /** Links that nobody configured, until all is healed. */
  readonly gaps?: readonly (readonly [Letter, Letter])[];
  /** Links that nobody ever configures. */
  readonly unlinked?: readonly (readonly [Letter, Letter])[];
  /** There is a peer that says what it likes. */
  readonly hostile?: boolean;
  /** When what was removed may be forgotten, in milliseconds. Default: never. */
  readonly forgetMinMs?: number;
  /** When a silent peer is expelled, in milliseconds. Default: never. */
  readonly forgetAfterMs?: number;
  /** The longest that a transaction takes, in milliseconds. Default: 2. */
  readonly commitMsMax?: number;
  /** The longest that a message to or from an ircd takes, in milliseconds. Default: 2. */
  readonly hostDelayMsMax?: number;
  /** Who keeps members the same. Default: nobody. */
  readonly memberSync?: boolean | readonly Letter[];
  /** What a server exchanges with others, where that is not everything. */
  readonly rules?: Partial<Record<Letter, ReadonlyMap<ServerName, PeerRules>>>;
}

export function serverOf(letter: string): ServerName {
  return parseServerName(`${letter}.example`)!;
}

export function pairsOf(letters: readonly (readonly [Letter, Letter])[] = []): [ServerName, ServerName][] {
  return letters.map(([one, other]) => [serverOf(one), serverOf(other)]);
}

export function serverOptions(letter: Letter, options: ScenarioOptions): ServerOptions {
  const { policy = 'local', pageSize = 2, commitMsMax = 2, hostDelayMsMax = 2, traits } = options;
  const { forgetMinMs = NEVER_MS, forgetAfterMs = Number.POSITIVE_INFINITY } = options;
  const rules = options.rules?.[letter];
  const { memberSync = false } = options;
  return {
    server: serverOf(letter),
    policy: { most: policy, others: {} },
    pageSize,
    commitMsMax,
    hostDelayMsMax,
    hostWindow: 100,
    deltaDelayMs: 0,
    traits: { ...PLAIN_IRCD, ...traits?.[letter] },
    diskLies: false,
    memberSync: typeof memberSync === 'boolean' ? memberSync : memberSync.includes(letter),
    forgetMinMs,
    forgetAfterMs,
    ...(rules === undefined ? {} : { rules }),
  };
}
