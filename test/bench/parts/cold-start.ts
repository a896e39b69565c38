import { cpuSeconds } from '../proc-stats.ts';
import type { PartContext } from './part.ts';

/** From the store, after an orderly stop. It leaves the network unlinked. */
export async function measureColdStart({ network, amounts: { channels }, note }: PartContext): Promise<void> {
  await network.proxy.call('cut');
  await network.b.stop('SIGTERM');
  const started = await network.b.start();
  if (started.channels !== channels)
    throw new Error(`${started.channels} of ${channels} channels were stored`);
  note('cold start, ms', started.ms);
  note('cold start: CPU, s', cpuSeconds(network.b.pid));
}
