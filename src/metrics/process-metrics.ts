import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import { gauge } from './gauge.ts';

/** How often the event loop is looked at: what is shorter is not seen, and is in every figure. */
const RESOLUTION_MS = 10;

/** What the process itself uses: the delay of its event loop since it was last asked for, its memory, and which version it is. */
export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor(registry: Registry, version: string) {
    gauge(
      registry,
      'event_loop_delay_seconds',
      'Delay of the event loop since the last scrape',
      ['figure'],
      () => {
        const { mean, max } = this.#delay;
        const p99 = this.#delay.percentile(99);
        this.#delay.reset();
        // Nothing was seen yet: no mean.
        const figures = { mean: Number.isNaN(mean) ? 0 : mean, p99, max };
        return Object.entries(figures).map(([figure, ns]) => [{ figure }, ns / 1e9]);
      },
    );
    gauge(registry, 'memory_bytes', 'Memory of the process', ['kind'], () => {
      const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
      const kinds = { resident: rss, heap_used: heapUsed, heap_total: heapTotal, external };
      return Object.entries(kinds).map(([kind, value]) => [{ kind }, value]);
    });
    gauge(registry, 'build_info', 'Always 1; the label says which version runs', ['version'], () => [
      [{ version }, 1],
    ]);
  }

  /** Begins to watch the event loop. */
  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }
}
