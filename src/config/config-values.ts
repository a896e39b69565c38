import { resolve } from 'node:path';
import { z } from 'zod';
import { parseServerName, type ServerName } from '../core/identity.ts';
import { formatAddress, isLoopback, parseAddress } from './parse-address.ts';
import type { Address } from './sidecar-config.ts';

/** What a mistake's report says beside what is wrong. */
export interface Hint {
  readonly why: string;
  readonly instead: string;
  /** The value never appears in a report. */
  readonly secret?: true;
}

/** The hints of all schemas made here. */
export const hints = z.registry<Hint>();

export type Parsed<T> = { readonly value: T } | { readonly problem: string; readonly instead?: string };

/** The kernel keeps a unix socket's path in 108 bytes, the last of them NUL. */
const SOCKET_PATH_BYTES_MAX = 107;

/** A string that `parse` understands. `problem` reads on from the key's name: `is not a pin`. */
export function parsed<T>(hint: Hint, parse: (text: string) => Parsed<T>) {
  return z
    .string()
    .transform((text, context): T => {
      const result = parse(text);
      if ('value' in result) return result.value;
      context.addIssue({ code: 'custom', message: result.problem, params: { instead: result.instead } });
      return z.NEVER;
    })
    .register(hints, hint);
}

export function integer(min: number, max: number, hint: Hint) {
  return z.int().min(min).max(max).register(hints, hint);
}

export function flag(hint: Hint) {
  return z.boolean().register(hints, hint);
}

export function choice<const T extends readonly string[]>(values: T, hint: Hint) {
  return z.enum(values).register(hints, hint);
}

export function serverName(hint: Hint) {
  return parsed<ServerName>(hint, (text) => {
    const name = parseServerName(text);
    return name === null
      ? { problem: 'is not a server name', instead: 'use letters, digits, - and _ between dots, 128 at most' }
      : { value: name };
  });
}

/** An address that is dialled. */
export function dialAddress(hint: Hint) {
  return parsed<Address>(hint, (text) => {
    const address = parseAddress(text);
    if (address === null) return { problem: 'is not host:port' };
    return address.port === 0 ? { problem: 'has port 0, which nothing listens on' } : { value: address };
  });
}

/** An address that is listened on; port 0 is any free one. */
export function listenAddress(hint: Hint) {
  return parsed<Address>(hint, (text) => {
    const address = parseAddress(text);
    return address === null ? { problem: 'is not host:port' } : { value: address };
  });
}

/** As `listenAddress`, on this machine only. */
export function loopbackAddress(hint: Hint) {
  return parsed<Address>(hint, (text) => {
    const address = parseAddress(text);
    if (address === null) return { problem: 'is not host:port' };
    if (isLoopback(address)) return { value: address };
    return {
      problem: 'is not on loopback',
      instead: `write "${formatAddress({ host: '127.0.0.1', port: address.port })}"`,
    };
  });
}

/** A path; a relative one starts at `directory`, where the configuration is. */
export function filePath(directory: string, hint: Hint) {
  return parsed(hint, (text) =>
    text === '' || text.includes('\0') ? { problem: 'is not a path' } : { value: resolve(directory, text) },
  );
}

export function socketPath(directory: string, hint: Hint) {
  return parsed(hint, (text) => parseSocketPath(directory, text));
}

export function parseSocketPath(directory: string, text: string): Parsed<string> {
  if (text === '' || text.includes('\0')) return { problem: 'is not a path' };
  const path = resolve(directory, text);
  const bytes = Buffer.byteLength(path);
  if (bytes <= SOCKET_PATH_BYTES_MAX) return { value: path };
  return {
    problem: `is a path of ${bytes} bytes`,
    instead: `choose a shorter path: a unix socket's has at most ${SOCKET_PATH_BYTES_MAX} bytes`,
  };
}
