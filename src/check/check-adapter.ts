import { readFileSync } from 'node:fs';
import { tokenHash } from '../access/api-token.ts';
import type { AdapterConfig } from '../config/adapter-config.ts';
import { ircdKinds } from '../config/ircd-kinds.ts';
import { formatAddress } from '../config/parse-address.ts';
import type { SidecarConfig } from '../config/sidecar-config.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning, ok } = findingsOf('adapter');

/** Shorter ones are found by trying. */
const PASSWORD_LENGTH_MIN = 12;

/** What an adapter's configuration says, against that of the sidecar beside it. */
export function checkAdapter(
  adapter: AdapterConfig,
  places: ConfigPlaces,
  sidecar: SidecarConfig,
): Finding[] {
  const findings = [
    ...otherServer(adapter, places, sidecar),
    ...otherTarget(adapter, places, sidecar),
    ...otherCasemapping(adapter, places, sidecar),
    ...weakPasswords(adapter, places),
    ...membersOfNobody(adapter, places, sidecar),
  ];
  const how = adapter.adapter.observe ? 'the adapter fits and only observes' : 'the adapter fits';
  return findings.length > 0 ? findings : [ok(how, places.file)];
}

function otherServer({ ircd }: AdapterConfig, places: ConfigPlaces, { server }: SidecarConfig): Finding[] {
  if (ircd.serverName === server.name) return [];
  return [
    error(
      `the adapter is for ${ircd.serverName}, and [server] name of the sidecar is ${server.name}`,
      places.of(['ircd', 'server_name']),
      `write server_name = "${server.name}", or name the sidecar of ${ircd.serverName} with --config`,
    ),
  ];
}

function otherTarget({ sidecar }: AdapterConfig, places: ConfigPlaces, { api }: SidecarConfig): Finding[] {
  const place = places.of(['sidecar', 'target']);
  const fix = `write target = "unix:${api.hostSocket}"`;
  if (!sidecar.target.startsWith('unix:')) return tcpTarget(sidecar, places, api);
  const path = sidecar.target.slice('unix:'.length);
  if (path === api.hostSocket) return [];
  if (path === api.opsSocket || path === api.readSocket)
    return [error(`${path} is the sidecar's socket for operators, not that of the host`, place, fix)];
  return [
    error(
      `the adapter asks at ${path}, and [api] host_socket of the sidecar is ${api.hostSocket}`,
      place,
      fix,
    ),
  ];
}

function tcpTarget(
  { target, tokenFile }: AdapterConfig['sidecar'],
  places: ConfigPlaces,
  api: SidecarConfig['api'],
): Finding[] {
  const place = places.of(['sidecar', 'target']);
  if (api.tcp === null)
    return [
      error(
        `the adapter asks at ${target}, and the sidecar has no [api] tcp`,
        place,
        `write target = "unix:${api.hostSocket}"`,
      ),
    ];
  const wanted = formatAddress(api.tcp.address);
  if (target.split(':').at(-1) !== String(api.tcp.address.port))
    return [
      error(
        `the adapter asks at ${target}, and [api] tcp of the sidecar is ${wanted}`,
        place,
        `write target = "${wanted}"`,
      ),
    ];
  const hash = tokenFile === null ? null : tokenHash(readFileSync(tokenFile, 'utf8').trim());
  const token = api.tokens.find(({ sha256 }) => sha256 === hash);
  if (token?.role === 'host') return [];
  const whose = token === undefined ? 'is none that the sidecar knows' : `has the role ${token.role}`;
  return [
    error(
      `the adapter's token ${whose}`,
      places.of(['sidecar', 'token_file']),
      'run: cburst token --name adapter --role host --out FILE, paste the block that it prints into the configuration of the sidecar, and write token_file = "FILE"',
    ),
  ];
}

function otherCasemapping(
  { ircd }: AdapterConfig,
  places: ConfigPlaces,
  { server }: SidecarConfig,
): Finding[] {
  const { casemapping } = ircdKinds[ircd.type];
  if (casemapping === null || casemapping === server.casemapping) return [];
  return [
    error(
      `the casemapping of ${ircd.type} is ${casemapping}, and [server] casemapping of the sidecar is ${server.casemapping}`,
      places.of(['ircd', 'type']),
      `write casemapping = "${casemapping}" in [server] of every sidecar`,
    ),
  ];
}

function weakPasswords({ link }: AdapterConfig, places: ConfigPlaces): Finding[] {
  const passwords = [
    ['send_password', link.sendPassword],
    ['receive_password', link.receivePassword],
  ] as const;
  return passwords.flatMap(([key, password]) => {
    if (password.length >= PASSWORD_LENGTH_MIN) return [];
    return [
      warning(
        `${key} is shorter than ${PASSWORD_LENGTH_MIN} characters: who finds it can link as a server`,
        places.of(['link', key]),
        `run: (umask 077; od -vAn -tx1 -N24 /dev/urandom | tr -dc 0-9a-f > ${key.replace('_', '-')}), and write ${key}_file = "${key.replace('_', '-')}"`,
      ),
    ];
  });
}

function membersOfNobody(
  { adapter }: AdapterConfig,
  places: ConfigPlaces,
  { modules }: SidecarConfig,
): Finding[] {
  if (!adapter.showMembers || modules.enabledModules.includes('member')) return [];
  return [
    error(
      'the adapter is to show members of other servers, and the sidecar does not keep them',
      places.of(['adapter', 'show_members']),
      'write enabled_modules = ["channel", "member"] in [modules] of every sidecar, or show_members = false',
    ),
  ];
}

/** Whether anything listens where the ircd should. `code`: null where it does. */
export function judgeIrcdPort({ ircd }: AdapterConfig, places: ConfigPlaces, code: string | null): Finding {
  const text = formatAddress(ircd.address);
  const place = places.of(['ircd', 'address']);
  if (code === null) return ok(`something listens at ${text}, the address of the ircd`, place);
  return error(
    `nothing answers at ${text}, the address of the ircd (${code})`,
    place,
    `start the ircd, or write address with its port for servers, for instance "127.0.0.1:${ircdKinds[ircd.type].port}"`,
  );
}
