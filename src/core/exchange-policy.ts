import { type Casemapping, type ChannelKey, channelKey } from './casemapping.ts';
import type { DocumentPart, Register } from './document.ts';
import {
  admitsChannel,
  type ExchangeRule,
  type ExchangeScope,
  intersectScopes,
  isLimited,
  ruleScope,
  unlimitedScope,
} from './exchange-scope.ts';
import type { FieldKey } from './field.ts';
import { everyFieldClass, fieldClass } from './field-class.ts';
import type { ServerName } from './identity.ts';
import type { RelayScopes } from './relay-scopes.ts';
import { isFloor } from './stamp.ts';

/** What is taken from a peer, and what it is sent. */
export interface PeerRules {
  readonly import: ExchangeRule;
  readonly export: ExchangeRule;
}

export interface ExchangePolicyOptions {
  readonly casemapping: Casemapping;
  /** Peers without rules exchange everything. */
  readonly rules: ReadonlyMap<ServerName, PeerRules>;
}

/** What of a part was let in, and the keys of the registers that were not. */
export interface Imported {
  readonly part: DocumentPart;
  readonly refused: readonly FieldKey[];
}

/**
 * Which channels and fields are exchanged with whom. A rule is about registers: identity and marks of a channel pass with the
 * channel, parameters of a later version only where every class of fields does. Channels of one server (`&`) never leave it.
 *
 * Filtering by class commutes with joining, so it is the same whether parts or whole documents are filtered. Filtering by
 * the server that stamped does not: which of its writes stay out is decided message by message.
 */
export class ExchangePolicy {
  readonly #casemapping: Casemapping;
  #imports: ReadonlyMap<ServerName, ExchangeScope> = new Map();
  #exports: ReadonlyMap<ServerName, ExchangeScope> = new Map();

  constructor({ casemapping, rules }: ExchangePolicyOptions) {
    this.#casemapping = casemapping;
    this.replace(rules);
  }

  /** Other rules count. Whoever was told of the old ones, or was exchanged with by them, is for the caller to see to. */
  replace(rules: ExchangePolicyOptions['rules']): void {
    this.#imports = limitedScopes(this.#casemapping, rules, 'import');
    this.#exports = limitedScopes(this.#casemapping, rules, 'export');
  }

  /** What of `part` goes to `peer`, whoever wrote it; null: nothing, not even that the channel is there. */
  outgoing(peer: ServerName, part: DocumentPart): DocumentPart | null {
    if (isServerLocal(part.name)) return null;
    const scope = this.#exports.get(peer);
    if (scope === undefined) return part;
    if (!admitsChannel(scope, this.#key(part))) return null;
    return partInScope(scope, part);
  }

  /** What of `part` is let in from `peer`; null: nothing of the channel. */
  incoming(peer: ServerName, part: DocumentPart): Imported | null {
    if (isServerLocal(part.name)) return null;
    if (this.#imports.size === 0) return { part, refused: [] };
    const key = this.#key(part);
    const scope = this.#imports.get(peer) ?? unlimitedScope;
    if (!admitsChannel(scope, key)) return null;
    const admits = (from: ExchangeScope, { field }: Register) =>
      from.classes.has(fieldClass(field)) && (from === scope || admitsChannel(from, key));
    return filtered(part, scope, (register) => {
      const author = this.#imports.get(register.stamp.server);
      return admits(scope, register) && (author === undefined || admits(author, register));
    });
  }

  /** True when the channel may be known to `peer`. */
  exports(peer: ServerName, key: ChannelKey): boolean {
    return !isServerLocal(key) && admitsChannel(this.#exports.get(peer) ?? unlimitedScope, key);
  }

  /** True when anything about the channel is let in from `peer`. */
  imports(peer: ServerName, key: ChannelKey): boolean {
    return !isServerLocal(key) && admitsChannel(this.#imports.get(peer) ?? unlimitedScope, key);
  }

  /**
   * What our rules let through in both directions: told in the hello. Its intersection with the peer's is what two digests
   * are about; what passes in one direction only is in neither.
   */
  scope(peer: ServerName): ExchangeScope {
    const taken = this.#imports.get(peer) ?? unlimitedScope;
    const given = this.#exports.get(peer) ?? unlimitedScope;
    return intersectScopes(taken, given);
  }

  /** What peers are sent, of those that are not sent everything: no other server shall tell them more of what this one wrote. */
  get relay(): RelayScopes {
    return this.#exports;
  }

  #key({ name }: DocumentPart): ChannelKey {
    return channelKey(this.#casemapping, name);
  }
}

/** What of `part` is in `scope`: its channel has to be. */
export function partInScope(scope: ExchangeScope, part: DocumentPart): DocumentPart {
  return filtered(part, scope, ({ field }) => scope.classes.has(fieldClass(field))).part;
}

function limitedScopes(
  casemapping: Casemapping,
  rules: ReadonlyMap<ServerName, PeerRules>,
  direction: keyof PeerRules,
): ReadonlyMap<ServerName, ExchangeScope> {
  const scopes = new Map<ServerName, ExchangeScope>();
  for (const [peer, rule] of rules) {
    const scope = ruleScope(casemapping, rule[direction]);
    if (isLimited(scope)) scopes.set(peer, scope);
  }
  return scopes;
}

function filtered(
  part: DocumentPart,
  { classes }: ExchangeScope,
  passes: (register: Register) => boolean,
): Imported {
  const registers = new Map<FieldKey, Register>();
  const refused: FieldKey[] = [];
  let written = part.written;
  for (const [key, register] of part.registers) {
    if (passes(register)) registers.set(key, register);
    else refused.push(key);
    // That somebody wrote decides which id is shown, so it is known wherever the channel is.
    written ||= !isFloor(register.stamp);
  }
  const dropsUnknown = part.unknown.size > 0 && classes !== everyFieldClass;
  if (refused.length === 0 && !dropsUnknown) return { part, refused };
  return { part: { ...part, written, registers, unknown: dropsUnknown ? new Map() : part.unknown }, refused };
}

function isServerLocal(name: string): boolean {
  return name.startsWith('&');
}
