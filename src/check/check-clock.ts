import { statSync } from 'node:fs';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning, ok } = findingsOf('clock');

/** When this program was made: no clock that is right shows an earlier time. */
export const MADE_AT = Date.UTC(2025, 0, 1);
/** Files of a network file system have the time of its server. */
const FILE_LEAD_MS = 60_000;

const FIX = 'set it by NTP: timedatectl set-ntp true, then look at: timedatectl';

/** This machine's own clock, `now` (Unix ms), against what cannot be later. */
export function checkClock({ store, peers }: SidecarConfig, now: number): Finding[] {
  const shown = new Date(now).toISOString();
  if (now < MADE_AT)
    return [
      error(`this machine's clock shows ${shown}, before this program was made`, "this machine's clock", FIX),
    ];
  const ahead = [store.path, `${store.path}-wal`, peers.certificateFile].find((file) => {
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return changed > now + FILE_LEAD_MS;
  });
  if (ahead === undefined) return [ok(`this machine's clock shows ${shown}`, '')];
  return [
    warning(
      `this machine's clock shows ${shown}, and ${ahead} was changed later: it was put back`,
      ahead,
      FIX,
    ),
  ];
}
