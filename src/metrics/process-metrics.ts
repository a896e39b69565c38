import { type Histogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import type { Figure } from './current-figures.ts';
import { gauge } from './gauge.ts';

/** How often the event loop is looked at: what is shorter is not seen, and is in every figure. */
const RESOLUTION_MS = 10;

/** Watches the event loop while it is enabled. Nanoseconds. */
export interface LoopDelay extends Pick<Histogram, 'mean' | 'max' | 'percentile' | 'reset'> {
  enable(): boolean;
  disable(): boolean;
}

/** What the process itself uses: the delay of its event loop since it was last asked for, its memory, and which version it is. */
export class ProcessMetrics {
  readonly #delay: LoopDelay;
  readonly #delaySinceStart: LoopDelay;

  constructor(registry: Registry, version: string, watch: () => LoopDelay = watchEventLoop) {
    this.#delay = watch();
    this.#delaySinceStart = watch();
    gauge(
      registry,
      'event_loop_delay_seconds',
      'Delay of the event loop since the last scrape',
      ['figure'],
      () => {
        const figures = delayFigures(this.#delay);
        this.#delay.reset();
        return figures.map(([figure, seconds]) => [{ figure }, seconds]);
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
    this.#delaySinceStart.enable();
  }

  stop(): void {
    this.#delay.disable();
    this.#delaySinceStart.disable();
  }

  /** The delay of the event loop since `start`: to read it begins nothing anew. */
  sinceStart(): Figure[] {
    const name = 'event_loop_delay_since_start_seconds';
    return delayFigures(this.#delaySinceStart).map(([figure, value]) => ({
      name,
      labels: { figure },
      value,
    }));
  }
}

function watchEventLoop(): LoopDelay {
  return monitorEventLoopDelay({ resolution: RESOLUTION_MS });
}

function delayFigures(delay: LoopDelay): [figure: string, seconds: number][] {
  const { mean, max } = delay;
  // Nothing was seen yet: no mean.
  const figures = {
    mean: Number.isNaN(mean) ? 0 : mean,
    p99: delay.percentile(99),
    p999: delay.percentile(99.9),
    max,
  };
  return Object.entries(figures).map(([figure, ns]) => [figure, ns / 1e9]);
}
