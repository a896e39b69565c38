import type { Registry } from 'prom-client';

/** What a registry tells now, without `cburst_`: by series, labels included, in the order of the text. */
export async function figuresOf(registry: Registry): Promise<Record<string, number>> {
  return seriesOf(await registry.metrics());
}

/** As `figuresOf`, of the text that Prometheus gets. */
export function seriesOf(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith('cburst_'));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice('cburst_'.length, end), Number(line.slice(end + 1))];
    }),
  );
}
