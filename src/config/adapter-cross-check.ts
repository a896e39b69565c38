import { type IrcdType, ircdKinds, isIrcdType } from './ircd-kinds.ts';
import type { KeyPath } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import type { PathMistake } from './read-config.ts';
import { secretFileProblem } from './secret-file.ts';

/**
 * What only several values of an adapter's configuration, read from `file`, and the asked-for kind of ircd (null: any)
 * together show. Takes any tree.
 */
export function adapterCrossCheck(tree: unknown, file: string, type: IrcdType | null): PathMistake[] {
  return [
    ...otherType(tree, type),
    ...missingId(tree),
    ...passwordChoice(tree, 'send_password'),
    ...passwordChoice(tree, 'receive_password'),
    ...readableConfig(tree, file),
    ...sameName(tree),
    ...ircdAsServices(tree),
    ...slashInSuffix(tree),
    ...tcpWithoutToken(tree),
  ];
}

function otherType(tree: unknown, type: IrcdType | null): PathMistake[] {
  const path: KeyPath = ['ircd', 'type'];
  const written = lookUp(tree, path);
  if (type === null || !isIrcdType(written) || written === type) return [];
  return [
    {
      path,
      what: `ircd.type = ${JSON.stringify(written)} is another kind than --ircd ${type}`,
      why: 'each kind of ircd has an adapter of its own',
      instead: `start it with --ircd ${written}, or write type = "${type}"`,
    },
  ];
}

function missingId(tree: unknown): PathMistake[] {
  const path: KeyPath = ['link', 'sid'];
  const type = lookUp(tree, ['ircd', 'type']);
  const isNeeded = !isIrcdType(type) || ircdKinds[type].hasServerIds;
  if (!isNeeded || lookUp(tree, path) !== undefined) return [];
  return [
    {
      path,
      what: 'link.sid is missing',
      why: 'the servers of the native network are known by their ids',
      instead: 'write sid = "9CB"',
    },
  ];
}

function passwordChoice(tree: unknown, key: string): PathMistake[] {
  const inline = lookUp(tree, ['link', key]) !== undefined;
  const inFile = lookUp(tree, ['link', `${key}_file`]) !== undefined;
  if (inline !== inFile) return [];
  return [
    {
      path: ['link', inline ? `${key}_file` : key],
      what: inline ? `link.${key} and link.${key}_file are both set` : `link.${key} is missing`,
      why: inline ? 'one of them would be ignored' : 'the ircd links only to servers that know its password',
      instead: inline ? `keep ${key}_file` : `write ${key}_file = "${key.replace('_', '-')}"`,
    },
  ];
}

function readableConfig(tree: unknown, file: string): PathMistake[] {
  const key = ['send_password', 'receive_password'].find(
    (name) => lookUp(tree, ['link', name]) !== undefined,
  );
  const open = key === undefined ? null : secretFileProblem(file);
  if (key === undefined || open === null) return [];
  return [
    {
      path: ['link', key],
      what: `link.${key} is in a file that ${open.problem}`,
      why: 'whoever reads the password can link as a server',
      instead: `${open.instead}, or write ${key}_file = "${key.replace('_', '-')}"`,
    },
  ];
}

function sameName(tree: unknown): PathMistake[] {
  const path: KeyPath = ['link', 'name'];
  const name = lookUp(tree, path);
  if (typeof name !== 'string' || name !== lookUp(tree, ['ircd', 'server_name'])) return [];
  return [
    {
      path,
      what: `link.name = ${JSON.stringify(name)} is the ircd itself`,
      why: 'the adapter is a server of its own on the native network',
      instead: `write name = "cburst.${name}"`,
    },
  ];
}

function ircdAsServices(tree: unknown): PathMistake[] {
  const path: KeyPath = ['ircd', 'services'];
  const services = lookUp(tree, path);
  const name = lookUp(tree, ['ircd', 'server_name']);
  if (!Array.isArray(services) || typeof name !== 'string') return [];
  if (!services.some((each) => String(each).toLowerCase() === name.toLowerCase())) return [];
  return [
    {
      path,
      what: `ircd.services names ${JSON.stringify(name)}, the ircd itself`,
      why: 'none of its users would count as a member of a channel',
      instead: 'name the server that the services are, as it is seen in LINKS',
    },
  ];
}

function slashInSuffix(tree: unknown): PathMistake[] {
  const path: KeyPath = ['adapter', 'nick_suffix'];
  const suffix = lookUp(tree, path);
  if (typeof suffix !== 'string' || !suffix.includes('/') || lookUp(tree, ['ircd', 'type']) === 'inspircd')
    return [];
  return [
    {
      path,
      what: `adapter.nick_suffix = ${JSON.stringify(suffix)} has a slash in it`,
      why: 'only InspIRCd takes it in a nick',
      instead: 'write nick_suffix = "|net"',
    },
  ];
}

function tcpWithoutToken(tree: unknown): PathMistake[] {
  const target = lookUp(tree, ['sidecar', 'target']);
  if (typeof target !== 'string' || target.startsWith('unix:') || target.startsWith('/')) return [];
  if (lookUp(tree, ['sidecar', 'token_file']) !== undefined) return [];
  return [
    {
      path: ['sidecar', 'target'],
      what: 'sidecar.target is TCP and sidecar.token_file is missing',
      why: 'the sidecar asks callers over TCP for a token',
      instead: 'write token_file = "…", or target = "unix:host.sock"',
    },
  ];
}
