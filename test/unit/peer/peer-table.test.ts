import { describe, expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import type { PeerLink } from '../../../src/peer/peer-link.ts';
import { PeerTable } from '../../../src/peer/peer-table.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { createMemoryLinkPair } from '../../support/memory-link.ts';
import { a, b } from '../../support/replica-fixture.ts';
import { epochA, epochB, ScriptedServer } from '../../support/scripted-session.ts';
import { Settling } from '../../support/settle.ts';

describe('two links of one pair', () => {
  test.each([
    ['a dialled first', [true, false]],
    ['b dialled first', [false, true]],
  ])('collapse to the one that the smaller name dialled: %s', async (_, dialled) => {
    const { left, right, dial, settle } = pair();
    for (const byLeft of dialled) dial(byLeft);
    await settle();
    expect([left.outgoing, right.outgoing]).toEqual([true, false]);
    expect(left.notes.filter((note) => note.startsWith('unlinked'))).toEqual([]);
    expect(right.notes.filter((note) => note.startsWith('unlinked'))).toEqual([]);
  });

  test('also when one has long been up', async () => {
    const { left, right, dial, settle } = pair();
    dial(false);
    await settle();
    expect([left.outgoing, right.outgoing]).toEqual([false, true]);
    dial(true);
    await settle();
    expect([left.outgoing, right.outgoing]).toEqual([true, false]);
    dial(false);
    await settle();
    expect([left.outgoing, right.outgoing]).toEqual([true, false]);
  });

  test('that the same side dialled: the newer counts, and the older’s late end touches nothing', async () => {
    const { left, right, dial, settle } = pair();
    const old = dial(true);
    await settle();
    const before = left.table.peers.get(b)!.session;
    dial(true);
    await settle();
    expect(left.table.peers.get(b)!.session).not.toBe(before);
    old.cut();
    await settle();
    expect(left.table.linked()).toEqual([b]);
    expect(right.table.linked()).toEqual([a]);
    expect(left.notes).toEqual(['linked b.example', 'linked b.example']);
  });

  test('a dead one gives way: it is probed, and the next link counts', async () => {
    const { left, right, dial, settle, tick } = pair();
    // Only the accepting side still believes in it.
    const old = dial(true);
    await settle();
    await old.silence();
    expect(right.table.linked()).toEqual([a]);
    left.forget();
    dial(false);
    await settle();
    expect(right.outgoing).toBe(false);
    await tick(5001);
    expect(right.table.linked()).toEqual([]);
    dial(false);
    await settle();
    expect(right.outgoing).toBe(true);
  });
});

test('an end is told once, with its reason', async () => {
  const { left, right, dial, settle } = pair();
  const link = dial(true);
  await settle();
  link.cut();
  await settle();
  expect(left.notes).toEqual(['linked b.example', 'unlinked b.example: the connection was cut']);
  expect(right.table.peers.get(a)).toMatchObject({ session: null, lastError: 'the connection was cut' });
});

test('a refused hello is told on both sides, and nothing was linked', async () => {
  const { left, right, dial, settle } = pair({ casemappingOfB: 'ascii' });
  dial(true);
  await settle();
  expect(left.notes.some((note) => note.includes('casemapping: b.example folds names by ascii'))).toBe(true);
  expect(right.table.peers.get(a)!.lastError).toContain('casemapping');
  expect([...left.notes, ...right.notes].filter((note) => note.startsWith('linked'))).toEqual([]);
});

test('a stop says goodbye', async () => {
  const { left, right, dial, settle } = pair();
  dial(true);
  await settle();
  left.table.stop();
  await settle();
  expect(right.notes.at(-1)).toBe('unlinked a.example: the peer ended the link: shutdown: the sidecar stops');
});

class Side {
  readonly notes: string[] = [];
  readonly server: ScriptedServer;
  readonly #self: ServerName;
  readonly #peer: ServerName;
  readonly #now: () => number;
  table: PeerTable;

  constructor(self: ServerName, peer: ServerName, server: ScriptedServer, now: () => number) {
    this.#self = self;
    this.#peer = peer;
    this.#now = now;
    this.server = server;
    this.table = this.#create();
  }

  /** Which side dialled the link that counts here, if there is one. */
  get outgoing(): boolean | undefined {
    return this.table.peers.get(this.#peer)!.session?.link.outgoing;
  }

  /** As after a crash of this side. */
  forget(): void {
    this.table = this.#create();
  }

  #create(): PeerTable {
    const note = (text: string) => void this.notes.push(text);
    const now = this.#now;
    return new PeerTable(
      this.#self,
      [{ name: this.#peer, address: null, pin: '' }],
      { pageSize: 10, burstTimeoutMs: 20_000 },
      {
        linked: (peer) => note(`linked ${peer}`),
        burstEnded: () => {},
        unlinked: (peer, reason) => note(`unlinked ${peer}: ${reason}`),
        refused: (peer, reason) => note(`refused ${peer}: ${reason}`),
        failed: () => {},
        rejected: (peer) => note(`rejected ${peer}`),
        notAccepted: (peer) => note(`nak ${peer}`),
        step: () => {},
      },
      { now, wallNow: now, serverFor: () => this.server },
    );
  }
}

function pair({ casemappingOfB = 'rfc1459' as const }: { casemappingOfB?: 'rfc1459' | 'ascii' } = {}) {
  let nowMs = 0;
  const settling = new Settling();
  const timers = new ManualTimers();
  const serverB = Object.assign(new ScriptedServer(), {
    name: b,
    epoch: epochB,
    casemapping: casemappingOfB,
  });
  const left = new Side(a, b, Object.assign(new ScriptedServer(), { epoch: epochA }), () => nowMs);
  const right = new Side(b, a, serverB, () => nowMs);
  const settle = () => settling.settle();
  const dial = (byLeft: boolean) => {
    let silent = false;
    const carry = (arrive: () => void) => {
      if (!silent) settling.defer(arrive);
    };
    const names = byLeft ? ([a, b] as const) : ([b, a] as const);
    const { dialling, accepting, cut } = createMemoryLinkPair(...names, { timers, carry });
    const add = (side: Side, link: PeerLink) => side.table.add(link);
    add(left, byLeft ? dialling : accepting);
    add(right, byLeft ? accepting : dialling);
    const silence = async () => {
      silent = true;
      await settle();
    };
    return { cut, silence };
  };
  const tick = async (ms: number) => {
    nowMs += ms;
    left.table.tick();
    right.table.tick();
    timers.advance(2000);
    await settle();
  };
  return { left, right, dial, settle, tick };
}
