import type { Registry } from 'prom-client';

/** What a registry tells now, without `cburst_`: by series, labels included, in the order of the text. */
export async function figuresOf(registry: Registry): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith('cburst_'));
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice('cburst_'.length, end), Number(line.slice(end + 1))];
    }),
  );
}
