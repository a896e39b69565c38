import { resolve } from 'node:path';
import type { KeyPath } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import { isLoopback, parseAddress } from './parse-address.ts';
import type { PathMistake } from './read-config.ts';

/** What only several values of `[api]` together show. Takes any tree, right or wrong. */
export function apiCrossCheck(tree: unknown): PathMistake[] {
  return [
    ...tcpWithoutCredential(tree),
    ...credentialWithoutTcp(tree),
    ...halfATlsIdentity(tree),
    ...openWithoutTls(tree),
    ...certificateWithoutTls(tree),
    ...readWithoutSocket(tree),
    ...twice(tree, 'token', 'name', 'a name in the journal is one user'),
    ...twice(tree, 'token', 'sha256', 'whoever has a token has one role'),
    ...twice(tree, 'certificate', 'name', 'a name in the journal is one user'),
    ...sameSocket(tree),
  ];
}

function tcpWithoutCredential(tree: unknown): PathMistake[] {
  if (!has(tree, 'tcp') || has(tree, 'token') || has(tree, 'certificate')) return [];
  return [
    {
      path: ['api', 'tcp'],
      what: 'api.tcp is set without an [[api.token]] or [[api.certificate]]',
      why: 'every user of a machine can reach a TCP port, so callers show who they are',
      instead: 'make a token with: cburst token --name NAME --role ops-read',
    },
  ];
}

function credentialWithoutTcp(tree: unknown): PathMistake[] {
  if (has(tree, 'tcp')) return [];
  return (['token', 'certificate'] as const)
    .filter((kind) => has(tree, kind))
    .map((kind) => ({
      path: ['api', kind],
      what: `[[api.${kind}]] is there without api.tcp`,
      why: 'on a unix socket nobody is asked for one',
      instead: `write tcp = "127.0.0.1:7101" in [api], or remove [[api.${kind}]]`,
    }));
}

function halfATlsIdentity(tree: unknown): PathMistake[] {
  const [there, missing] = has(tree, 'tls_key')
    ? (['tls_key', 'tls_certificate'] as const)
    : (['tls_certificate', 'tls_key'] as const);
  if (!has(tree, there) || has(tree, missing)) return [];
  return [
    {
      path: ['api', there],
      what: `api.${there} is set without api.${missing}`,
      why: 'TLS needs both',
      instead: `write ${missing} too, or remove ${there}`,
    },
  ];
}

function openWithoutTls(tree: unknown): PathMistake[] {
  const text = lookUp(tree, ['api', 'tcp']);
  const address = typeof text === 'string' ? parseAddress(text) : null;
  if (address === null || isLoopback(address) || has(tree, 'tls_key') || has(tree, 'tls_certificate'))
    return [];
  return [
    {
      path: ['api', 'tcp'],
      what: `api.tcp = ${JSON.stringify(text)} is not on loopback, and there is no TLS`,
      why: 'tokens and answers would go over the network in the clear',
      instead: `write "127.0.0.1:${address.port}", or tls_key and tls_certificate`,
    },
  ];
}

function certificateWithoutTls(tree: unknown): PathMistake[] {
  if (!has(tree, 'certificate') || !has(tree, 'tcp') || has(tree, 'tls_key') || has(tree, 'tls_certificate'))
    return [];
  return [
    {
      path: ['api', 'certificate'],
      what: '[[api.certificate]] is there without api.tls_key and api.tls_certificate',
      why: 'a client shows its certificate only over TLS',
      instead: 'write tls_key and tls_certificate in [api]: those of [peers] will do',
    },
  ];
}

function readWithoutSocket(tree: unknown): PathMistake[] {
  if (has(tree, 'read_socket')) return [];
  return ['read_group', 'read_hidden', 'read_members']
    .filter((key) => has(tree, key))
    .map((key) => ({
      path: ['api', key],
      what: `api.${key} is set without api.read_socket`,
      why: 'it says who may open that socket, or what is told there',
      instead: `write read_socket = "read.sock", or remove ${key}`,
    }));
}

function twice(tree: unknown, kind: 'token' | 'certificate', key: string, why: string): PathMistake[] {
  const tables = lookUp(tree, ['api', kind]);
  const seen = new Set<string>();
  return (Array.isArray(tables) ? [...tables.keys()] : []).flatMap((index) => {
    const path: KeyPath = ['api', kind, index, key];
    const value = lookUp(tree, path);
    if (typeof value !== 'string') return [];
    const id = value.toLowerCase();
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const instead = `give each [[api.${kind}]] its own ${key}`;
    return [{ path, what: `api.${kind}.${key} is there twice`, why, instead }];
  });
}

/** With their defaults. */
const SOCKETS = { host_socket: 'host.sock', ops_socket: 'ops.sock', read_socket: undefined } as const;

function sameSocket(tree: unknown): PathMistake[] {
  const seen = new Map<string, string>();
  return Object.entries(SOCKETS).flatMap(([key, fallback]) => {
    const socket = lookUp(tree, ['api', key]) ?? fallback;
    if (typeof socket !== 'string') return [];
    const other = seen.get(resolve(socket));
    if (other === undefined) {
      seen.set(resolve(socket), key);
      return [];
    }
    return [
      {
        path: ['api', key],
        what: `api.${key} and api.${other} are the same path`,
        why: 'who may ask or decide as an operator is not who may speak as the ircd',
        instead: 'give each its own path',
      },
    ];
  });
}

function has(tree: unknown, key: string): boolean {
  return lookUp(tree, ['api', key]) !== undefined;
}
