import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { Peer__Output } from '../proto-types/cburst/v1/Peer.ts';
import { endAdvice } from './end-advice.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning } = findingsOf('running');

/** A peer, as a running sidecar sees it. */
export function judgePeer(peer: Peer__Output, { guard, peers }: SidecarConfig): Finding[] {
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
