import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { wordProblem } from '../core/irc-text.ts';
import {
  choice,
  dialAddress,
  flag,
  integer,
  type Parsed,
  parsed,
  parseSocketPath,
  serverName,
} from './config-values.ts';
import { ircdTypes } from './ircd-kinds.ts';
import { loggingSection } from './logging-section.ts';
import { ownModeNames } from './own-modes.ts';
import { isLoopback, parseAddress } from './parse-address.ts';
import { secretFile, secretText } from './secret-file.ts';

/** Ircds refuse longer lines; this leaves room for the rest of SERVER. */
const PASSWORD_BYTES_MAX = 256;
const DESCRIPTION_BYTES_MAX = 128;
/** More than any network has. */
const SERVICES_MAX = 16;
/** All letters that there are, and parameters for some. */
const DEFAULT_MODES_BYTES_MAX = 256;

/** What each key of an adapter's configuration may be. Relative paths start at `directory`. */
export function adapterSchema(directory: string) {
  return z.strictObject({
    ircd: ircdSection(),
    link: linkSection(directory),
    sidecar: sidecarSection(directory),
    adapter: adapterSection(),
    logging: loggingSection,
  });
}

function ircdSection() {
  return z
    .strictObject({
      type: choice(ircdTypes, {
        why: 'it says which server protocol the ircd speaks',
        instead: 'write type = "inspircd"',
      }),
      address: dialAddress({
        why: 'it is where the ircd takes servers',
        instead: 'write address = "127.0.0.1:7000"',
      }),
      server_name: serverName({
        why: "it is the ircd's own name as a server",
        instead: 'write server_name = "irc1.example.net"',
      }),
      default_modes: parsed(
        {
          why: 'it is what the ircd sets on a new channel by itself',
          instead: 'write default_modes = "nt"',
          // A parameter may be a key.
          secret: true,
        },
        parseDefaultModes,
      ).optional(),
      keeper: flag({
        why: 'with true a user of the adapter is in channels that ircd-hybrid ends when nobody is in them',
        instead: 'write keeper = true, or keeper = false',
      }).default(true),
      services: z
        .array(
          serverName({
            why: 'its clients are services: they count neither as members nor as users of a channel',
            instead: 'write services = ["services.example.net"]',
          }),
        )
        .max(SERVICES_MAX)
        .default([]),
      carry_modes: z
        .array(
          choice(ownModeNames, {
            why: 'it names modes of services and operators that are told to others and taken from them',
            instead: 'write carry_modes = ["oper-only"]',
          }),
        )
        .default([]),
    })
    .prefault({} as never);
}

/** `ntl 50`: letters without a sign, then the parameters of those that take one. */
function parseDefaultModes(modes: string): Parsed<string> {
  if (modes.length > DEFAULT_MODES_BYTES_MAX)
    return { problem: `is longer than ${DEFAULT_MODES_BYTES_MAX} characters` };
  const isModes = /^[A-Za-z]*( [\x21-\x7e]+)*$/.test(modes);
  return isModes ? { value: modes } : { problem: 'is not mode letters, without a sign' };
}

function linkSection(directory: string) {
  return z
    .strictObject({
      name: serverName({
        why: "it is the name of the adapter as a server of the native network, another one than the ircd's",
        instead: 'write name = "cburst.irc1.example.net"',
      }),
      sid: parsed(
        { why: 'a server id is a digit and two of A-Z and 0-9', instead: 'write sid = "9CB"' },
        (text) => (/^[0-9][A-Z0-9]{2}$/.test(text) ? { value: text } : { problem: 'is not a server id' }),
      ).optional(),
      description: parsed(
        { why: 'it is shown in LINKS and MAP', instead: 'write description = "channel state"' },
        parseDescription,
      ).default('keeps channels the same'),
      send_password: inlinePassword('send_password', SEND_WHY).optional(),
      send_password_file: passwordFile(directory, SEND_WHY).optional(),
      receive_password: inlinePassword('receive_password', RECEIVE_WHY).optional(),
      receive_password_file: passwordFile(directory, RECEIVE_WHY).optional(),
    })
    .prefault({} as never);
}

