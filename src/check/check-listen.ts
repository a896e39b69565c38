import { formatAddress } from '../config/parse-address.ts';
import type { Address, SidecarConfig } from '../config/sidecar-config.ts';
import { formatPin, pinOfCertificate, samePin } from '../peer/spki-pin.ts';
import type { OwnIdentity } from '../peer/tls-options.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';
import { type PeerProbe, probePeer } from './probe-peer.ts';
import { probePort } from './probe-port.ts';

const { error, ok } = findingsOf('listen');

/** Whether what a stopped sidecar will listen on is free. */
export async function checkFreePorts(config: SidecarConfig, places: ConfigPlaces): Promise<Finding[]> {
  const wanted: readonly (readonly [string, Address | null])[] = [
    ['peers.listen', config.peers.listen],
    ['api.tcp', config.api.tcp?.address ?? null],
    ['metrics.listen', config.metrics.listen],
  ];
  const findings: Finding[] = [];
  // One after the other: two of one port are none of the system's business.
  for (const [key, address] of wanted) {
    if (address === null) continue;
    const code = await probePort(address);
    findings.push(judgePort(key, address, places.of(key.split('.')), code));
  }
  return findings;
}

function judgePort(key: string, address: Address, place: string, code: string | null): Finding {
  const text = formatAddress(address);
  switch (code) {
    case null:
      return ok(`${text} is free`, place);
    case 'EADDRINUSE':
      return error(
        `another process listens on ${text} (${code})`,
        place,
        `find it with: ss -ltnp "sport = :${address.port}"; stop it, or write another port`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return error(
        `this machine has no address ${address.host} (${code})`,
        place,
        `write one that "ip address" shows, or ${key.split('.')[1]} = "0.0.0.0:${address.port}"`,
      );
    case 'EACCES':
      return error(
        `this user may not listen on port ${address.port} (${code})`,
        place,
        'write a port above 1023, for instance 7100',
      );
    default:
      return error(`nothing can listen on ${text} (${code})`, place, 'write another address');
  }
}

/** Whether a running sidecar answers peers on its own address, with the key of the configuration. */
export async function checkListener(
  config: SidecarConfig,
  places: ConfigPlaces,
  identity: OwnIdentity,
): Promise<Finding[]> {
  const { listen } = config.peers;
  if (listen === null || listen.port === 0) return [];
  return [judgeListener(config, places, identity, await probePeer(reached(listen), identity))];
}

/** Where this machine reaches what listens everywhere. */
function reached({ host, port }: Address): Address {
  if (host === '0.0.0.0') return { host: '127.0.0.1', port };
  return host === '::' ? { host: '::1', port } : { host, port };
}

function judgeListener(
  config: SidecarConfig,
  places: ConfigPlaces,
  identity: OwnIdentity,
  probe: PeerProbe,
): Finding {
  const text = formatAddress(config.peers.listen!);
  const place = places.of(['peers', 'listen']);
  if (probe.kind !== 'answered') {
    const why = probe.kind === 'failed' ? probe.reason : 'it stays silent';
    return error(`the sidecar runs and does not answer peers on ${text}: ${why}`, place, RESTART);
  }
  const own = pinOfCertificate(identity.certificate);
  if (probe.pin !== null && samePin(probe.pin, own))
    return ok(`the sidecar answers peers on ${text} with the pin ${formatPin(own)}`, place);
  const shown = probe.pin === null ? 'no certificate' : `the pin ${formatPin(probe.pin)}`;
  return error(
    `what listens on ${text} shows ${shown}, and the key of the configuration has ${formatPin(own)}: the sidecar runs with an older key, or is another one`,
    place,
    RESTART,
  );
}

const RESTART = 'restart the sidecar, so that it runs with this configuration, and look at its log';
