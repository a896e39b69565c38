import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noGrants } from '../../../src/config/api-roles.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { HostService, type HostServiceEvents } from '../../../src/host/host-service.ts';
import { SidecarMetrics } from '../../../src/metrics/sidecar-metrics.ts';
import type { PeerSession } from '../../../src/peer/peer-session.ts';
import { PeerTable, type PeerTableEvents } from '../../../src/peer/peer-table.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { createMemoryLinkPair } from '../../support/memory-link.ts';
import { a, at, b, c, channelId, createReplica, part, t0 } from '../../support/replica-fixture.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** What somebody chose: names of channels, masks, reasons, names of credentials. */
export const typed = 'typed-by-somebody';
export const version = '1.2.3';

const noEvents = {
  ...{ linked() {}, burstEnded() {}, compared() {}, unlinked() {}, refused() {}, failed() {}, rejected() {} },
  ...{ notAccepted() {}, noticed() {}, exceeded() {}, step() {} },
} satisfies PeerTableEvents;
const noHostEvents = { applied() {}, attached() {}, detached() {}, refused() {} } satisfies HostServiceEvents;

/** What counts in the sidecar `a` with the peers `b` and `c`, and everything that it reads. Nothing has happened. */
export async function sidecarFigures() {
  const directory = temporaryDirectory();
  const storePath = join(directory.path, 'x.db');
  const clocks = { ms: 5000, wallMs: t0 };
  const metrics = new SidecarMetrics(
    { listen: { host: '127.0.0.1', port: 0 }, peers: [b, c], storePath, version },
    { now: () => clocks.ms, wallNow: () => clocks.wallMs },
  );
  const replica = createReplica();
  const config = (name: ServerName) => ({ name, address: null, pin: '' });
  const peerEvents = metrics.peers.count(noEvents);
  const peers = new PeerTable(a, [config(b), config(c)], { pageSize: 10, burstTimeoutMs: 1000 }, peerEvents, {
    now: () => clocks.ms,
    wallNow: () => clocks.wallMs,
    serverFor: () => {
      throw new Error('no link is made here');
    },
  });
  const hostEvents = metrics.host.count(noHostEvents);
  const host = new HostService(
    { software: typed },
    { replica, submit: () => {}, now: () => clocks.wallMs, events: hostEvents },
  );
  metrics.observe({ replica, peers, host });
  const port = await metrics.start();
  return {
    ...{ metrics, replica, storePath, clocks, peerEvents, hostEvents },
    /** As the file that is read again says. */
    configure: (names: readonly ServerName[]) => {
      metrics.configure(names);
      peers.configure(names.map(config));
    },
    /** What Prometheus is told. */
    scrape: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    stop: async () => {
      await metrics.stop();
      directory.remove();
    },
  };
}

export type SidecarFigures = Awaited<ReturnType<typeof sidecarFigures>>;

/** Everything that is counted happens, on a link to `peer`: a burst of two seconds and of two lines that come to 21 bytes. */
export function happen(figures: SidecarFigures, peer: ServerName): void {
  const { metrics, replica, storePath, clocks, peerEvents, hostEvents } = figures;
  const timers = new ManualTimers();
  const link = createMemoryLinkPair(a, peer, { timers, carry: (arrive) => arrive() });
  const counted = metrics.links.count(link.dialling);
  counted.open({ line() {}, drain() {}, closed() {} });
  const session = { link: counted } as unknown as PeerSession;
  const said = (line: string) => link.accepting.write([line]);
  link.accepting.open({ line() {}, drain() {}, closed() {} });
  counted.write(['HELLO']);

  peerEvents.linked(peer, session);
  peerEvents.step(peer, 'burst.prepared', { mode: 'full', since: 0 });
  said('before the burst');
  peerEvents.step(peer, 'burst.received', { mode: 'full', sequence: 0 });
  said('first line');
  said('last line');
  peerEvents.step(peer, 'page.received', { number: 1, lines: 2, sequence: null });
  clocks.ms += 2000;
  clocks.wallMs += 77_000;
  peerEvents.step(peer, 'eob.received', { documents: 1, ids: null, missing: 0 });
  peerEvents.step(peer, 'page.received', { number: 2, lines: 0, sequence: 3 });
  peerEvents.step(peer, 'page.received', { number: 3, lines: 5, sequence: 4 });
  peerEvents.rejected(peer, 1, 2, { code: 'bad-id', reason: typed, channelId: null });
  peerEvents.notAccepted(peer, typed);
  peerEvents.compared(peer, { kind: 'failed', code: 'abandoned' });
  peerEvents.step(peer, 'burst.received', { mode: 'resume', sequence: 4 });
  peerEvents.unlinked(peer, `timeout: ${typed}`);
  metrics.peers.dialFailed(peer);

  const text = typed as IrcText;
  replica.receive(peer, part(channelId(8), [], { name: `#${text}` as IrcText, origin: peer }), 3, t0);
  const message = { peer, part: part(channelId(9), []), members: null };
  replica.quarantine.add(message, { code: 'create-rate', text: typed }, t0);
  hostEvents.attached(typed);
  hostEvents.detached(typed);
  hostEvents.refused(typed);
  hostEvents.applied([[at(clocks.wallMs - t0 - 500, peer)]]);
  metrics.api.refused({
    ...{ reason: 'grant', method: typed, client: typed },
    caller: { access: typed, role: 'ops-read', grants: noGrants },
  });
  metrics.announced([
    { burstType: 'CBURST', changes: new Map([channelId(1), channelId(2)].map((id) => [id, null])) },
  ]);
  metrics.extensionFailed({ burstType: 'MBURST', peer, task: 'apply', id: null, error: new Error(typed) });
  metrics.store.count(new MemoryStore()).commit([{ space: typed, key: typed, value: Buffer.from(typed) }]);
  writeFileSync(storePath, 'twenty bytes of store');
}
