import { Gauge, type Registry } from 'prom-client';

export type Reading<L extends string> = readonly [labels: Partial<Record<L, string>>, value: number];

/** A gauge `cburst_<name>` that is read when it is asked for. */
export function gauge<const L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[],
  read: () => readonly Reading<L>[],
): void {
  new Gauge<L>({
    name: `cburst_${name}`,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set(labels, value);
    },
  });
}
