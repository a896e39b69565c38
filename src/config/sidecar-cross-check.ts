import { channelKey, parseCasemapping } from '../core/casemapping.ts';
import { ircTextFromUtf8 } from '../core/irc-text.ts';
import { apiCrossCheck } from './api-cross-check.ts';
import type { KeyPath } from './locate-keys.ts';
import { lookUp } from './look-up.ts';
import type { PathMistake } from './read-config.ts';
import { sharedPaths } from './shared-path.ts';

/** What only several values of a sidecar's configuration together show. Takes any tree, right or wrong. */
export function sidecarCrossCheck(tree: unknown): PathMistake[] {
  const peers = lookUp(tree, ['peers', 'peer']);
  const indexes = Array.isArray(peers) ? [...peers.keys()] : [];
  return [
    ...indexes.flatMap((index) => ownName(tree, index)),
    ...indexes.flatMap((index) => unreachable(tree, index)),
    ...repeated(tree, indexes, ['name'], 'every peer speaks for a server of its own'),
    ...repeated(
      tree,
      indexes,
      ['pin', 'next_pin'],
      'every key is of one server: a shared one could speak for both',
    ),
    ...repeatedOverrides(tree),
    ...membersOfNothing(tree),
    ...apiCrossCheck(tree),
    ...sharedPaths(tree),
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

function repeated(
  tree: unknown,
  indexes: number[],
  keys: readonly ('name' | 'pin' | 'next_pin')[],
  why: string,
): PathMistake[] {
  const seen = new Set<string>();
  const places = indexes.flatMap((index) => keys.map((key) => ({ index, key })));
  return places.flatMap(({ index, key }) => {
    const path: KeyPath = ['peers', 'peer', index, key];
    const value = lookUp(tree, path);
    if (typeof value !== 'string') return [];
    const id = key === 'name' ? value : value.toLowerCase();
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        path,
        what: `peers.peer.${key} = ${JSON.stringify(value)} is there twice`,
        why,
        instead:
          key === 'next_pin' && id === lookUp(tree, ['peers', 'peer', index, 'pin'])
            ? 'remove next_pin: it is for the key that comes after the one of pin'
            : `give each [[peers.peer]] its own ${key}`,
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
