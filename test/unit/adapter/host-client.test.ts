import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import * as grpc from '@grpc/grpc-js';
import { type Logger, pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostClient, type HostClientListener } from '../../../src/adapter/host-client.ts';
import type { IrcdEvent, IrcdProfile, IrcdUpdate } from '../../../src/adapter/ircd-messages.ts';
import type { AdapterConfig } from '../../../src/config/adapter-config.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { LinkProxy } from '../../e2e/link-proxy.ts';
import { ScriptedSidecar } from '../../e2e/scripted-sidecar.ts';

const profile: IrcdProfile = {
  software: 'ircd',
  casemapping: 'ascii',
  flags: new Set(['secret']),
  parameters: new Set(),
  lists: new Set(['ban']),
  defaults: [{ kind: 'flag', name: 'secret', set: true }],
};

describe('HostClient', () => {
  let sidecar: ScriptedSidecar;
  let client: HostClient;
  let incarnation: string;
  const updates: IrcdUpdate[] = [];
  const heard: string[] = [];

  beforeEach(async () => {
    sidecar = await ScriptedSidecar.start('127.0.0.1:0');
    incarnation = 'first';
    updates.length = 0;
    heard.length = 0;
    client = new HostClient(configFor(sidecar.target), pino({ level: 'silent' }), {
      welcomed: () => client.sendSnapshot(incarnation, []),
      updates: (some) => void updates.push(...some),
      members: () => {},
      grants: () => {},
      held: () => {},
      resync: () => client.sendSnapshot('again', []),
      acknowledged: (sequence) => void heard.push(`acknowledged ${sequence}`),
      detached: () => void heard.push('detached'),
    });
  });

  afterEach(() => {
    client.close();
    sidecar.stop();
  });

  it('says who the host is, then what it shows', async () => {
    client.attach(profile);
    const host = await sidecar.attached();
    expect(host.hello).toMatchObject({
      protocol_version: 1,
      server_name: 'a.test',
      flags: ['secret'],
      observe: true,
    });
    expect(await host.snapshot()).toMatchObject({ incarnation: 'first', channels: [] });
    expect((await host.resync()).incarnation).toBe('again');
  });

  it('numbers events from 1 in each stream, with the last update that had a result', async () => {
    client.attach(profile);
    const host = await sidecar.attached();
    expect(client.event(changed('#a'))).toBe(1);
    client.results([{ number: 3, name: name('#a'), status: 'applied', deviations: [], createdAt: 5 }]);
    expect(client.event(changed('#b'))).toBe(2);
    expect(await host.nextEvent()).toMatchObject({ sequence: 1, appliedUpdate: 0, name: '#a' });
    expect(await host.nextEvent()).toMatchObject({ sequence: 2, appliedUpdate: 3, name: '#b' });
    expect(host.results).toMatchObject([{ number: 3, status: 'applied', createdAt: 5 }]);
    host.end(grpc.status.UNAVAILABLE, 'stops');
    const next = await sidecar.attached();
    expect(heard).toEqual(['detached']);
    expect(client.event(changed('#c'))).toBe(1);
    expect(await next.nextEvent()).toMatchObject({ sequence: 1, appliedUpdate: 0, name: '#c' });
  });

  it('tells a crowd that joins as one event, but not over the end of a channel', async () => {
    client.attach(profile);
    const host = await sidecar.attached();
    client.event(presence('#a', 1));
    client.event(changed('#a'));
    client.event(presence('#a', 2));
    client.event(presence('#b', 7));
    client.event({ name: name('#a'), change: { kind: 'dropped' } });
    client.event(presence('#a', 3));
    await host.eventThat(({ sequence }) => sequence === 5);
    expect(
      host.events.map((event) => [
        event.sequence,
        event.name,
        event.kind,
        'members' in event && event.members,
      ]),
    ).toEqual([
      [1, '#a', 'presence', 2],
      [2, '#a', 'changed', false],
      [3, '#b', 'presence', 7],
      [4, '#a', 'dropped', false],
      [5, '#a', 'presence', 3],
    ]);
  });

  it('gives up a stream with more events than are kept, and begins with a snapshot', async () => {
    client.attach(profile);
    const first = await sidecar.attached();
    incarnation = 'second';
    for (let i = 0; client.isReporting; i++) client.event(changed(`#${i}`));
    await first.untilEnded();
    expect(heard).toEqual(['detached']);
    expect(await (await sidecar.attached()).snapshot()).toMatchObject({ incarnation: 'second' });
  });

  it('hands over updates and acknowledgements', async () => {
    client.attach(profile);
    const host = await sidecar.attached();
    host.acknowledge(4);
    host.send({ name: '#a', fields: [{ kind: 'limit', value: 5 }] }, { name: '#b', fields: null });
    client.event(changed('#a'));
    const before = await host.resync();
    expect(before.incarnation).toBe('again');
    expect(heard).toEqual(['acknowledged 4']);
    expect(updates).toEqual([
      { number: 1, hostSequence: 0, name: '#a', fields: [{ kind: 'limit', value: 5 }] },
      { number: 2, hostSequence: 0, name: '#b', fields: null },
    ]);
  });

  it('ends the stream on detach and opens another on attach', async () => {
    client.attach(profile);
    const host = await sidecar.attached();
    client.detach();
    expect(await host.untilEnded()).toBe('the host ended it');
    expect(heard).toEqual([]);
    client.attach(profile);
    expect((await sidecar.attached()).hello!.instance).toBe(host.hello!.instance);
  });

  it('says that no sidecar answers, where, and what to check, and warns of it once', async () => {
    const lines: Record<string, unknown>[] = [];
    const logged = Promise.withResolvers<void>();
    const write = (line: string): void => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
      if (lines.length === 3) logged.resolve();
    };
    const lonely = lonelyClient('unix:/nowhere/host.sock', pino({ level: 'debug' }, { write }));
    await logged.promise;
    lonely.close();
    expect(lines[0]).toMatchObject({
      msg: 'no sidecar answers at unix:/nowhere/host.sock: the adapter keeps trying',
      cause: 'ENOENT',
      next: expect.stringMatching(/`cburst sidecar` runs.*\[sidecar\] target.*host_socket/),
    });
    expect(JSON.stringify(lines[0])).not.toMatch(/No connection established|Resolution note/);
    expect(lines.map(({ level }) => level)).toEqual([WARN, DEBUG, DEBUG]);
  });

  it('keeps dialling a sidecar that is away for longer, at a steady pace', async () => {
    let dials = 0;
    const enough = Promise.withResolvers<void>();
    const refusing = createServer((socket) => {
      socket.destroy();
      if (++dials === 8) enough.resolve();
    });
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const { port } = refusing.address() as AddressInfo;
    const lonely = lonelyClient(`127.0.0.1:${port}`, pino({ level: 'silent' }));
    await enough.promise;
    lonely.close();
    refusing.close();
    // With gRPC's own back-off beside the client's these take twice as long at the least.
  }, 30_000);

  it('gives up a stream on which nobody answers any more', async () => {
    const proxy = await LinkProxy.start();
    proxy.target = Number(sidecar.target.split(':')[1]);
    const gone = Promise.withResolvers<void>();
    const far = new HostClient(
      configFor(`127.0.0.1:${proxy.port}`),
      pino({ level: 'silent' }),
      { ...nobody, welcomed: () => far.sendSnapshot('first', []), detached: gone.resolve },
      { everyMs: 200, answerMsMax: 2_000 },
    );
    far.attach(profile);
    await sidecar.attached();
    proxy.freeze();
    await gone.promise;
    far.close();
    await proxy.stop();
  });

  it('waits for a sidecar that is not there yet', async () => {
    const { target } = sidecar;
    sidecar.stop();
    client.attach(profile);
    sidecar = await ScriptedSidecar.start(target);
    expect((await sidecar.attached()).hello!.server_name).toBe('a.test');
  });
});

