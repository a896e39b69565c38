import { provenEqualAt } from '../ask-ops.ts';
import { cpuSeconds } from '../proc-stats.ts';
import { type PartContext, rounds } from './part.ts';

const changedShare = 0.01;

/** A split, and links after it: with nothing changed meanwhile, and with one channel in a hundred. */
export async function measureReconnects(context: PartContext): Promise<void> {
  const { network, amounts, note } = context;
  const changed = Math.ceil(amounts.channels * changedShare);
  await measureSplit(context);
  await reconnect(context, 'nothing changed', 0);
  await network.proxy.call('cut');
  await network.hostB.call('showing', { channels: 0 });
  await network.hostA.call('change', { channels: changed, round: rounds.reconnect });
  await network.hostA.call('durable');
  const bytes = await reconnect(context, '1 % changed', changed);
  const live = await bytesOfChanges(context, changed);
  note('reconnect, 1 % changed: bytes over those of as many changes while linked', bytes / live);
}

async function measureSplit({ network, note }: PartContext): Promise<void> {
  await network.idle();
  const before = cpuSeconds(network.b.pid);
  const cutAt = await network.proxy.call('cut');
  const toldAt = await network.hostB.call('showing', { channels: 0 });
  note('split: host B told of all removals, ms', toldAt - cutAt);
  note('split: CPU of B, s', cpuSeconds(network.b.pid) - before);
}

/** Returns the bytes of both directions until both are at rest. */
async function reconnect(
  { network, amounts, note }: PartContext,
  what: string,
  changed: number,
): Promise<number> {
  const { a, b, proxy } = network;
  await network.idle();
  const startedAt = await proxy.call('open');
  const live = await Promise.all([a, b].map((each) => each.logged('peer.burst_ended', startedAt)));
  const shownAt = await network.hostB.call('showing', { channels: amounts.channels });
  await network.verify(changed, rounds.reconnect);
  const equalAt = await Promise.all([
    provenEqualAt(a.opsTarget, b.name, startedAt),
    provenEqualAt(b.opsTarget, a.name, startedAt),
  ]);
  await network.idle();
  const { toDialler, fromDialler } = await proxy.call('counts');
  const ms = (at: readonly number[]) => Math.max(...at) - startedAt;
  note(`reconnect, ${what}: both bursts over, ms`, ms(live.map(({ atMs }) => atMs)));
  note(`reconnect, ${what}: proven equal, ms`, ms(equalAt));
  note(`reconnect, ${what}: host B shows all, ms`, shownAt - startedAt);
  note(`reconnect, ${what}: bytes both ways`, toDialler + fromDialler);
  return toDialler + fromDialler;
}

/** What as many changes take on the link that stands, told at once: of other channels, or the compressor would know their ids. */
async function bytesOfChanges({ network }: PartContext, changed: number): Promise<number> {
  const { hostA, hostB, proxy } = network;
  const bytes = async () => {
    const { toDialler, fromDialler } = await proxy.call('counts');
    return toDialler + fromDialler;
  };
  await network.idle();
  const before = await bytes();
  const changes = { first: changed, channels: changed, round: rounds.live };
  const seen = hostB.call('changed', changes);
  await hostA.call('change', changes);
  await seen;
  await network.idle();
  return (await bytes()) - before;
}
