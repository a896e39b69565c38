/** What a sidecar tells Prometheus on that loopback port, by series without `cburst_`: `peer_up{peer="b.test"}`. */
export async function scrape(port: number): Promise<Map<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  return readMetrics(await answer.text());
}

export function readMetrics(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end).replace(/^cburst_/, ''), Number(line.slice(end + 1))];
    }),
  );
}

/** All series of that name, whatever their labels, together. */
export function sumOf(figures: ReadonlyMap<string, number>, name: string): number {
  return [...figures]
    .filter(([series]) => series === name || series.startsWith(`${name}{`))
    .reduce((sum, [, value]) => sum + value, 0);
}
