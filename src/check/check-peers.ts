import { formatAddress, isLoopback } from '../config/parse-address.ts';
import type { PeerConfig, SidecarConfig } from '../config/sidecar-config.ts';
import { hasPin } from '../peer/has-pin.ts';
import { formatPin, type Pin } from '../peer/spki-pin.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import { isOwnAddress } from './own-address.ts';

const { error, warning, ok } = findingsOf('peers');

/** What the configuration alone says of peers and of where they are. `ownPin`: null where it is not known. */
export function checkPeers(config: SidecarConfig, places: ConfigPlaces, ownPin: Pin | null): Finding[] {
  const { peers } = config.peers;
  const findings = [
    ...(peers.length === 0 ? [noPeers(places)] : []),
    ...peers.flatMap((peer, index) => [
      ...ownPinOf(config, places, peer, index, ownPin),
      ...ownNameOf(config, places, peer, index),
      ...ownAddressOf(config, places, peer, index),
      ...sameAddress(config, places, peer, index),
    ]),
    ...unreachableListen(config, places),
    ...sharedPorts(config, places),
  ];
  return findings.length > 0 ? findings : [ok(`${peers.length} configured`, places.of(['peers']))];
}

function noPeers(places: ConfigPlaces): Finding {
  return warning(
    'no peers are configured: there is nobody to keep channels the same with',
    places.of(['peers', 'peer']),
    'paste the [[peers.peer]] that "cburst keygen" printed on the other server',
  );
}

function ownPinOf(
  { server }: SidecarConfig,
  places: ConfigPlaces,
  peer: PeerConfig,
  index: number,
  ownPin: Pin | null,
): Finding[] {
  if (ownPin === null || !hasPin(peer, ownPin)) return [];
  return [
    error(
      `the pin of ${peer.name} is that of ${server.name} itself: ${formatPin(ownPin)}`,
      places.of(['peers', 'peer', index, 'pin']),
      `on ${peer.name} run: cburst keygen --name ${peer.name} --out DIR, and write the pin that it prints here`,
    ),
  ];
}

function ownNameOf(
  { server, peers }: SidecarConfig,
  places: ConfigPlaces,
  { name }: PeerConfig,
  index: number,
): Finding[] {
  const others = [server.name, ...peers.peers.slice(0, index).map((peer) => peer.name)];
  const alike = others.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (alike === undefined) return [];
  return [
    error(
      `${name} and ${alike} differ only in the case of letters: ircds take them for one server`,
      places.of(['peers', 'peer', index, 'name']),
      'write the name as the [server] name of that sidecar has it',
    ),
  ];
}

function ownAddressOf(
  config: SidecarConfig,
  places: ConfigPlaces,
  { name, address }: PeerConfig,
  index: number,
): Finding[] {
  if (address === null || !isOwnAddress(config, address)) return [];
  return [
    error(
      `the address of ${name}, ${formatAddress(address)}, is where this sidecar itself listens`,
      places.of(['peers', 'peer', index, 'address']),
      `write address = "HOST:PORT" with the host on which ${name} runs, and the port of its [peers] listen`,
    ),
  ];
}

function sameAddress(
  { peers: { peers } }: SidecarConfig,
  places: ConfigPlaces,
  { name, address }: PeerConfig,
  index: number,
): Finding[] {
  const text = address && formatAddress(address);
  const first = peers
    .slice(0, index)
    .find((peer) => peer.address !== null && formatAddress(peer.address) === text);
  if (text === null || first === undefined) return [];
  return [
    error(
      `${name} and ${first.name} have one address, ${text}, and only one sidecar can listen there`,
      places.of(['peers', 'peer', index, 'address']),
      `write address = "HOST:PORT" of ${name}, or leave it out if that one dials`,
    ),
  ];
}

function unreachableListen({ peers: { listen, peers } }: SidecarConfig, places: ConfigPlaces): Finding[] {
  if (listen === null) return [];
  const place = places.of(['peers', 'listen']);
  if (listen.port === 0)
    return [
      warning(
        'port 0 is another port after each start, which no peer can know',
        place,
        `write listen = "${formatAddress({ ...listen, port: 7100 })}"`,
      ),
    ];
  const elsewhere = peers.find(({ address }) => address === null || !isLoopback(address));
  if (!isLoopback(listen) || elsewhere === undefined) return [];
  const fix = `write listen = "0.0.0.0:${listen.port}"`;
  return elsewhere.address === null
    ? [
        warning(
          `only this machine reaches ${formatAddress(listen)}, and ${elsewhere.name} has no address: it would have to dial`,
          place,
          fix,
        ),
      ]
    : [
        warning(
          `only this machine reaches ${formatAddress(listen)}: ${elsewhere.name} at ${formatAddress(elsewhere.address)} cannot dial it`,
          place,
          `${fix}, or leave listen out if no peer dials`,
        ),
      ];
}

function sharedPorts({ peers, api, metrics }: SidecarConfig, places: ConfigPlaces): Finding[] {
  const all = [
    { path: ['peers', 'listen'], address: peers.listen },
    { path: ['api', 'tcp'], address: api.tcp?.address ?? null },
    { path: ['metrics', 'listen'], address: metrics.listen },
  ];
  return all.flatMap(({ path, address }, index) => {
    if (address === null || address.port === 0) return [];
    const first = all.slice(0, index).find((other) => other.address?.port === address.port);
    if (first === undefined) return [];
    const cause = `port ${address.port} is that of ${first.path.join('.')} too, and one of the two could not listen`;
    return [error(cause, places.of(path), `write another port, for instance ${address.port + 1}`)];
  });
}
