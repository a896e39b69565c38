import { formatAddress } from '../config/parse-address.ts';
import type { PeerConfig, SidecarConfig } from '../config/sidecar-config.ts';
import { hasPin } from '../peer/has-pin.ts';
import { formatPin, type Pin, pinOfCertificate, samePin } from '../peer/spki-pin.ts';
import type { Timers } from '../peer/timers.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import { isOwnAddress } from './own-address.ts';
import { type PeerProbe, probePeer } from './probe-peer.ts';

const { error, warning, ok } = findingsOf('links');

/** Each peer that has an address, dialled. */
export async function checkLinks(
  config: SidecarConfig,
  places: ConfigPlaces,
  identity: OwnIdentity,
  timers?: Timers,
): Promise<Finding[]> {
  const ownPin = pinOfCertificate(identity.certificate);
  const found = config.peers.peers.map(async (peer, index) => {
    // Who listens there is known.
    if (peer.address === null || isOwnAddress(config, peer.address)) return [];
    const probe = await probePeer(peer.address, identity, timers);
    return [judgeLink({ config, places, ownPin, peer, index }, probe)];
  });
  return (await Promise.all(found)).flat();
}

interface Dialled {
  readonly config: SidecarConfig;
  readonly places: ConfigPlaces;
  readonly ownPin: Pin;
  readonly peer: PeerConfig;
  readonly index: number;
}

function judgeLink(dialled: Dialled, probe: PeerProbe): Finding {
  if (probe.kind === 'failed') return failed(dialled, probe.code, probe.reason);
  if (probe.kind === 'silent') return silent(dialled, probe.secured);
  return wrongPin(dialled, probe.pin) ?? judgeWord(dialled, probe.word);
}

const NO_SUCH_NAME = ['ENOTFOUND', 'EAI_AGAIN'];
const NO_WAY = ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EACCES', 'EPERM'];

function failed(dialled: Dialled, code: string, reason: string): Finding {
  const { name, host, port, text, place } = target(dialled);
  if (NO_SUCH_NAME.includes(code))
    return error(
      `the host name of ${name}, ${host}, is not known (${code})`,
      place,
      `write address = "HOST:${port}" with a name that this finds, or an IP address: getent hosts ${host}`,
    );
  if (code === 'ECONNREFUSED')
    return error(
      `nothing listens at ${text}, the address of ${name} (${code})`,
      place,
      `on ${name} run: cburst check; its sidecar has to run with [peers] listen = "0.0.0.0:${port}"`,
    );
  if (NO_WAY.includes(code))
    return error(`no packet reaches ${text}, the address of ${name} (${code})`, place, openPort(dialled));
  return error(
    `what answers at ${text} is no sidecar: ${reason}`,
    place,
    `write address = "HOST:PORT" with the port of [peers] listen of ${name}; another service may have this one`,
  );
}

function silent(dialled: Dialled, secured: boolean): Finding {
  const { name, text, place } = target(dialled);
  if (secured)
    return error(
      `what answers at ${text} speaks TLS and says nothing: it is no sidecar`,
      place,
      `write address = "HOST:PORT" with the port of [peers] listen of ${name}`,
    );
  return error(`${text}, the address of ${name}, does not answer`, place, openPort(dialled));
}

/** Null: it is the peer's. */
function wrongPin(dialled: Dialled, pin: Pin | null): Finding | null {
  const { config, ownPin, peer } = dialled;
  const { name, text, place, pinPlace } = target(dialled);
  if (pin === null)
    return error(
      `what answers at ${text} shows no certificate that can be read`,
      place,
      `write address = "HOST:PORT" with the port of [peers] listen of ${name}`,
    );
  if (samePin(pin, peer.pin)) return null;
  if (hasPin(peer, pin))
    return warning(
      `${name} has the key of its next_pin by now`,
      pinPlace,
      `write pin = "${formatPin(pin)}", and remove next_pin`,
    );
  if (samePin(pin, ownPin))
    return error(
      `${text}, the address of ${name}, leads to this sidecar itself, or to one with a copy of its key`,
      place,
      `write address = "HOST:PORT" with the host on which ${name} runs`,
    );
  const owner = config.peers.peers.find((other) => hasPin(other, pin));
  if (owner !== undefined)
    return error(
      `${owner.name} answers at ${text}, the address of ${name}`,
      place,
      `write address = "HOST:PORT" of ${name} here, or swap the pins of the two`,
    );
  return error(
    `the key at ${text} has the pin ${formatPin(pin)}, and the one of ${name} here is ${formatPin(peer.pin)}`,
    pinPlace,
    `ask its operator for the pin ("cburst keygen" shows it again); if it is this one, write pin = "${formatPin(pin)}"`,
  );
}

function judgeWord(dialled: Dialled, word: Extract<PeerProbe, { kind: 'answered' }>['word']): Finding {
  const { config, ownPin } = dialled;
  const { name, text, place } = target(dialled);
  if (word === 'ACCEPT') return ok(`${name} answers at ${text}, has the right pin and accepts ours`, place);
  if (word === null)
    return error(
      `what answers at ${text} has the key of ${name} and does not speak CBURST`,
      place,
      `on ${name} run: cburst check; both need a release of one protocol version`,
    );
  if (word.code === 'pin')
    return error(
      `${name} does not know this server's key: ${word.reason}`,
      place,
      `on ${name} write into its configuration, and restart its sidecar: [[peers.peer]] name = "${config.server.name}" pin = "${formatPin(ownPin)}"`,
    );
  if (word.code === 'self')
    return error(
      `${name} has the same key as this server: ${word.reason}`,
      place,
      `on one of the two run: cburst keygen --name SERVER --out DIR`,
    );
  return warning(
    `${name} does not take links now: ${word.code}: ${word.reason}`,
    place,
    `on ${name} run: cburst check`,
  );
}

function target({ places, peer, index }: Dialled) {
  const { host, port } = peer.address!;
  const place = places.of(['peers', 'peer', index, 'address']);
  const pinPlace = places.of(['peers', 'peer', index, 'pin']);
  return { name: peer.name, host, port, text: formatAddress(peer.address!), place, pinPlace };
}

function openPort(dialled: Dialled): string {
  const { name, host, port } = target(dialled);
  return `let TCP port ${port} through on ${name} (for instance: ufw allow ${port}/tcp), then here: nc -vz ${host} ${port}`;
}
