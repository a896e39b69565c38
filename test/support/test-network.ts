import type { PeerConfig } from '../../src/config/sidecar-config.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { PeerLink } from '../../src/peer/peer-link.ts';
import {
  PeerNetwork,
  type PeerNetworkDependencies,
  type PeerNetworkEvents,
} from '../../src/peer/peer-network.ts';
import { systemTimers } from '../../src/peer/timers.ts';
import { identityOf } from './test-identity.ts';

type Refused = Parameters<PeerNetworkEvents['refused']>[0];
type DialFailed = Parameters<PeerNetworkEvents['dialFailed']>[0];

/** A `PeerNetwork` that remembers what it told, and lets a test wait for more of it. */
export class TestNetwork {
  readonly links: PeerLink[] = [];
  readonly refused: Refused[] = [];
  readonly dialFailed: DialFailed[] = [];
  readonly network: PeerNetwork;
  port = 0;
  #wake: () => void = () => {};

  private constructor(
    options: ConstructorParameters<typeof PeerNetwork>[0],
    dependencies: PeerNetworkDependencies,
  ) {
    const remember =
      <T>(list: T[]) =>
      (item: T) => {
        list.push(item);
        this.#wake();
      };
    this.network = new PeerNetwork(
      options,
      {
        link: remember(this.links),
        refused: remember(this.refused),
        dialFailed: remember(this.dialFailed),
      },
      dependencies,
    );
  }

  /** A network of the identity of `name`, listening on loopback. */
  static async start(
    name: string,
    peers: readonly PeerConfig[],
    dependencies: Partial<PeerNetworkDependencies> = {},
  ): Promise<TestNetwork> {
    const { keyPem, certificatePem } = await identityOf(name);
    const test = new TestNetwork(
      { listen: { host: '127.0.0.1', port: 0 }, key: keyPem, certificate: certificatePem, peers },
      { timers: systemTimers, random: () => 0.5, ...dependencies },
    );
    test.port = (await test.network.start()).port!;
    return test;
  }

  /** Resolves once `holds` does; the test's own time limit is the only other end. */
  async until(holds: (test: this) => boolean): Promise<void> {
    while (!holds(this)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** A configured peer of that name with the pin of the identity `pinOf`; dialled when `port` is given. */
export async function peerConfig(
  name: string,
  port: number | null = null,
  pinOf = name,
): Promise<PeerConfig> {
  const { pin } = await identityOf(pinOf);
  return { name: name as ServerName, address: port === null ? null : { host: '127.0.0.1', port }, pin };
}
