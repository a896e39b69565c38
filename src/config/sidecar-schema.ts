import { z } from 'zod';
import { apiSection } from './api-section.ts';
import { channelBurstSection } from './channel-burst-section.ts';
import { channelsSection } from './channels-section.ts';
import {
  choice,
  dialAddress,
  filePath,
  hints,
  listenAddress,
  loopbackAddress,
  type Parsed,
  parsed,
  serverName,
} from './config-values.ts';
import { exchangeRule } from './exchange-rule.ts';
import { guardSection } from './guard-section.ts';
import { loggingSection } from './logging-section.ts';
import { memberBurstSection } from './member-burst-section.ts';
import { certificateFile, keyFile } from './secret-file.ts';

/** What `[modules] enabled_modules` may name. */
const KNOWN_MODULES = ['channel', 'member'] as const;

/** What `[peers] compression` may name. */
const KNOWN_COMPRESSIONS = ['zstd', 'deflate'] as const;

/** A sidecar's configuration after its check, with the keys of the file. */
export type SidecarToml = z.output<ReturnType<typeof sidecarSchema>>;

/** What each key of a sidecar's configuration may be. Relative paths start at `directory`. */
export function sidecarSchema(directory: string) {
  return z.strictObject({
    server: serverSection(),
    modules: modulesSection(),
    extensions: extensionsSection(),
    channels: channelsSection(),
    guard: guardSection(),
    logging: loggingSection,
    peers: peersSection(directory),
    store: storeSection(directory),
    api: apiSection(directory),
    metrics: metricsSection(),
  });
}

function serverSection() {
  return z
    .strictObject({
      name: serverName({
        why: 'it is the name of the ircd that this sidecar speaks for',
        instead: 'write name = "irc1.example.net"',
      }),
      casemapping: choice(['ascii', 'rfc1459', 'rfc1459-strict'], {
        why: 'the casemapping is ascii, rfc1459 or rfc1459-strict, the same on the whole network',
        instead: 'write casemapping = "rfc1459"',
      }).default('rfc1459'),
    })
    .prefault({} as never);
}

function modulesSection() {
  return z
    .strictObject({
      enabled_modules: z
        .array(
          choice(KNOWN_MODULES, {
            why: 'no module of that name is known',
            instead: 'write enabled_modules = ["channel"]',
          }),
        )
        .register(hints, {
          why: 'it lists the modules that run',
          instead: 'write enabled_modules = ["channel"]',
        })
        .default(['channel']),
    })
    .prefault({});
}

function extensionsSection() {
  const sections = { channel_burst: channelBurstSection(), member_burst: memberBurstSection() };
  return z.strictObject(sections).prefault({});
}

function peersSection(directory: string) {
  return z
    .strictObject({
      listen: listenAddress({
        why: 'peers connect to this address and port',
        instead: 'write listen = "0.0.0.0:7100"',
      }).optional(),
      key: keyFile(directory, {
        why: 'it is the private key that proves to peers who this server is',
        instead: 'make it with: cburst keygen --name SERVER --out DIR',
      }).prefault('peer.key'),
      certificate: certificateFile(directory, {
        why: 'it is the certificate that goes with the key',
        instead: 'make it with: cburst keygen --name SERVER --out DIR',
      }).prefault('peer.crt'),
      compression: z
        .array(
          choice(KNOWN_COMPRESSIONS, {
            why: 'no compression of that name is known',
            instead: 'write compression = ["zstd", "deflate"]',
          }),
        )
        .register(hints, {
          why: 'it lists what links may be compressed with, the preferred one first',
          instead: 'write compression = ["zstd", "deflate"], or compression = [] for none',
        })
        .default([...KNOWN_COMPRESSIONS]),
      peer: z.array(peerTable()).default([]),
    })
    .prefault({});
}

function peerTable() {
  return z.strictObject({
    name: serverName({ why: "it is the peer's server name", instead: 'write name = "irc2.example.net"' }),
    address: dialAddress({
      why: "it is the host name or IP address and the port on which the peer's sidecar listens",
      instead: 'write address = "sidecar2.example.net:7100", or leave it out if the peer dials',
    }).optional(),
    pin: parsed(
      {
        why: "it is the fingerprint of the peer's key: sha256: and 64 hex digits",
        instead: 'paste the line that "cburst keygen" printed on the peer',
      },
      parsePin,
    ),
    next_pin: parsed(
      {
        why: 'it is the fingerprint of the key that the peer is about to get: sha256: and 64 hex digits',
        instead: 'paste the line that "cburst keygen" printed on the peer for its new key, or leave it out',
      },
      parsePin,
    ).optional(),
    import: exchangeRule(),
    export: exchangeRule(),
  });
}

function parsePin(text: string): Parsed<string> {
  const match = /^sha256:([0-9a-f]{64})$/i.exec(text);
  if (match === null) return { problem: 'is not a pin' };
  if (/^0+$/.test(match[1]!)) {
    return {
      problem: "is the example's pin",
      instead: `put the peer's there, which "cburst keygen" printed on it, or remove this [[peers.peer]]`,
    };
  }
  return { value: match[1]!.toLowerCase() };
}

function storeSection(directory: string) {
  return z
    .strictObject({
      path: filePath(directory, {
        why: "it is the file of the sidecar's database",
        instead: 'write path = "cburst.db"',
      }).prefault('cburst.db'),
    })
    .prefault({});
}

function metricsSection() {
  return z
    .strictObject({
      listen: loopbackAddress({
        why: 'the figures are told to whoever asks, without encryption, so on this machine only',
        instead: 'write listen = "127.0.0.1:9464", or leave it out',
      }).optional(),
    })
    .prefault({});
}
