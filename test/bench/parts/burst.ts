import type { PartContext } from './part.ts';

/** The first link of all, into an empty B. */
export async function measureBurst({ network, amounts: { channels }, note }: PartContext): Promise<void> {
  // What was before begins nothing of the stalls that are read after it.
  await Promise.all([network.a.metrics(), network.b.metrics()]);
  const { ms, cpu, bytesToB } = await network.burst();
  const [stallsOfA, stallsOfB] = await Promise.all([network.a.metrics(), network.b.metrics()]);
  note('burst: wall, ms', ms);
  note('burst: CPU of A, s', cpu.a);
  note('burst: CPU of B, s', cpu.b);
  note('burst: bytes to B per channel', bytesToB / channels);
  note('burst: event loop of A, p99.9, ms', loopDelayMs(stallsOfA));
  note('burst: event loop of B, p99.9, ms', loopDelayMs(stallsOfB));
}

/** What was told to the host must be on the disk: B is killed at the very end of the burst. */
export async function killAndReturn({ network, amounts: { channels }, note }: PartContext): Promise<void> {
  await network.b.stop('SIGKILL');
  await network.proxy.call('cut');
  const started = await network.b.start();
  note('start after kill -9, ms', started.ms);
  if (started.channels !== channels)
    throw new Error(`${started.channels} of ${channels} channels survived kill -9`);
  await network.attachB();
  const { bytesToB } = await network.burst();
  await network.idle();
  // They came from B's own disk: what A sent is far too little for them.
  note('link after kill -9: bytes to B', bytesToB);
}

/** The first burst again, on a link that is not compressed. */
export async function measurePlainBurst({
  network,
  amounts: { channels },
  note,
}: PartContext): Promise<void> {
  await network.emptyB({ compressed: false });
  const { bytesToB } = await network.burst();
  note('burst: bytes to B per channel, not compressed', bytesToB / channels);
  await network.emptyB({ compressed: true });
  await network.burst();
}

function loopDelayMs(metrics: ReadonlyMap<string, number>): number {
  return metrics.get('event_loop_delay_seconds{figure="p999"}')! * 1000;
}