const SEND_WHY =
  'it is what the adapter sends: recvpass in a <link> of InspIRCd, MyPassword in a [Server] of ngIRCd, accept_password in a connect {} of ircd-hybrid';
const RECEIVE_WHY =
  'it is what the ircd sends: sendpass in a <link> of InspIRCd, PeerPassword in a [Server] of ngIRCd, send_password in a connect {} of ircd-hybrid';

function inlinePassword(key: string, why: string) {
  return parsed({ why, instead: `write ${key} = "…", or ${key}_file = "…"`, secret: true }, parsePassword);
}

function passwordFile(directory: string, why: string) {
  const instead = 'make it with: (umask 077; od -vAn -tx1 -N24 /dev/urandom | tr -dc 0-9a-f > FILE)';
  return secretText(directory, { why, instead }, parsePassword);
}

function parsePassword(password: string): Parsed<string> {
  const problem = wordProblem(password, PASSWORD_BYTES_MAX);
  if (problem !== null) return { problem };
  return /[^\x21-\x7e]/.test(password)
    ? { problem: 'has characters other than printable ASCII' }
    : { value: password };
}

function parseDescription(text: string): Parsed<string> {
  if (text === '' || text.length > DESCRIPTION_BYTES_MAX || /[^\x20-\x7e]/.test(text))
    return { problem: `is not 1 to ${DESCRIPTION_BYTES_MAX} characters of printable ASCII` };
  return { value: text };
}

function sidecarSection(directory: string) {
  return z
    .strictObject({
      target: parsed(
        {
          why: "it is where the sidecar's host API listens, its [api] host_socket or tcp",
          instead: 'write target = "unix:host.sock"',
        },
        (text) => parseTarget(directory, text),
      ),
      token_file: secretFile(directory, {
        why: 'it holds the bearer token that the sidecar asks for over TCP',
        instead: 'make it with: cburst token --name adapter --role host --out token',
      }).optional(),
    })
    .prefault({} as never);
}

function parseTarget(directory: string, text: string): Parsed<string> {
  if (text.startsWith('unix:')) {
    const path = parseSocketPath(directory, text.slice('unix:'.length).replace(/^\/\/(?=\/)/, ''));
    return 'value' in path ? { value: `unix:${path.value}` } : path;
  }
  const address = parseAddress(text);
  if (address === null || address.port === 0)
    return {
      problem: 'is neither unix:PATH nor host:port',
      ...(isAbsolute(text) ? { instead: `write "unix:${text}"` } : {}),
    };
  return isLoopback(address)
    ? { value: text }
    : {
        problem: 'is not on loopback',
        instead: 'run the adapter beside its sidecar: the API is not encrypted',
      };
}

/** `/` is in no nick of a user: InspIRCd takes it from a server all the same. */
function parseNickSuffix(suffix: string): Parsed<string> {
  const isSuffix = /^[A-Za-z0-9[\]\\`_^{|}/-]{1,16}$/.test(suffix);
  return isSuffix ? { value: suffix } : { problem: 'is not 1 to 16 characters of a nick, or /' };
}

function adapterSection() {
  return z
    .strictObject({
      observe: flag({
        why: 'with true the adapter reads and reports and writes nothing to the ircd',
        instead: 'write observe = true, or observe = false to go live',
      }).default(true),
      lines_per_second: integer(1, 100_000, {
        why: 'the adapter writes 1 to 100000 lines a second to the ircd',
        instead: 'write lines_per_second = 2000',
      }).default(2000),
      channel_lines_per_second: integer(1, 100_000, {
        why: 'the adapter writes 1 to 100000 lines a second for one channel',
        instead: 'write channel_lines_per_second = 100',
      }).default(100),
      show_members: flag({
        why: 'with true users see who is in channels on other servers, as users of the adapter',
        instead: 'write show_members = true, or show_members = false',
      }).default(false),
      show_members_max: integer(1, 100_000, {
        why: 'at most so many users of other servers are shown at a time',
        instead: 'write show_members_max = 10000',
      }).default(10_000),
      nick_suffix: parsed(
        {
          why: 'it is added to the nick of a user of another server when somebody here has that nick',
          instead: 'write nick_suffix = "|net"',
        },
        parseNickSuffix,
      ).default('|net'),
    })
    .prefault({});
}