const WARN = 40;
const DEBUG = 20;

const nothing = (): void => {};
const nobody: HostClientListener = {
  welcomed: nothing,
  updates: nothing,
  members: nothing,
  grants: nothing,
  held: nothing,
  resync: nothing,
  acknowledged: nothing,
  detached: nothing,
};

function lonelyClient(target: string, log: Logger): HostClient {
  const lonely = new HostClient(configFor(target), log, nobody);
  lonely.attach(profile);
  return lonely;
}

function configFor(target: string): AdapterConfig {
  return {
    ircd: {
      type: 'inspircd',
      address: { host: '127.0.0.1', port: 1 },
      serverName: 'a.test' as ServerName,
      defaultModes: 'nt',
      keeper: true,
      services: [],
      carryModes: [],
    },
    link: { name: 'x' as ServerName, sid: '1AD', description: '', sendPassword: '', receivePassword: '' },
    sidecar: { target, tokenFile: null },
    adapter: {
      observe: true,
      linesPerSecond: 1,
      channelLinesPerSecond: 1,
      showMembers: false,
      showMembersMax: 10_000,
      nickSuffix: '|net',
    },
    logging: { level: 'info', format: 'json' },
  };
}

function name(text: string): IrcText {
  return text as IrcText;
}

function changed(channel: string): IrcdEvent {
  return { name: name(channel), change: { kind: 'changed', fields: [{ kind: 'limit', value: 1 }] } };
}

function presence(channel: string, members: number): IrcdEvent {
  return { name: name(channel), change: { kind: 'presence', held: true, members } };
}
