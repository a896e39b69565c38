import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import { findGroup } from '../config/find-group.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import { formatPin, pinOfCertificate } from '../peer/spki-pin.ts';
import { systemStore } from './check-store.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import type { SocketProbe } from './probe-socket.ts';

const { error, warning, ok } = findingsOf('api');

export interface ApiProbes {
  readonly host: SocketProbe;
  readonly ops: SocketProbe;
  /** Null: there is to be none. */
  readonly read: SocketProbe | null;
}

/** The sockets of the two APIs, as they were found, their groups, and the key for TCP. */
export function checkApi(
  config: SidecarConfig,
  places: ConfigPlaces,
  probes: ApiProbes,
  mayWrite: (path: string) => boolean = systemStore.mayWrite,
): Finding[] {
  const running = probes.ops.kind === 'answers';
  const { hostSocket, readSocket, opsSocket, hostGroup, readGroup, opsGroup } = config.api;
  const socket = (key: string, path: string | null, probe: SocketProbe | null) => {
    if (path === null || probe === null) return [];
    return judgeSocket({ path, place: places.of(['api', key]), running, mayWrite }, probe);
  };
  const findings = [
    ...socket('host_socket', hostSocket, probes.host),
    ...socket('read_socket', readSocket, probes.read),
    ...socket('ops_socket', opsSocket, probes.ops),
    ...group(places.of(['api', 'host_group']), hostGroup),
    ...group(places.of(['api', 'read_group']), readGroup),
    ...group(places.of(['api', 'ops_group']), opsGroup),
    ...tlsKey(config, places),
  ];
  const text = running ? 'the sockets answer' : 'the sockets can be made';
  return findings.length > 0 ? findings : [ok(`${text}${apiPin(config)}`, places.of(['api']))];
}

/** What clients over TLS know the API by. */
function apiPin({ api: { tcp } }: SidecarConfig): string {
  if (tcp?.tls == null) return '';
  return `, the pin of the API is ${formatPin(pinOfCertificate(readFileSync(tcp.tls.certificateFile)))}`;
}

interface JudgedSocket {
  readonly path: string;
  readonly place: string;
  /** Whether the sidecar answers operators. */
  readonly running: boolean;
  readonly mayWrite: (path: string) => boolean;
}

function judgeSocket({ path, place, running, mayWrite }: JudgedSocket, probe: SocketProbe): Finding[] {
  const directory = dirname(path);
  switch (probe.kind) {
    case 'no-socket':
      return [
        error(
          `${path} is there and is no socket`,
          place,
          `run: mv ${path} ${path}.old, or write another path`,
        ),
      ];
    case 'closed':
      return [
        error(
          `this user may not open ${path}`,
          place,
          `join the group of the socket (stat -c %G ${path}), or run this as the user of the sidecar`,
        ),
      ];
    case 'answers':
      return answers(path, place, running, probe.mode);
    default:
      if (!existsSync(directory))
        return [error(`the directory of ${path} does not exist`, place, `run: mkdir -m 750 -p ${directory}`)];
      if (!running && !mayWrite(directory))
        return [
          error(
            `this user may not make a socket in ${directory}`,
            place,
            `run: chown ${process.getuid?.() ?? 'USER'} ${directory}, or run this as the user of the sidecar`,
          ),
        ];
      if (!running) return [];
      return [
        error(
          `the sidecar runs, and nobody answers at ${path}`,
          place,
          'restart the sidecar: its socket was taken away',
        ),
      ];
  }
}

/** The sidecar gives its sockets to owner and group. */
function answers(path: string, place: string, running: boolean, mode: number): Finding[] {
  if (!running)
    return [
      error(
        `another process listens on ${path}, while nothing answers operators`,
        place,
        `find it with: ss -lxp src ${path}; stop it, or write another path`,
      ),
    ];
  if ((mode & 0o007) === 0) return [];
  return [warning(`every user of this machine may call ${path}`, place, `run: chmod 660 ${path}`)];
}

function group(place: string, wanted: string | null): Finding[] {
  if (wanted === null) return [];
  const id = findGroup(wanted);
  if (id === null)
    return [error(`there is no group ${wanted} on this machine`, place, `run: groupadd ${wanted}`)];
  const own = process.getgroups?.() ?? [];
  if (process.getuid?.() === 0 || own.includes(id) || process.getgid?.() === id) return [];
  return [
    error(
      `this user is not in the group ${wanted}, so the socket cannot be given to it`,
      place,
      `run: usermod -aG ${wanted} USER with the user of the sidecar, and restart it`,
    ),
  ];
}

function tlsKey({ api: { tcp } }: SidecarConfig, places: ConfigPlaces): Finding[] {
  if (tcp?.tls == null) return [];
  const { keyFile, certificateFile } = tcp.tls;
  try {
    createSecureContext({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) });
    return [];
  } catch (reason) {
    const { code, message } = reason as NodeJS.ErrnoException;
    const cause = `${keyFile} and ${certificateFile} cannot be used together (${code ?? message})`;
    const fix = 'write tls_key and tls_certificate of one "cburst keygen", for instance those of [peers]';
    return [error(cause, places.of(['api', 'tls_key']), fix)];
  }
}
