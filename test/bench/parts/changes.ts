import { quantile } from '../quantile.ts';
import { type PartContext, rounds } from './part.ts';

/** One topic after the other. */
export async function measureSequential({ network, amounts, note }: PartContext): Promise<void> {
  await network.idle();
  const before = network.cpu();
  const { delays, durable } = await changeOneByOne(network, rounds.sequential, amounts.sequentialChanges);
  const after = network.cpu();
  const cpu = after.a - before.a + after.b - before.b;
  note('one change, p50, ms', quantile(delays, 0.5));
  note('one change, p99, ms', quantile(delays, 0.99));
  note('one change acknowledged to A, p50, ms', quantile(durable, 0.5));
  note('one change: CPU of A and B, ms', (cpu * 1000) / delays.length);
}

/** Milliseconds from host A until host B was told, and until A had it durable, of each. */
export async function changeOneByOne(
  { hostA, hostB }: PartContext['network'],
  from: number,
  count: number,
): Promise<{ delays: number[]; durable: number[] }> {
  const delays: number[] = [];
  const durable: number[] = [];
  for (let round = from; round < from + count; round++) {
    const seen = hostB.call('changed', { channels: 1, round });
    const toldAt = await hostA.call('change', { channels: 1, round });
    const [seenAt, durableAt] = await Promise.all([seen, hostA.call('durable')]);
    delays.push(seenAt - toldAt);
    durable.push(durableAt - toldAt);
  }
  return { delays, durable };
}

/** All at once; of a channel that changes twice the newest counts. */
export async function measurePipelined({ network, amounts, note }: PartContext): Promise<void> {
  const { pipelinedChanges } = amounts;
  const channels = Math.min(amounts.channels, pipelinedChanges);
  await network.idle();
  const before = network.cpu();
  const changes = Math.ceil(pipelinedChanges / channels);
  const last = rounds.pipelined + changes;
  const seen = network.hostB.call('changed', { channels, round: last });
  const toldAt = await network.hostA.call('change', { channels, round: last - changes + 1 });
  for (let round = last - changes + 2; round <= last; round++)
    await network.hostA.call('change', { channels, round });
  const ms = (await seen) - toldAt;
  const after = network.cpu();
  note('pipelined changes per second', (channels * changes) / (ms / 1000));
  note('pipelined: CPU of A and B, s', after.a - before.a + after.b - before.b);
}
