import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../test/e2e/free-port.ts';
import { LinkProxy } from '../../test/e2e/link-proxy.ts';
import { DemoSide, type IrcdKind } from './demo-side.ts';

/** How long the parts may take to find each other: programs start, back-off passes. */
const READY_MS_MAX = 60_000;

/** Two servers and the cable between their sidecars, in a directory of its own. */
export class DemoNetwork {
  readonly directory: string;
  readonly a: DemoSide;
  readonly b: DemoSide;
  readonly #signal: AbortSignal;
  #cable: LinkProxy | null = null;

  /** With `signal` aborted, what waits here fails. */
  constructor(kinds: readonly [IrcdKind, IrcdKind], signal: AbortSignal) {
    this.#signal = signal;
    // Short: the path of a unix socket has at most 107 bytes.
    this.directory = mkdtempSync(join(tmpdir(), 'cburst-demo-'));
    const { directory } = this;
    this.a = new DemoSide({ label: 'A', name: 'a.example', kind: kinds[0], directory });
    this.b = new DemoSide({ label: 'B', name: 'b.example', kind: kinds[1], directory });
  }

  get sides(): readonly [DemoSide, DemoSide] {
    return [this.a, this.b];
  }

  get cable(): LinkProxy {
    return this.#cable!;
  }

  async start(): Promise<void> {
    const { a, b } = this;
    const [pinA, pinB] = await Promise.all([a.makeKey(), b.makeKey()]);
    const [listenPort] = (await freePorts(1)) as [number];
    this.#cable = await LinkProxy.start();
    this.#cable.target = listenPort;
    await a.start({ name: b.name, pin: pinB, port: null, listenPort });
    await b.start({ name: a.name, pin: pinA, port: this.#cable.port, listenPort: null });
    await this.untilReady(1);
  }

  /** Until both sidecars know their ircd and have so many links. */
  async untilReady(peersLinked: number): Promise<void> {
    const deadline = Date.now() + READY_MS_MAX;
    for (;;) {
      const ready = await Promise.all(this.sides.map((side) => side.isReady(peersLinked)));
      this.#signal.throwIfAborted();
      if (ready.every((isReady) => isReady)) return;
      if (Date.now() > deadline) {
        const missing = this.sides.filter((_, index) => !ready[index]).map((side) => side.title);
        throw new Error(`not ready in time (ircd attached, ${peersLinked} links): ${missing.join(', ')}`);
      }
    }
  }

  /** Ends every program and removes the directory. */
  async stop(): Promise<void> {
    await Promise.all(this.sides.map((side) => side.stop()));
    await this.#cable?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
