import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAdapter } from '../../src/adapter/adapter.ts';
import type { IrcdType } from '../../src/config/ircd-kinds.ts';
import { adapterConfigAt } from '../support/adapter-config.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import {
  hybridProgram,
  type Ircd,
  type IrcdOptions,
  inspircdProgram,
  ngircdProgram,
  skipWithout,
} from './ircd-process.ts';
import { LineGate } from './line-gate.ts';
import { startNgircd } from './ngircd-process.ts';
import { type AttachedHost, ScriptedSidecar, type SeenEvent } from './scripted-sidecar.ts';

type Start = (options: IrcdOptions) => Promise<Ircd>;

const ircds: [IrcdType, Start, boolean][] = [
  ['inspircd', (options) => startInspircd({ ...options, sid: '0AA' }), skipWithout(inspircdProgram)],
  ['hybrid', (options) => startHybrid({ ...options, sid: '0AA' }), skipWithout(hybridProgram)],
  ['ngircd', startNgircd, skipWithout(ngircdProgram)],
];

describe.each(ircds)('on %s, who joins in the moment in which a channel ends', (type, start, isSkipped) => {
  if (isSkipped) return;
  let dir: ReturnType<typeof temporaryDirectory>;
  let ircd: Ircd;
  let sidecar: ScriptedSidecar;
  let gate: LineGate;
  let alice: IrcClient;
  let host: AttachedHost;
  const ends: (() => Promise<unknown> | unknown)[] = [];

  beforeEach(async () => {
    dir = temporaryDirectory();
    ends.push(() => dir.remove());
    ircd = await start({ name: 'a.test', dir: dir.path, adapterName: 'adapter.test' });
    ends.push(() => ircd.stop());
    sidecar = await ScriptedSidecar.start(`unix:${dir.path}/host.sock`);
    ends.push(() => sidecar.stop());
    gate = await LineGate.start(ircd.serverPort);
    ends.push(() => gate.stop());
    alice = await connectIrc({ port: ircd.clientPort, nick: 'alice' });
    ends.push(() => alice.destroy());
    const address = { host: '127.0.0.1', port: gate.port };
    const running = await startAdapter(adapterConfigAt(ircd, sidecar.target, { ircd: { type, address } }), {
      log: pino({ level: process.env.CBURST_TEST_LOG ?? 'silent' }),
    });
    ends.push(() => running.stop());
    host = await sidecar.attached();
  }, 60_000);

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** The events up to the first one that fits. */
  async function eventsUntil(fits: (event: SeenEvent) => boolean): Promise<SeenEvent[]> {
    const events: SeenEvent[] = [];
    do events.push(await host.nextEvent());
    while (!fits(events.at(-1)!));
    return events;
  }

  it('holds it, when the ircd had just said that it has none', async () => {
    await host.update({ name: '#far', fields: [] });
    gate.hold();
    const ended = host.update({ name: '#far', fields: null });
    await gate.handled();
    await alice.join('#far');
    gate.release();
    await ended;
    await alice.ask('TOPIC #far :still here');
    const isTopic = (event: SeenEvent): boolean =>
      event.kind === 'changed' && event.fields.some((field) => field.endsWith(':still here'));
    const events = await eventsUntil(isTopic);
    expect(events.map(({ kind }) => kind)).not.toContain('dropped');
    expect(events.map(membersOf)).toContain(1);
    await alice.ask('PART #far');
    await eventsUntil(({ kind }) => kind === 'dropped');
  });
});

function membersOf(event: SeenEvent): number | null {
  if (event.kind === 'created') return event.channel.members;
  return event.kind === 'presence' ? event.members : null;
}
