import type { Registry } from 'prom-client';

/** One number, by what it is of. */
export interface Figure {
  /** Without `cburst_`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What to read begins anew a figure that covers the time since it was read last: scrapers would miss what was between. */
const SINCE_LAST_READ = 'cburst_event_loop_delay_seconds';
const PREFIX = 'cburst_';

/** The figures of a registry now, by name, without the buckets of histograms. `wants` is asked for names without `cburst_`. */
export async function currentFigures(
  registry: Registry,
  wants: (name: string) => boolean,
): Promise<Figure[]> {
  const metrics = registry.getMetricsAsArray().filter(({ name }) => name !== SINCE_LAST_READ);
  const read = await Promise.all(metrics.map((metric) => registry.getSingleMetric(metric.name)!.get()));
  return read
    .flatMap(({ name, values }) =>
      values.map((each) => ({
        name: ((each as { metricName?: string }).metricName ?? name).slice(PREFIX.length),
        labels: Object.fromEntries(Object.entries(each.labels).map(([label, text]) => [label, String(text)])),
        value: each.value,
      })),
    )
    .filter(({ name }) => !name.endsWith('_bucket') && wants(name))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
