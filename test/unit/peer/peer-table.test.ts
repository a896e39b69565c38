import { describe, expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { MESH_GRACE_TICKS } from '../../../src/peer/mesh-view.ts';
import type { PeerLink } from '../../../src/peer/peer-link.ts';
import { PeerTable, UNGREETED_MAX } from '../../../src/peer/peer-table.ts';
import type { Pin } from '../../../src/peer/spki-pin.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { createMemoryLinkPair } from '../../support/memory-link.ts';
import { a, b, c } from '../../support/replica-fixture.ts';
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
    left.forgetLinks();
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

describe('other peers while it runs', () => {
  const config = (name: ServerName, pin = '') => ({ name, address: null, pin });

  test('one that is none any more is unlinked, and nothing of it is left', async () => {
    const { left, right, dial, settle, tick } = pair([c]);
    dial(true);
    await settle();
    left.table.configure([config(c)]);
    expect([...left.table.peers.keys()]).toEqual([c]);
    await settle();
    expect(left.notes.at(-1)).toBe('unlinked b.example: pin: the pin is not the configured one any more');
    expect(right.table.linked()).toEqual([]);
    await tick(60_000);
    left.table.configure([config(c), config(b)]);
    expect(left.table.peers.get(b)).toMatchObject({ session: null, lastError: '' });
    dial(true);
    await settle();
    expect(left.table.linked()).toEqual([b]);
  });

  test('one that comes back before its link is closed is unlinked all the same', async () => {
    const { left, dial, settle } = pair();
    dial(true);
    await settle();
    left.table.configure([]);
    left.table.configure([config(b)]);
    await settle();
    expect(left.table.linked()).toEqual([]);
    expect(left.notes.at(-1)).toMatch(/^unlinked b.example: pin/);
  });

  test('one with another pin has to prove it; with another address it stays', async () => {
    const { left, dial, settle } = pair();
    dial(true);
    await settle();
    left.table.configure([{ ...config(b), address: { host: '127.0.0.1', port: 1 } }]);
    await settle();
    expect(left.table.linked()).toEqual([b]);
    expect(left.table.peers.get(b)!.config.address).toEqual({ host: '127.0.0.1', port: 1 });
    left.table.configure([config(b, 'other')]);
    await settle();
    expect(left.table.linked()).toEqual([]);
  });

  test('one that proved its next pin stays when that becomes the pin, and not once it is none', async () => {
    const { left, right, dial, settle } = pair();
    left.table.configure([{ ...config(b, 'old'), nextPin: 'new' }]);
    dial(true, right, { pin: 'new' });
    await settle();
    left.table.configure([config(b, 'new')]);
    await settle();
    expect(left.notes).toEqual(['linked b.example']);
    left.table.configure([{ ...config(b, 'old'), nextPin: 'new' }]);
    left.table.configure([config(b, 'old')]);
    await settle();
    expect(left.notes.at(-1)).toMatch(/^unlinked b.example: pin/);
  });
});

describe('a link of another run of a peer’s sidecar', () => {
  test('counts once the old link is known to be dead', async () => {
    const { left, right, dial, settle, tick } = pair();
    const old = dial(true);
    await settle();
    await old.silence();
    right.forget();
    dial(true);
    await settle();
    const before = left.table.peers.get(b)!.session;
    expect(left.notes).toEqual(['linked b.example']);
    expect(right.table.linked()).toEqual([a]);
    await tick(5001);
    await settle();
    expect(left.table.peers.get(b)!.session).not.toBe(before);
    expect(left.notes.slice(1)).toEqual([
      expect.stringContaining('unlinked b.example: timeout'),
      'linked b.example',
    ]);
    expect(left.table.peers.get(b)!.session!.live).toBe(true);
    await tick(60_000);
    expect(right.table.peers.get(a)!.session!.live).toBe(true);
  });

  test('counts at once when the old link was closed', async () => {
    const { left, right, dial, settle } = pair();
    const old = dial(false);
    await settle();
    right.forget();
    old.cut();
    dial(false);
    await settle();
    expect(left.table.peers.get(b)!.session!.live).toBe(true);
    expect(left.notes.filter((note) => note.startsWith('peer.cloned'))).toEqual([]);
  });

  test('is refused while the old one is alive: two sidecars have one name', async () => {
    const { left, right, dial, settle, tick } = pair();
    dial(true);
    await settle();
    const clone = new Side(b, a, right.server.restarted(), () => 0);
    for (const byLeft of [false, true]) {
      dial(byLeft, clone);
      await settle();
      expect(clone.table.linked()).toEqual([]);
      expect(clone.notes.at(-1)).toContain('duplicate: another live sidecar speaks for b.example');
      expect(left.notes.at(-1)).toContain('peer.cloned b.example: another live sidecar speaks for b.example');
    }
    await tick(10_000);
    expect(left.table.peers.get(b)!.session!.live).toBe(true);
    expect(left.notes.filter((note) => note.startsWith('unlinked'))).toEqual([]);
    expect(right.notes).toEqual(['linked a.example']);
  });

  test('is forgotten when everything ends', async () => {
    const { left, right, dial, settle, tick } = pair();
    const old = dial(true);
    await settle();
    await old.silence();
    right.forget();
    dial(true);
    await settle();
    left.table.stop();
    await tick(3000);
    expect(left.notes).toEqual(['linked b.example', expect.stringContaining('unlinked b.example: shutdown')]);
  });

  test('gives way to a newer one while it waits', async () => {
    const { left, right, dial, settle, tick } = pair();
    const old = dial(true);
    await settle();
    await old.silence();
    const ways = [];
    for (let run = 0; run < 3; run++) {
      right.forget();
      ways.push(dial(true));
      await settle();
    }
    ways[2]!.cut();
    await settle();
    await tick(5001);
    // It is gone, and nobody waits any more.
    expect(left.table.linked()).toEqual([]);
    dial(true);
    await settle();
    expect(left.table.linked()).toEqual([b]);
  });
});

describe('the network', () => {
  test('a missing link between two peers is told once, and once when it is back', async () => {
    const { left, right, dial, settle, tick } = pair([c]);
    const third = new Side(c, a, Object.assign(new ScriptedServer(), { name: c }), () => 0);
    dial(true);
    dial(true, third);
    await settle();
    expect([...left.table.meshLive()]).toEqual([]);
    for (let n = 0; n < 2 * MESH_GRACE_TICKS; n++) {
      await tick(1000);
      third.table.tick();
      await settle();
    }
    expect([...left.table.meshLive()]).toEqual([
      [b, new Set([a])],
      [c, new Set([a])],
    ]);
    const notes = () => left.notes.filter((note) => note.startsWith('mesh'));
    const missing = 'mesh.link_missing b.example: b.example and c.example have no link to each other';
    expect(notes()).toEqual([missing]);
    expect(left.table.peers.get(b)!.missing).toEqual([c]);
    right.table.peers.get(a)!.session!.tellMesh([a, c]);
    third.table.peers.get(a)!.session!.tellMesh([a, b]);
    await settle();
    left.table.tick();
    expect(notes()).toEqual([missing, 'mesh.link_back b.example: b.example and c.example are linked again']);
    expect(left.table.peers.get(b)!.missing).toEqual([]);
    expect(right.notes).toEqual(['linked a.example']);
  });

  test('is told of a lost peer at once', async () => {
    const { left, right, dial, settle, tick } = pair([c]);
    const third = new Side(c, a, Object.assign(new ScriptedServer(), { name: c }), () => 0);
    dial(true);
    const way = dial(true, third);
    await settle();
    await tick(1000);
    expect(right.table.meshLive().get(a)).toEqual(new Set([b, c]));
    way.cut();
    await settle();
    expect(right.table.meshLive().get(a)).toEqual(new Set([b]));
    expect(left.table.meshLive().has(c)).toBe(false);
  });

  test('other policies for equal names are told on both sides', async () => {
    const { left, right, dial, settle } = pair();
    for (const [side, policy] of [
      [left, 'local'],
      [right, 'merge'],
    ] as const) {
      Object.assign(side.server, {
        rules: { ...side.server.rules, conflicts: { policy, overrides: new Map() } },
      });
    }
    dial(true);
    await settle();
    expect(left.notes.at(-1)).toBe('policy.differs b.example: every channel: local here, merge there');
    expect(right.notes.at(-1)).toBe('policy.differs a.example: every channel: merge here, local there');
  });
});

test('who has more than was issued is told', async () => {
  const { left, right, dial, settle } = pair();
  right.server.cursorOfPeer = { epoch: epochA, sequence: 7 };
  dial(true);
  await settle();
  expect(left.notes.slice(1)).toEqual([
    `exceeded b.example: ${epochA} 7`,
    expect.stringContaining('unlinked b.example: protocol: the resume point is beyond'),
  ]);
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
  const { left, right, dial, settle } = pair([], 'ascii');
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

test('links that never greet are few: the oldest gives way to the next', async () => {
  const { left, silentLink, settle } = pair();
  const links = Array.from({ length: UNGREETED_MAX + 2 }, () => silentLink());
  await settle();
  expect(links.map(({ open }) => open())).toEqual([false, false, ...Array(UNGREETED_MAX).fill(true)]);
  expect(left.notes).toEqual([]);
  expect(left.table.peers.get(b)!.lastError).toContain(`more than ${UNGREETED_MAX} links`);
});

test('when a peer last came, and how far ahead its clock is, is known of each side', async () => {
  const { left, right, dial, settle, tick } = pair();
  right.server.wallNow = () => 17_000;
  left.server.wallNow = () => 5000;
  await tick(2000);
  const facts = ({ table }: Side, peer: ServerName) => {
    const { lastIncomingAt, clockAheadMs } = table.peers.get(peer)!;
    return { lastIncomingAt, clockAheadMs };
  };
  expect(facts(left, b)).toEqual({ lastIncomingAt: 0, clockAheadMs: null });
  dial(true);
  await settle();
  expect(facts(left, b)).toEqual({ lastIncomingAt: 0, clockAheadMs: 15_000 });
  expect(facts(right, a)).toEqual({ lastIncomingAt: 2000, clockAheadMs: 3000 });
});

class Side {
  readonly notes: string[] = [];
  server: ScriptedServer;
  readonly #self: ServerName;
  readonly #peer: ServerName;
  readonly #others: readonly ServerName[];
  readonly #now: () => number;
  table: PeerTable;

  constructor(
    self: ServerName,
    peer: ServerName,
    server: ScriptedServer,
    now: () => number,
    others: readonly ServerName[] = [],
  ) {
    this.#self = self;
    this.#peer = peer;
    this.#others = others;
    this.#now = now;
    this.server = server;
    this.table = this.#create();
  }

  /** Which side dialled the link that counts here, if there is one. */
  get outgoing(): boolean | undefined {
    return this.table.peers.get(this.#peer)!.session?.link.outgoing;
  }

  forgetLinks(): void {
    this.table = this.#create();
  }

  /** As after a crash of this side. */
  forget(): void {
    this.server = this.server.restarted();
    this.table = this.#create();
  }

  #create(): PeerTable {
    const note = (text: string) => void this.notes.push(text);
    const now = this.#now;
    return new PeerTable(
      this.#self,
      [this.#peer, ...this.#others].map((name) => ({ name, address: null, pin: '' })),
      { pageSize: 10, burstTimeoutMs: 20_000 },
      {
        linked: (peer) => note(`linked ${peer}`),
        burstEnded: () => {},
        compared: () => {},
        unlinked: (peer, reason) => note(`unlinked ${peer}: ${reason}`),
        refused: (peer, reason) => note(`refused ${peer}: ${reason}`),
        failed: () => {},
        rejected: (peer) => note(`rejected ${peer}`),
        notAccepted: (peer) => note(`nak ${peer}`),
        noticed: (kind, peer, text) => note(`${kind} ${peer}: ${text}`),
        exceeded: (peer, epoch, sequence) => note(`exceeded ${peer}: ${epoch} ${sequence}`),
        step: () => {},
      },
      { now, wallNow: now, serverFor: () => this.server },
    );
  }
}

function pair(others: ServerName[] = [], casemappingOfB: 'rfc1459' | 'ascii' = 'rfc1459') {
  let nowMs = 0;
  const settling = new Settling();
  const timers = new ManualTimers();
  const serverB = Object.assign(new ScriptedServer(), {
    name: b,
    epoch: epochB,
    casemapping: casemappingOfB,
  });
  const serverA = Object.assign(new ScriptedServer(), { epoch: epochA });
  const left = new Side(a, b, serverA, () => nowMs, others);
  const right = new Side(b, a, serverB, () => nowMs);
  const settle = () => settling.settle();
  const dial = (byLeft: boolean, other: Side = right, proven: { readonly pin?: Pin } = {}) => {
    let silent = false;
    const carry = (arrive: () => void) => {
      if (!silent) settling.defer(arrive);
    };
    const { name } = other.server;
    const names = byLeft ? ([a, name] as const) : ([name, a] as const);
    const { dialling, accepting, cut } = createMemoryLinkPair(...names, { timers, carry });
    const add = (side: Side, link: PeerLink) => side.table.add(link);
    add(left, Object.assign(byLeft ? dialling : accepting, proven));
    add(other, byLeft ? accepting : dialling);
    const silence = async () => {
      silent = true;
      await settle();
    };
    return { cut, silence };
  };
  /** The peer brings a link up, and says nothing on it. */
  const silentLink = () => {
    const { dialling, accepting } = createMemoryLinkPair(b, a, {
      timers,
      carry: (arrive) => settling.defer(arrive),
    });
    let isOpen = true;
    dialling.open({
      line: () => {},
      drain: () => {},
      closed: () => {
        isOpen = false;
      },
    });
    left.table.add(accepting);
    return { open: () => isOpen };
  };
  const tick = async (ms: number) => {
    nowMs += ms;
    left.table.tick();
    right.table.tick();
    timers.advance(2000);
    await settle();
  };
  return { left, right, dial, silentLink, settle, tick };
}
