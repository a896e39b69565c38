import { z } from 'zod';
import { channelGlobProblem, GLOBS_MAX } from '../core/exchange-scope.ts';
import { type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import { roles } from './api-roles.ts';
import {
  choice,
  flag,
  type Hint,
  hints,
  listenAddress,
  type Parsed,
  parsed,
  socketPath,
} from './config-values.ts';
import { certificateFile, keyFile } from './secret-file.ts';

/** Each is compared with what every call over TCP shows. */
const CREDENTIALS_MAX = 100;

/** `[api]`: where the gRPC API listens, and who may ask what. */
export function apiSection(directory: string) {
  return z
    .strictObject({
      host_socket: socketPath(directory, {
        why: 'it is the unix socket for the ircd or its adapter',
        instead: 'write host_socket = "host.sock"',
      }).prefault('host.sock'),
      host_group: group(),
      read_socket: socketPath(directory, {
        why: 'it is the unix socket for operators who only look',
        instead: 'write read_socket = "read.sock", or leave it out',
      }).optional(),
      read_group: group(),
      read_hidden: hiddenGlobs(),
      read_members: members(),
      ops_socket: opsSocket(directory),
      ops_group: group(),
      tcp: listenAddress({
        why: 'the API is served at this address and port',
        instead: 'write tcp = "127.0.0.1:7101", or leave it out',
      }).optional(),
      tls_key: keyFile(directory, KEYGEN_HINT).optional(),
      tls_certificate: certificateFile(directory, KEYGEN_HINT).optional(),
      token: z.array(tokenTable()).max(CREDENTIALS_MAX).default([]),
      certificate: z.array(certificateTable(directory)).max(CREDENTIALS_MAX).default([]),
    })
    .prefault({});
}

/** `[api] ops_socket`: where operators ask. */
export function opsSocket(directory: string) {
  return socketPath(directory, {
    why: 'it is the unix socket for operators',
    instead: 'write ops_socket = "ops.sock"',
  }).prefault('ops.sock');
}

const KEYGEN_HINT: Hint = {
  why: 'it is how clients know this server when they come over TLS',
  instead: 'make both with: cburst keygen --name SERVER --out DIR, or name those of [peers]',
};

function tokenTable() {
  return z.strictObject({
    ...credentialKeys(),
    sha256: parsed<string>(
      {
        why: 'it is the SHA-256 of the token, 64 hex digits: the token itself stays with its user',
        instead: 'paste the block that "cburst token" printed',
        secret: true,
      },
      parseHash,
    ),
  });
}

function certificateTable(directory: string) {
  return z.strictObject({
    ...credentialKeys(),
    file: certificateFile(directory, {
      why: "it is the client's certificate",
      instead: 'copy the .cert.pem there that "cburst keygen" wrote for the client',
    }),
  });
}

function credentialKeys() {
  return {
    name: parsed<string>(
      { why: 'logs and the journal name its user by it', instead: 'write name = "grafana"' },
      parseName,
    ),
    role: choice(roles, {
      why: 'the ircd is a host, who only looks is ops-read, who decides is ops-admin',
      instead: 'write role = "ops-read"',
    }),
    hidden: hiddenGlobs(),
    members: members(),
  };
}

function group() {
  return parsed<string>(
    {
      why: 'it is the group of /etc/group whose members may open the socket',
      instead: 'write its name, or its number where /etc/group does not list it',
    },
    (text) =>
      /^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/.test(text)
        ? { value: text }
        : { problem: 'is not the name of a group' },
  ).optional();
}

function hiddenGlobs() {
  const hint: Hint = {
    why: `secret and private channels whose name one of these globs (at most ${GLOBS_MAX}) matches are shown as well`,
    instead: 'write ["#staff*"]',
  };
  const glob = parsed<IrcText>(hint, (text) => {
    const value = ircTextFromUtf8(text);
    const problem = channelGlobProblem(value);
    return problem === null ? { value } : { problem };
  });
  return z.array(glob).max(GLOBS_MAX).register(hints, hint).default([]);
}

function members() {
  return flag({
    why: 'it says whether members of channels are told',
    instead: 'write true or false',
  }).default(false);
}

function parseHash(text: string): Parsed<string> {
  return /^[0-9a-f]{64}$/i.test(text) ? { value: text.toLowerCase() } : { problem: 'is not 64 hex digits' };
}

function parseName(text: string): Parsed<string> {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)
    ? { value: text }
    : { problem: 'is not a name', instead: 'use letters, digits, ., _ and -, at most 64' };
}
