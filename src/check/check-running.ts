import { formatAddress } from '../config/parse-address.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { formatPin } from '../peer/spki-pin.ts';
import type { GetStatusResponse__Output } from '../proto-types/cburst/v1/GetStatusResponse.ts';
import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import { judgeHost } from './judge-host.ts';
import { judgePeer } from './judge-peer.ts';

const { error, warning, ok } = findingsOf('running');

/** What a running sidecar says of itself. */
export interface RunningAnswers {
  readonly status: GetStatusResponse__Output;
  readonly peers: readonly Peer__Output[];
  /** Records of the store were set aside or repaired at this start. */
  readonly newStoreProblems: boolean;
  /** The release of the program that asks. */
  readonly ownVersion: string;
}

/** What the sidecar that runs says, against the configuration with which it would start now. */
export function checkRunning(
  config: SidecarConfig,
  places: ConfigPlaces,
  answers: RunningAnswers,
): Finding[] {
  const { status, peers } = answers;
  const other = otherServer(config, places, status);
  if (other !== null) return [other];
  const findings = [
    ...otherStart(config, places, answers),
    ...judgeHost(status.host, status.host_writes),
    ...peers.flatMap((peer) => judgePeer(peer, config)),
    ...waiting(answers),
  ];
  return findings.length > 0
    ? findings
    : [ok('the sidecar runs, its host is attached, and its peers are linked', '')];
}

function otherServer(
  config: SidecarConfig,
  places: ConfigPlaces,
  { server }: GetStatusResponse__Output,
): Finding | null {
  const { name } = config.server;
  if (server === name) return null;
  return error(
    `the sidecar at ${config.api.opsSocket} speaks for ${server}, and [server] name is ${name}`,
    places.of(['api', 'ops_socket']),
    `write another ops_socket here, or name the configuration of ${name} with --config`,
  );
}

const RESTART = 'restart the sidecar, so that it runs with the configuration as it is now';
const RELOAD = 'run: cburst reload';

/** What was changed in the file since the sidecar started. */
function otherStart(
  config: SidecarConfig,
  places: ConfigPlaces,
  { status, peers, ownVersion }: RunningAnswers,
): Finding[] {
  const { casemapping } = config.server;
  const found: Finding[] = [];
  if (status.casemapping !== casemapping)
    found.push(
      error(
        `the sidecar runs with the casemapping ${status.casemapping}, and the configuration says ${casemapping}`,
        places.of(['server', 'casemapping']),
        `write casemapping = "${status.casemapping}": a store keeps the one that it was begun with`,
      ),
    );
  if (status.version !== ownVersion)
    found.push(
      warning(
        `the sidecar runs as release ${status.version}, and this is ${ownVersion}`,
        `release ${status.version}`,
        RESTART,
      ),
    );
  for (const { place, key, restart_reason } of status.restart_pending)
    found.push(
      warning(
        `${place} ${key} was changed, and counts only after a restart: ${restart_reason}`,
        `${place} ${key}`,
        RESTART,
      ),
    );
  return [...found, ...otherPeers(config, places, peers)];
}

function otherPeers(
  { peers: { peers: wanted } }: SidecarConfig,
  places: ConfigPlaces,
  peers: readonly Peer__Output[],
): Finding[] {
  const running = new Map(peers.map((peer) => [peer.server, peer]));
  const changed = wanted.flatMap(({ name, pin, address }, index) => {
    const peer = running.get(name);
    running.delete(name);
    const place = (key: string) => places.of(['peers', 'peer', index, key]);
    if (peer === undefined)
      return [warning(`the sidecar runs without the peer ${name}`, place('name'), RELOAD)];
    if (peer.pin !== formatPin(pin))
      return [warning(`the sidecar runs with another pin of ${name}: ${peer.pin}`, place('pin'), RELOAD)];
    if (peer.address === (address === null ? '' : formatAddress(address))) return [];
    return [
      warning(
        `the sidecar runs with another address of ${name}: ${peer.address || 'none'}`,
        place('address'),
        RELOAD,
      ),
    ];
  });
  const gone = [...running.keys()].map((name) =>
    warning(
      `the sidecar runs with the peer ${name}, which the configuration does not name`,
      places.of(['peers', 'peer']),
      RELOAD,
    ),
  );
  return [...changed, ...gone];
}

function waiting({ status, newStoreProblems }: RunningAnswers): Finding[] {
  const findings: Finding[] = [];
  if (status.quarantined > 0)
    findings.push(
      warning(
        `${status.quarantined} messages wait for an operator`,
        'the quarantine',
        'run: cburst quarantine',
      ),
    );
  if (newStoreProblems)
    findings.push(
      warning(
        'records of the store were set aside or repaired at this start',
        'the store',
        'run: cburst store',
      ),
    );
  return findings;
}
