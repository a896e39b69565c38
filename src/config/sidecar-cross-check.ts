import { resolve } from 'node:path';
import { channelKey, parseCasemapping } from '../core/casemapping.ts';
import { ircTextFromUtf8 } from '../core/irc-text.ts';
import type { KeyPath } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import type { PathMistake } from './read-config.ts';

/** What only several values of a sidecar's configuration together show. Takes any tree, right or wrong. */
export function sidecarCrossCheck(tree: unknown): PathMistake[] {
  const peers = lookUp(tree, ['peers', 'peer']);
  const indexes = Array.isArray(peers) ? [...peers.keys()] : [];
  return [
    ...indexes.flatMap((index) => ownName(tree, index)),
    ...indexes.flatMap((index) => unreachable(tree, index)),
    ...repeated(tree, indexes, 'name', 'every peer speaks for a server of its own'),
    ...repeated(tree, indexes, 'pin', 'every server has a key of its own: a shared one could speak for both'),
    ...repeatedOverrides(tree),
    ...membersOfNothing(tree),
    ...tcpWithoutToken(tree),
    ...sameSocket(tree),
  ];
}

function membersOfNothing(tree: unknown): PathMistake[] {
  const path: KeyPath = ['modules', 'enabled_modules'];
  const modules = lookUp(tree, path);
  if (!Array.isArray(modules) || !modules.includes('member') || modules.includes('channel')) return [];
  return [
    {
      path,
      what: 'the module "member" is switched on without "channel"',
      why: 'members are those of channels that are kept the same',
      instead: 'write enabled_modules = ["channel", "member"]',
    },
  ];
}

function ownName(tree: unknown, index: number): PathMistake[] {
  const path: KeyPath = ['peers', 'peer', index, 'name'];
  const name = lookUp(tree, path);
  if (typeof name !== 'string' || name !== lookUp(tree, ['server', 'name'])) return [];
  return [
    {
      path,
      what: `peers.peer.name = ${JSON.stringify(name)} is this server itself`,
      why: 'a sidecar does not link to itself',
      instead: 'write the name of the other server, or remove this [[peers.peer]]',
    },
  ];
}

function unreachable(tree: unknown, index: number): PathMistake[] {
  const path: KeyPath = ['peers', 'peer', index];
  const dialled = lookUp(tree, [...path, 'address']) !== undefined;
  if (dialled || lookUp(tree, ['peers', 'listen']) !== undefined) return [];
  return [
    {
      path,
      what: 'this peer has no address and [peers] has no listen',
      why: 'neither side could reach the other',
      instead: 'write address = "host:port" here, or listen = "0.0.0.0:7100" in [peers]',
    },
  ];
}

function repeated(tree: unknown, indexes: number[], key: 'name' | 'pin', why: string): PathMistake[] {
  const seen = new Set<string>();
  return indexes.flatMap((index) => {
    const path: KeyPath = ['peers', 'peer', index, key];
    const value = lookUp(tree, path);
    if (typeof value !== 'string') return [];
    const id = key === 'pin' ? value.toLowerCase() : value;
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        path,
        what: `peers.peer.${key} = ${JSON.stringify(value)} is there twice`,
        why,
        instead: `give each [[peers.peer]] its own ${key}`,
      },
    ];
  });
}

function repeatedOverrides(tree: unknown): PathMistake[] {
  const overrides = lookUp(tree, ['channels', 'override']);
  const casemapping = parseCasemapping(String(lookUp(tree, ['server', 'casemapping']) ?? 'rfc1459'));
  if (!Array.isArray(overrides) || casemapping === null) return [];
  const seen = new Set<string>();
  return [...overrides.keys()].flatMap((index) => {
    const path: KeyPath = ['channels', 'override', index, 'name'];
    const name = lookUp(tree, path);
    if (typeof name !== 'string') return [];
    const key = channelKey(casemapping, ircTextFromUtf8(name));
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      {
        path,
        what: `channels.override.name = ${JSON.stringify(name)} names a channel a second time`,
        why: 'a channel has one policy, however its name is spelled',
        instead: 'keep one [[channels.override]] of it',
      },
    ];
  });
}

function tcpWithoutToken(tree: unknown): PathMistake[] {
  const hasTcp = lookUp(tree, ['api', 'tcp']) !== undefined;
  const hasToken = lookUp(tree, ['api', 'token_file']) !== undefined;
  if (hasTcp === hasToken) return [];
  return hasTcp
    ? [
        {
          path: ['api', 'tcp'],
          what: 'api.tcp is set without api.token_file',
          why: 'every user of this machine can reach a TCP port',
          instead:
            'write token_file = "token", made with: (umask 077; od -vAn -tx1 -N32 /dev/urandom | tr -dc 0-9a-f > token)',
        },
      ]
    : [
        {
          path: ['api', 'token_file'],
          what: 'api.token_file is set without api.tcp',
          why: 'a token is only asked for over TCP',
          instead: 'write tcp = "127.0.0.1:7101", or remove token_file',
        },
      ];
}

function sameSocket(tree: unknown): PathMistake[] {
  const host = lookUp(tree, ['api', 'host_socket']) ?? 'host.sock';
  const ops = lookUp(tree, ['api', 'ops_socket']) ?? 'ops.sock';
  if (typeof host !== 'string' || typeof ops !== 'string' || resolve(host) !== resolve(ops)) return [];
  return [
    {
      path: ['api', 'ops_socket'],
      what: 'api.ops_socket and api.host_socket are the same path',
      why: 'whoever may ask as an operator is not whoever may speak as the ircd',
      instead: 'give each its own path',
    },
  ];
}
