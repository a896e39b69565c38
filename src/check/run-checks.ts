import { loadSidecarConfig } from '../config/load-sidecar-config.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { pinOfCertificate } from '../peer/spki-pin.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import { checkApi } from './check-api.ts';
import { checkClock } from './check-clock.ts';
import { checkConfig } from './check-config.ts';
import { checkHostSide } from './check-host-side.ts';
import { checkKeys } from './check-keys.ts';
import { checkLinks } from './check-links.ts';
import { checkFreePorts, checkListener } from './check-listen.ts';
import { checkPeers } from './check-peers.ts';
import { checkPolicy } from './check-policy.ts';
import { checkRunning, type RunningAnswers } from './check-running.ts';
import { checkStore, type StoreDependencies, systemStore } from './check-store.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import { probeSocket } from './probe-socket.ts';

export interface CheckOptions {
  /** The sidecar's configuration. */
  readonly configFile: string;
  /** The adapter's; null: it is not looked at. */
  readonly adapterConfigFile: string | null;
  /** The ircd's, in its own form; null: it is not looked at. */
  readonly ircdConfigFile: string | null;
  /** Nothing is dialled. */
  readonly offline: boolean;
}

export interface CheckDependencies {
  /** What the sidecar at that ops socket answers; a text: why it does not. */
  readonly ask: (socket: string) => Promise<RunningAnswers | string>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly store?: StoreDependencies;
}

/** Looks at everything that a sidecar needs, whether it runs or not, and changes nothing. */
export async function runChecks(
  { configFile, adapterConfigFile, ircdConfigFile, offline }: CheckOptions,
  dependencies: CheckDependencies,
): Promise<Finding[]> {
  const { loaded, findings } = checkConfig(configFile, 'config', loadSidecarConfig);
  if (loaded === null) return [...findings];
  const { config, places } = loaded;
  const { hostSocket, readSocket, opsSocket } = config.api;
  const probes = {
    host: await probeSocket(hostSocket),
    read: readSocket === null ? null : await probeSocket(readSocket),
    ops: await probeSocket(opsSocket),
  };
  const running = probes.ops.kind === 'answers';
  const keys = checkKeys(config, places, dependencies.now());
  const ownPin = keys.identity && pinOfCertificate(keys.identity.certificate);
  const store = dependencies.store ?? systemStore;
  return [
    ...findings,
    ...keys.findings,
    ...checkPeers(config, places, ownPin),
    ...checkPolicy(config, places),
    ...checkClock(config, dependencies.now()),
    ...checkStore(config, places, running, store),
    ...checkApi(config, places, probes, store.mayWrite),
    ...(running
      ? await askRunning(config, places, keys.identity, dependencies)
      : await checkFreePorts(config, places)),
    ...(keys.identity === null || offline ? [] : await checkLinks(config, places, keys.identity)),
    ...(adapterConfigFile === null
      ? []
      : await checkHostSide(config, { adapterConfigFile, ircdConfigFile, offline })),
  ];
}

async function askRunning(
  config: SidecarConfig,
  places: ConfigPlaces,
  identity: OwnIdentity | null,
  { ask }: CheckDependencies,
): Promise<Finding[]> {
  const { opsSocket } = config.api;
  const answers = await ask(opsSocket);
  if (typeof answers === 'string') {
    const cause = `what listens on ${opsSocket} is no sidecar that answers: ${answers}`;
    const fix = `find it with: ss -lxp src ${opsSocket}; stop it, or write another path`;
    return [findingsOf('api').error(cause, places.of(['api', 'ops_socket']), fix)];
  }
  const listener = identity === null ? [] : await checkListener(config, places, identity);
  return [...listener, ...checkRunning(config, places, answers)];
}
