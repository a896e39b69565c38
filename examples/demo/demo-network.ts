import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../test/e2e/free-port.ts';
import { LinkProxy } from '../../test/e2e/link-proxy.ts';
import { DemoSide, type IrcdKind, type PeerSettings } from './demo-side.ts';

/** How long the parts may take to find each other: programs start, back-off passes. */
const READY_MS_MAX = 60_000;

const LABELS = ['A', 'B', 'C'];

interface Cable {
  readonly ends: readonly [DemoSide, DemoSide];
  readonly proxy: LinkProxy;
}

/** Two or three servers and the cables between their sidecars, in a directory of its own. */
export class DemoNetwork {
  readonly directory: string;
  readonly sides: readonly DemoSide[];
  readonly #signal: AbortSignal;
  readonly #cables: Cable[] = [];
  #cut: DemoSide | null = null;

  /** With `signal` aborted, what waits here fails. */
  constructor(kinds: readonly IrcdKind[], signal: AbortSignal) {
    this.#signal = signal;
    // Short: the path of a unix socket has at most 107 bytes.
    this.directory = mkdtempSync(join(tmpdir(), 'cburst-demo-'));
    const { directory } = this;
    this.sides = kinds.map((kind, index) => {
      const label = LABELS[index]!;
      return new DemoSide({ label, name: `${label.toLowerCase()}.example`, kind, directory });
    });
  }

  async start(): Promise<void> {
    const pins = await Promise.all(this.sides.map((side) => side.makeKey()));
    const ports = await freePorts(this.sides.length);
    for (const [index, side] of this.sides.entries()) {
      const peers: PeerSettings[] = [];
      for (const [other, { name }] of this.sides.entries()) {
        if (other === index) continue;
        // The later one dials.
        const port = other < index ? await this.#cable(side, this.sides[other]!, ports[other]!) : null;
        peers.push({ name, pin: pins[other]!, port });
      }
      await side.start(ports[index]!, peers);
    }
    await this.untilReady();
  }

  /** Cuts every cable of that side; done when all have noticed. */
  async cut(side: DemoSide): Promise<void> {
    this.#cut = side;
    for (const { ends, proxy } of this.#cables) if (ends.includes(side)) proxy.cut();
    await this.untilReady();
  }

  mend(): void {
    this.#cut = null;
    for (const { proxy } of this.#cables) proxy.heal();
  }

  /** Until all sidecars know their ircd and have the links for which there is a cable. */
  async untilReady(): Promise<void> {
    const deadline = Date.now() + READY_MS_MAX;
    for (;;) {
      const ready = await Promise.all(this.sides.map((side) => side.isReady(this.#linksOf(side))));
      this.#signal.throwIfAborted();
      if (ready.every((isReady) => isReady)) return;
      if (Date.now() > deadline) {
        const missing = this.sides.filter((_, index) => !ready[index]).map((side) => side.title);
        throw new Error(
          `not ready in time (ircd attached, links as there are cables): ${missing.join(', ')}`,
        );
      }
    }
  }

  /** Ends every program and removes the directory. */
  async stop(): Promise<void> {
    await Promise.all(this.sides.map((side) => side.stop()));
    await Promise.all(this.#cables.map(({ proxy }) => proxy.stop()));
    rmSync(this.directory, { recursive: true, force: true });
  }

  #linksOf(side: DemoSide): number {
    const others = this.sides.length - 1;
    if (this.#cut === null) return others;
    return side === this.#cut ? 0 : others - 1;
  }

  async #cable(from: DemoSide, to: DemoSide, port: number): Promise<number> {
    const proxy = await LinkProxy.start();
    proxy.target = port;
    this.#cables.push({ ends: [from, to], proxy });
    return proxy.port;
  }
}
