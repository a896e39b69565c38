import type { CurrentConfig } from '../config/current-config.ts';
import { appliedConfig, type ConfigChange, diffConfig } from '../config/diff-config.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { Border } from '../core/border.ts';
import type { PolicyFor } from '../core/choose-id.ts';
import { type ExchangeRule, isLimited, ruleScope } from '../core/exchange-scope.ts';
import { policyForNames } from '../core/name-policies.ts';
import type { LogLevel } from '../log/log-level.ts';
import type { SidecarMetrics } from '../metrics/sidecar-metrics.ts';
import type { ReloadOptions, ReloadOutcome } from '../ops/daemon-calls.ts';
import type { PeerNetwork } from '../peer/peer-network.ts';
import type { PeerTable } from '../peer/peer-table.ts';
import { formatPin } from '../peer/spki-pin.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import type { ReplicaStore } from '../store/replica-store.ts';
import { type ApiAccess, readApiAccess } from './api-access.ts';
import type { ApiListeners } from './api-listeners.ts';
import { helloRulesProblem } from './hello-rules.ts';
import { certificateFingerprint, readPeerIdentity } from './peer-identity.ts';
import type { TransactionLoop } from './transaction-loop.ts';

export interface ReloadDependencies {
  /** Reads the file; throws where it cannot be used. Null: there is none. */
  readonly load: (() => SidecarConfig) | null;
  /** The file could not be used, read again for whom. */
  readonly failed: (problem: string, by: string) => void;
  /** What was changed counts, decided by whom; `changes`: a line for each. */
  readonly done: (text: string, by: string, changes: readonly string[]) => void;
  readonly current: CurrentConfig;
  /** Unix ms. */
  readonly now: () => number;
  readonly logLevel: LogLevel;
  readonly store: ReplicaStore;
  readonly border: Border;
  readonly loop: TransactionLoop;
  readonly network: PeerNetwork;
  readonly peers: PeerTable;
  readonly api: ApiListeners;
  readonly metrics: SidecarMetrics;
}

interface Prepared {
  readonly loaded: SidecarConfig;
  /** What of it counts without a restart. */
  readonly next: SidecarConfig;
  readonly identity: OwnIdentity;
  readonly access: ApiAccess;
  readonly changes: readonly ConfigChange[];
}

/**
 * Puts another configuration into a running sidecar. Everything is read and checked first, and what can fail comes before
 * what cannot: a file that cannot be used changes nothing. The rest happens in one go, before anything else runs. What is not
 * put anywhere here is looked up in `current` whenever it is needed.
 */
export class Reload {
  readonly #dependencies: ReloadDependencies;
  #identity: OwnIdentity;

  /** `identity`: what the network runs with. */
  constructor(identity: OwnIdentity, dependencies: ReloadDependencies) {
    this.#identity = identity;
    this.#dependencies = dependencies;
  }

  /** Returns what differs, which with `validateOnly` is all that happens, or what is wrong with the file. */
  run({ by, validateOnly }: ReloadOptions): ReloadOutcome {
    const prepared = this.#prepare();
    if ('problem' in prepared) {
      if (!validateOnly) this.#dependencies.failed(prepared.problem, by);
      return prepared;
    }
    const { changes } = prepared;
    if (validateOnly) return { changes };
    this.#apply(prepared);
    const later = changes.filter(({ restart }) => restart !== null).length;
    this.#dependencies.done(
      `the configuration was read again: changes that count ${changes.length - later}, that need a restart ${later}`,
      by,
      changes.map(({ place, key, before, after }) => `${place} ${key}: ${before} -> ${after}`),
    );
    return { changes };
  }

  /** Everything that can fail. What is thrown here is about the files. */
  #prepare(): Prepared | { readonly problem: string } {
    const { load, current, api } = this.#dependencies;
    if (load === null)
      return { problem: 'this sidecar was started by a program, without a file to read again' };
    try {
      const loaded = load();
      const next = appliedConfig(current.running, loaded);
      const problem = helloRulesProblem(next);
      if (problem !== null) return { problem };
      const identity = readPeerIdentity(next.peers);
      const access = readApiAccess(next.api);
      const changes = [
        ...diffConfig(current.running, loaded),
        ...certificateChange('[peers]', 'certificate', this.#identity, identity),
        ...certificateChange('[api]', 'tls_certificate', api.access.identity, access.identity),
        ...clientChanges(api.access, access),
      ];
      return { loaded, next, identity, access, changes };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  #apply({ loaded, next, identity, access }: Prepared): void {
    const { current, now, logLevel, network, peers, api, metrics } = this.#dependencies;
    const before = current.running;
    const policyBefore = policyForNames(before.channels, before.server.casemapping);
    api.configure(access);
    current.take(loaded, now());
    network.configure({ ...identity, peers: next.peers.peers });
    this.#identity = identity;
    logLevel.configure(next.logging.level);
    metrics.configure(next.peers.peers.map(({ name }) => name));
    peers.configure(next.peers.peers);
    const otherRules = countingRules(before) !== countingRules(next);
    // Peers know what a hello said, and what comes by the old rules must not be joined any more.
    if (otherRules || conflictsText(before) !== conflictsText(next)) peers.endAll('internal', OTHER_RULES);
    this.#takeRules(next, policyBefore, otherRules);
  }

  /** In one transaction, now: no link can come up between the end of the old rules and the new ones. */
  #takeRules(next: SidecarConfig, policyBefore: PolicyFor, otherRules: boolean): void {
    const { current, store, border, loop } = this.#dependencies;
    loop.submit(() => {
      border.policy.replace(next.peers.exchange);
      store.changeRules(rulesText(next), otherRules);
      const { replica } = store;
      replica.settle([...replica.table.keys()].filter((key) => policyBefore(key) !== current.policyFor(key)));
    });
    loop.flush();
  }
}

/** What is let in from peers and out to them, as the store remembers it. */
export function rulesText({ guard, peers }: SidecarConfig): string {
  return JSON.stringify([guard, [...peers.exchange]]);
}

/** A peer that comes or goes and exchanges everything changes nothing for the others. */
function countingRules({ guard, peers, server }: SidecarConfig): string {
  const isWhole = (rule: ExchangeRule) => !isLimited(ruleScope(server.casemapping, rule));
  const limited = [...peers.exchange].filter(([, rules]) => !isWhole(rules.import) || !isWhole(rules.export));
  return JSON.stringify([guard, limited.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function conflictsText({ channels }: SidecarConfig): string {
  return JSON.stringify([channels.conflictPolicy, channels.overrides]);
}

/** What is in the files that a section names. */
function certificateChange(
  place: string,
  key: string,
  before: OwnIdentity | null,
  after: OwnIdentity | null,
): ConfigChange[] {
  if (before?.key === after?.key && before?.certificate === after?.certificate) return [];
  const show = (identity: OwnIdentity | null) => identity && certificateFingerprint(identity);
  return [
    {
      place,
      key: `${key} (its content)`,
      before: show(before) ?? 'none',
      after: show(after) ?? 'none',
      restart: null,
    },
  ];
}

/** Clients of which the file has another key now: their blocks can say what they said. */
function clientChanges(before: ApiAccess, after: ApiAccess): ConfigChange[] {
  return after.credentials.certificates.flatMap(({ name, pin }) => {
    const old = before.credentials.certificates.find((each) => each.name === name);
    if (old === undefined || old.pin === pin) return [];
    const key = `certificate ${name} (its content)`;
    return [{ place: '[api]', key, before: formatPin(old.pin), after: formatPin(pin), restart: null }];
  });
}

const OTHER_RULES = 'the configuration was read again, and other rules count';
