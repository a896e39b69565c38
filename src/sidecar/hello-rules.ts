import type { SidecarConfig } from '../config/sidecar-config.ts';
import { ExchangePolicy } from '../core/exchange-policy.ts';
import { encodeScope } from '../core/exchange-scope.ts';
import type { ServerName } from '../core/identity.ts';
import { encodeRelay } from '../core/relay-scopes.ts';
import type { SessionServer } from '../peer/session-server.ts';
import { type ConflictRules, helloLimits } from '../wire/hello-line.ts';
import { lineBytesMax } from '../wire/line-bytes.ts';
import { quoteList } from '../wire/quote.ts';

type HelloChannels = Pick<SidecarConfig['channels'], 'conflictPolicy' | 'overrides'>;

/** What the hello tells each peer of this server's rules as they are then, which have to fit in it: see `helloRulesProblem`. */
export function helloRules(
  channels: HelloChannels,
  { policy }: { readonly policy: ExchangePolicy },
): (peer: ServerName) => SessionServer['rules'] {
  return (peer) => ({
    conflicts: conflictRules(channels),
    ...encodeScope(policy.scope(peer)),
    relay: encodeRelay(policy.relay),
  });
}

export interface HelloRulesConfig {
  readonly server: Pick<SidecarConfig['server'], 'casemapping'>;
  readonly channels: HelloChannels;
  readonly peers: Pick<SidecarConfig['peers'], 'exchange'>;
}

/**
 * Why a hello cannot hold the rules of this configuration, and what helps; null: it can. Told half of them, or none, a peer
 * would pass on what it is not to, and take for a difference what is a rule.
 */
export function helloRulesProblem({
  server,
  channels,
  peers: { exchange },
}: HelloRulesConfig): string | null {
  const { conflictOverrides, listBytes } = helloLimits;
  const { casemapping } = server;
  const { relay, scope } = bytesOfRules(new ExchangePolicy({ casemapping, rules: exchange }), exchange);
  const conflicts = bytesOf([channels.conflictPolicy, ...overrideItems(channels)]);
  if (channels.overrides.length > conflictOverrides || conflicts > listBytes)
    return `peers can be told of ${conflictOverrides} [[channels.override]], ${listBytes} bytes: remove some`;
  if (scope.bytes > listBytes)
    return `the globs in import and export of the [[peers.peer]] ${scope.peer} are longer than it can be told of, ${listBytes} bytes: use fewer or shorter ones`;
  const whole = conflicts + scope.bytes + relay + bytesOf([...exchange.keys()]) + OTHER_BYTES;
  if (relay > listBytes || whole > lineBytesMax)
    return `the exports of all [[peers.peer]] are longer than peers can be told of, ${listBytes} bytes: use fewer or shorter globs, or the same export for several peers`;
  return null;
}

/** For the rest of a hello: its first words, capabilities, software, and what is held in memory. */
const OTHER_BYTES = 8192;

function bytesOfRules(policy: ExchangePolicy, exchange: HelloRulesConfig['peers']['exchange']) {
  const scopes = exchange
    .keys()
    .map((peer) => ({ peer, bytes: bytesOf(encodeScope(policy.scope(peer)).channels ?? []) }));
  const scope = scopes.reduce((most, each) => (each.bytes > most.bytes ? each : most), {
    peer: '',
    bytes: 0,
  });
  return { relay: bytesOf(encodeRelay(policy.relay)), scope };
}

function bytesOf(items: readonly string[]): number {
  return quoteList(items).length;
}

function overrideItems({ overrides }: HelloChannels): string[] {
  return overrides.map(({ name, conflictPolicy }) => `${name}=${conflictPolicy}`);
}

function conflictRules({ conflictPolicy, overrides }: HelloChannels): ConflictRules {
  return {
    policy: conflictPolicy,
    overrides: new Map(overrides.map((each) => [each.name, each.conflictPolicy])),
  };
}
