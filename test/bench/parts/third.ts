import { comparePeer } from '../ask-ops.ts';
import type { BenchNetwork, Dialler } from '../bench-network.ts';
import { nowMs } from '../clock.ts';
import { quantile } from '../quantile.ts';
import { changeOneByOne } from './changes.ts';
import { type PartContext, rounds } from './part.ts';

/** What C, linked to A alone, costs the others; and what only it can bring about: documents that differ without a trace. */
export async function measureThird(context: PartContext): Promise<void> {
  const { network, amounts } = context;
  const c = await network.addC();
  await network.idle();
  await besideSlowPeer(context, c);
  await c.host.call('showing', { channels: amounts.channels });
  await besideSlowHost(context, c);
  await lostHistory(context, c);
  await network.removeC();
}

/** C takes in its first burst so slowly that it is under way all the time. */
async function besideSlowPeer(
  { network, amounts, note }: PartContext,
  { host, proxy }: Dialler,
): Promise<void> {
  const seconds = Math.min(slowSecondsMax, amounts.sequentialChanges * slowSecondsPerChange);
  await proxy.call('limit', { bytesPerSecond: (amounts.channels * burstBytesPerChannel) / seconds });
  await proxy.call('open');
  await delaysBeside(network, 'a slow peer', rounds.besideSlowPeer, amounts.sequentialChanges, note);
  const shown = await host.call('shown');
  if (shown === amounts.channels) throw new Error('the slow peer was not slow: it has everything');
  await proxy.call('limit', { bytesPerSecond: null });
}

/** C's host reads nothing. */
async function besideSlowHost({ network, amounts, note }: PartContext, { host }: Dialler): Promise<void> {
  await network.idle();
  await host.call('stall');
  await delaysBeside(network, 'a slow host', rounds.besideSlowHost, amounts.sequentialChanges, note);
  await host.call('read');
}

async function delaysBeside(
  network: BenchNetwork,
  what: string,
  from: number,
  count: number,
  note: PartContext['note'],
): Promise<void> {
  const { delays } = await changeOneByOne(network, from, count);
  note(`one change beside ${what}, p50, ms`, quantile(delays, 0.5));
  note(`one change beside ${what}, p99, ms`, quantile(delays, 0.99));
}

/**
 * C holds some of the channels, too, and changes them. A hears of it and B does not: a delta carries own writes, and C and B
 * are not linked. No sequence knows that A and B differ; comparing them finds it.
 */
async function lostHistory({ network, amounts, note }: PartContext, { host }: Dialler): Promise<void> {
  const { a, b, hostA, hostB, proxy } = network;
  const channels = Math.min(lostChannels, amounts.channels);
  await host.call('hold', { channels });
  await network.idle();
  const heard = hostA.call('changed', { channels, round: rounds.lost });
  await host.call('change', { channels, round: rounds.lost });
  await heard;
  await network.idle();
  const before = await proxy.call('counts');
  const cpu = network.cpu();
  const told = hostB.call('changed', { channels, round: rounds.lost });
  const askedAt = nowMs();
  const first = await comparePeer(a.opsTarget, b.name);
  const toldAt = await told;
  const cpuAfter = network.cpu();
  if (first.equal) throw new Error('A and B did not differ');
  const second = await comparePeer(a.opsTarget, b.name);
  if (!second.equal) throw new Error('A and B differ after a comparison that should have mended it');
  await network.idle();
  const after = await proxy.call('counts');
  note('lost history: differences', channels);
  note('lost history: comparison → host B has all, ms', toldAt - askedAt);
  note('lost history: bytes both ways', bytesOf(after) - bytesOf(before));
  note('lost history: CPU of A and B, s', cpuAfter.a - cpu.a + cpuAfter.b - cpu.b);
}

function bytesOf({ toDialler, fromDialler }: { toDialler: number; fromDialler: number }): number {
  return toDialler + fromDialler;
}

const lostChannels = 2000;

/** Of the data set, compressed; about. */
const burstBytesPerChannel = 60;
/** A slow burst lasts longer than the changes that are made beside it. */
const slowSecondsPerChange = 0.03;
/** And each of its pages arrives within the half minute after which a sidecar gives a link up. */
const slowSecondsMax = 25;
