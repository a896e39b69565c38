import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Finding } from '../../../src/check/finding.ts';
import { type CheckDependencies, type CheckOptions, runChecks } from '../../../src/check/run-checks.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { PeerListener } from '../../../src/peer/peer-listener.ts';
import { PinJudge } from '../../../src/peer/pin-judge.ts';
import { formatPin } from '../../../src/peer/spki-pin.ts';
import { systemTimers } from '../../../src/peer/timers.ts';
import { freePorts } from '../../e2e/free-port.ts';
import { identityOf, tlsOf } from '../../support/test-identity.ts';

/** Enough room, everything may be written, and no sidecar answers. */
const wellAround: CheckDependencies = {
  ask: async () => 'nobody was to be asked',
  now: Date.now,
  store: { freeSpace: () => ({ bytes: 2 ** 40, files: null }), mayWrite: () => true },
};

/** The files of a sidecar that was never started, `a.example`, whose one peer `b.example` listens; tests break them. */
export class CheckNode {
  readonly directory = mkdtempSync(join(tmpdir(), 'cburst-check-'));
  readonly port: number;
  readonly peerPort: number;
  /** Its configuration, in which nothing is wrong. */
  readonly config: string;

  private constructor(port: number, peerPort: number, peerPin: string) {
    this.port = port;
    this.peerPort = peerPort;
    this.config = `[server]
name = "a.example"
[peers]
listen = "127.0.0.1:${port}"
[[peers.peer]]
name = "b.example"
address = "127.0.0.1:${peerPort}"
pin = "${formatPin(peerPin)}"
`;
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  /** `knows`: whose key the peer takes. */
  static async create(knows = 'a.example'): Promise<CheckNode> {
    const [port] = await freePorts(1);
    const peerPort = await startPeer('b.example', knows);
    const node = new CheckNode(port!, peerPort, (await identityOf('b.example')).pin);
    const { keyPem, certificatePem } = await identityOf('a.example');
    node.write('peer.key', keyPem);
    node.write('peer.crt', certificatePem);
    node.write('sidecar.toml', node.config);
    return node;
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  text(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string | Buffer, mode = 0o600): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text, { mode });
  }

  /** Writes the configuration with something else in a place of it. */
  change(text: string | RegExp, by: string): void {
    const changed = this.config.replace(text, by);
    if (changed === this.config) throw new Error(`the configuration has no ${text}`);
    this.write('sidecar.toml', changed);
  }

  /** Writes the configuration with more at its end. */
  append(text: string): void {
    this.write('sidecar.toml', `${this.config}${text}\n`);
  }

  /** What is wrong, without the directory in its texts. */
  async problems(
    dependencies: Partial<CheckDependencies> = {},
    options: Partial<CheckOptions> = {},
  ): Promise<Finding[]> {
    const all = await runChecks(
      {
        configFile: this.path('sidecar.toml'),
        adapterConfigFile: null,
        ircdConfigFile: null,
        offline: false,
        ...options,
      },
      { ...wellAround, ...dependencies },
    );
    const found = all.filter(({ severity }) => severity !== 'ok');
    const relative = (text: string) =>
      text.replaceAll(`${this.directory}/`, '').replaceAll(this.directory, 'DIR');
    return found.map(({ severity, area, cause, place, fix }) => {
      return { severity, area, cause: relative(cause), place: relative(place), fix: relative(fix) };
    });
  }
}

/**
 * A sidecar's listener that knows one other server; returns its port. `knownPin`: the pin of that one, by default the one of
 * its name. `told`: hears why a connection was refused, or `admitted`.
 */
export async function startPeer(
  name: string,
  knows: string,
  { knownPin, told = () => {} }: { knownPin?: string; told?: (what: string) => void } = {},
): Promise<number> {
  const own = await identityOf(name);
  const pin = knownPin ?? (await identityOf(knows)).pin;
  const judge = new PinJudge(own.pin, [{ name: knows as ServerName, address: null, pin }]);
  const sockets = new Set<Socket>();
  const listener = new PeerListener(
    { host: '127.0.0.1', port: 0 },
    {
      opened: (socket) => void sockets.add(socket),
      admitted: () => told('admitted'),
      refused: ({ reason }) => told(reason),
    },
    { timers: systemTimers, tls: tlsOf(own).server, judge: (shown) => judge.incoming(shown) },
  );
  onTestFinished(() => {
    listener.stop();
    for (const socket of sockets) socket.destroy();
  });
  return listener.start();
}
