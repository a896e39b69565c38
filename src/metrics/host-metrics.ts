import { Counter, type Registry } from 'prom-client';
import type { HostMemory } from '../core/host-memory.ts';
import { writeModes } from '../core/host-writes.ts';
import type { HostService, HostServiceEvents } from '../host/host-service.ts';
import { gauge } from './gauge.ts';

/** Counts how hosts come and go. */
export class HostMetrics {
  readonly #registry: Registry;
  readonly #applied: HostServiceEvents['applied'];
  readonly #attached: Counter;
  readonly #detached: Counter;
  readonly #refused: Counter;

  /** `applied`: hears of writes that the host shows now. */
  constructor(registry: Registry, applied: HostServiceEvents['applied']) {
    this.#applied = applied;
    this.#registry = registry;
    const counter = (name: string, help: string) =>
      new Counter({ name: `cburst_host_${name}_total`, help, registers: [registry] });
    this.#attached = counter('attached', 'Snapshots of a host that were taken');
    this.#detached = counter('detached', 'Ends of a host stream');
    this.#refused = counter('refused', 'Hosts whose hello was refused');
  }

  /** The events, counted. */
  count(events: HostServiceEvents): HostServiceEvents {
    return {
      ...events,
      applied: (writes) => {
        this.#applied(writes);
        events.applied(writes);
      },
      attached: (software) => {
        this.#attached.inc();
        events.attached(software);
      },
      detached: (reason) => {
        this.#detached.inc();
        events.detached(reason);
      },
      refused: (reason) => {
        this.#refused.inc();
        events.refused(reason);
      },
    };
  }

  /** Reads the state of the stream whenever it is asked for. */
  observe(host: Pick<HostService, 'stream'>, replica: { readonly host: Pick<HostMemory, 'writes'> }): void {
    const counts = () => host.stream?.attachment.counts ?? { inFlight: 0, waiting: 0 };
    gauge(
      this.#registry,
      'host_writes',
      'How the ircd is written to: 1 for the mode that holds',
      ['mode'],
      () => writeModes.map((mode) => [{ mode }, replica.host.writes.mode === mode ? 1 : 0]),
    );
    gauge(this.#registry, 'host_attached', '1: a host is attached and its snapshot was taken', [], () => [
      [{}, host.stream?.attachment.ready ? 1 : 0],
    ]);
    gauge(
      this.#registry,
      'host_updates',
      'Channels that the host has yet to be told, or to answer',
      ['state'],
      () => [
        [{ state: 'waiting' }, counts().waiting],
        [{ state: 'in_flight' }, counts().inFlight],
      ],
    );
  }
}
