import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { RawPeer } from './raw-peer.ts';
import { SidecarProcess } from './sidecar-process.ts';

const directory = temporaryDirectory();
const peers: RawPeer[] = [];
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
});
afterAll(() => directory.remove());

const tracked = async (peer: Promise<RawPeer>) => {
  peers.push(await peer);
  return peer;
};
const runs = ['1', '2'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
const channel =
  'CBURST #a 123e4567-e89b-12d3-a456-426614174000 b.test 2024-01-01T12:00:00Z NOTOPIC MEMBERS 1';

describe('a second link of a peer, of another run', () => {
  let a: SidecarProcess;
  beforeAll(async () => {
    a = await SidecarProcess.start(directory.path, { name: 'a.test', peers: [{ name: 'b.test' }] });
  });
  afterAll(() => a.stop());

  const dial = async (run: string) => {
    const peer = await tracked(RawPeer.connect(a.port, 'b.test'));
    peer.send('ACCEPT', peer.hello({ run }), 'RESUME - 0');
    return peer;
  };

  it('is a clone while the first one lives: it is kept out, and the operator hears of it', async () => {
    const first = await dial(runs[0]!);
    await first.burst(channel);
    const clone = await dial(runs[1]!);
    const text = 'another live sidecar speaks for b.test';
    expect((await clone.ended()).at(-1)).toContain(`BYE duplicate "${text}`);
    expect(clone.heard.filter((line) => line.startsWith('RESUME'))).toEqual([]);
    await a.logged('peer.cloned', text);
    await first.barrier();
    expect(await a.peer('b.test')).toMatchObject({ state: 'PEER_STATE_LINKED' });
  });

  it('counts when the first one does not answer', async () => {
    const first = await dial(runs[0]!);
    await first.waitFor(/^RESUME /);
    first.courteous = false;
    const restarted = await dial(runs[1]!);
    await restarted.waitFor(/^RESUME /);
    expect((await first.ended()).at(-1)).toContain('BYE timeout');
    await restarted.burst(channel);
    expect(await a.channelNames()).toEqual(['#a']);
  });
});

it('a peer that has seen more of a store makes it begin anew, once', async () => {
  const options = { name: 'c.test', peers: [{ name: 'b.test' }] };
  const before = await SidecarProcess.start(directory.path, options);
  await tracked(RawPeer.link(before.port, 'b.test'));
  await before.stop();
  const restored = await SidecarProcess.start(directory.path, options);
  const epochs: string[] = [];
  // The first claim is of an epoch from before this start, the second of one that began in it.
  for (const sequence of [900, 901]) {
    const peer = await tracked(RawPeer.connect(restored.port, 'b.test'));
    peer.send('ACCEPT');
    const hello = await peer.waitFor(/^HELLO /);
    epochs.push(hello.split(' ')[4]!);
    peer.send(peer.hello(), `RESUME ${epochs.at(-1)} ${sequence}`);
    expect((await peer.ended()).at(-1)).toContain('BYE protocol "the resume point is beyond');
    await restored.logged('peer.unlinked', 'the resume point is beyond');
    if (sequence === 900) await restored.logged('store.restored', 'b.test has seen change 900');
  }
  const after = await tracked(RawPeer.connect(restored.port, 'b.test'));
  after.send('ACCEPT');
  epochs.push((await after.waitFor(/^HELLO /)).split(' ')[4]!);
  expect(epochs[1]).not.toBe(epochs[0]);
  expect(epochs[2]).toBe(epochs[1]);
  await restored.stop();
});
