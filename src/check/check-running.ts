import { formatAddress } from '../config/parse-address.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { formatPin } from '../peer/spki-pin.ts';
import type { GetStatusResponse__Output } from '../proto-types/cburst/v1/GetStatusResponse.ts';
import type { HostStatus__Output } from '../proto-types/cburst/v1/HostStatus.ts';
import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';
import type { ConfigPlaces } from './config-places.ts';
import { endAdvice } from './end-advice.ts';
import { type Finding, findingsOf } from './finding.ts';

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
    ...judgeHost(status.host),
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

function judgeHost(host: HostStatus__Output | null): Finding[] {
  const place = 'the host';
  const refusal = host?.last_refusal ?? '';
  if (!host?.attached && refusal !== '')
    return [error(`the ircd was refused: ${refusal}`, place, 'change that, and restart the adapter')];
  if (!host?.attached)
    return [
      error(
        'no ircd is attached: what happens on it is not told, and nothing of others is shown there',
        place,
        'start the adapter: cburst adapter --ircd KIND --config adapter.toml, or look at its log',
      ),
    ];
  const { members_missing: missing, members_missing_reason: reason } = host;
  const findings =
    refusal === ''
      ? []
      : [warning(`another host came and was refused: ${refusal}`, place, 'run one adapter for one sidecar')];
  if (missing === 0) return findings;
  return [
    ...findings,
    warning(
      `${missing} members of other servers are not shown: ${reason}`,
      place,
      'cburst status has the count; [adapter] show_members_max bounds it',
    ),
  ];
}

function judgePeer(peer: Peer__Output, { guard, peers }: SidecarConfig): Finding[] {
  const place = `peer ${peer.server}`;
  if (peer.expelled)
    return [
      error(
        `${peer.server} was silent for longer than forget_after and is expelled`,
        place,
        `run: cburst readmit ${peer.server} --review`,
      ),
    ];
  if (peer.barred_at > 0)
    return [
      warning(
        `no link to ${peer.server} is wanted, by ${peer.barred_by}`,
        place,
        `when one is wanted again, run: cburst link ${peer.server}`,
      ),
    ];
  const findings = [
    ...link(peer, place, peers.listen?.port ?? null),
    ...clock(peer, place, guard.maxClockSkewMs),
  ];
  if (peer.missing_links.length > 0)
    findings.push(
      warning(
        `${peer.server} has no link to ${peer.missing_links.join(', ')}`,
        place,
        `on ${peer.server} run: cburst check`,
      ),
    );
  if (peer.dirty)
    findings.push(
      warning(
        `a line of ${peer.server} was rejected and has not come again`,
        place,
        `find it in the log (peer.line_rejected), then run: cburst resync --peer ${peer.server}`,
      ),
    );
  if (peer.under_review)
    findings.push(
      warning(
        `${peer.server} is under review: what it would change waits`,
        place,
        `run: cburst quarantine, then cburst readmit ${peer.server}`,
      ),
    );
  return findings;
}

function link(peer: Peer__Output, place: string, port: number | null): Finding[] {
  if (peer.state === 'PEER_STATE_LINKED' || peer.state === 'PEER_STATE_BURSTING') return [];
  const { cause, fix } = endAdvice(peer, port);
  return [error(`${peer.server} is not linked: ${cause}`, place, fix)];
}

/** A hello takes its time on the way, and `maxSkewMs` 0 is no bound. */
function clock({ server, clock_ahead_ms: ahead }: Peer__Output, place: string, maxSkewMs: number): Finding[] {
  const bound = Math.max(maxSkewMs === 0 ? DEFAULT_SKEW_MS : maxSkewMs, SKEW_LEAST_MS) / 2;
  if (ahead === undefined || Math.abs(ahead) < bound) return [];
  const way = `${(Math.abs(ahead) / 1000).toFixed(0)} s ${ahead > 0 ? 'ahead of' : 'behind'}`;
  return [
    warning(
      `the clock of ${server} is ${way} this one: beyond max_clock_skew new channels wait in quarantine`,
      place,
      `here and on ${server} look at: timedatectl; set the wrong one by NTP: timedatectl set-ntp true`,
    ),
  ];
}

const DEFAULT_SKEW_MS = 60_000;
/** What a slow link may take for a hello. */
const SKEW_LEAST_MS = 4000;

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
