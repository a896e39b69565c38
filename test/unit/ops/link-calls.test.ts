import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../../src/config/sidecar-config.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { noChanges } from '../../../src/core/replica-changes.ts';
import { LinkCalls } from '../../../src/ops/link-calls.ts';
import { a, b, c, createReplica, t0 } from '../../support/replica-fixture.ts';

const carol = { by: 'carol', validateOnly: false };
const dave = { by: 'dave', validateOnly: false };

interface TestPeer {
  config: { address: Address | null };
  session: object | null;
}

/** Peer b is linked and has an address, peer c neither. What is submitted is durable at `commit`. */
function createCalls() {
  const replica = createReplica();
  const peers = new Map<ServerName, TestPeer>([
    [b, { config: { address: { host: '127.0.0.1', port: 1 } }, session: {} }],
    [c, { config: { address: null }, session: null }],
  ]);
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  const calls = new LinkCalls({
    replica,
    peers,
    submit: (run, durable) => {
      run(t0);
      waiting.push(durable);
    },
    draining: () => done.includes('drain'),
    expelled: (peer) => peer === b && (replica.peers.get(b)?.silentMs ?? 0) > 0,
    dial: (peer) => done.push(`dial ${peer}`),
    end: (peer) => done.push(`end ${peer}`),
  });
  const decide = <T>(call: Promise<T>) => {
    done.push(`${waiting.length} to do`);
    for (const durable of waiting.splice(0)) durable();
    return call;
  };
  return { replica, peers, done, calls, decide };
}

describe('a peer is unlinked', () => {
  test('once that is on disk, with who did so', async () => {
    const { replica, done, calls, decide } = createCalls();
    expect(await decide(calls.unlink(b, carol))).toEqual({ was_linked: true, decision: 1 });
    expect(done).toEqual(['1 to do', 'end b.example']);
    expect(replica.peers.get(b)!.barred).toEqual({ by: 'carol', at: t0 });
    expect(replica.takeChanges().events).toMatchObject([
      {
        kind: 'peer.barred',
        server: b,
        text: 'no link is wanted until "cburst link", decided by carol (decision 1)',
      },
    ]);
    expect([...replica.journal.values()]).toMatchObject([
      {
        kind: 'peer-links',
        channel: '',
        by: 'carol',
        reason: 'b.example: no link is wanted until "cburst link"',
      },
    ]);
  });

  test('not twice, and not one that there is not', async () => {
    const { calls, decide } = createCalls();
    expect(await decide(calls.unlink(c, carol))).toEqual({ was_linked: false, decision: 1 });
    await expect(decide(calls.unlink(c, dave))).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: 'c.example is barred already, by carol',
    });
    await expect(decide(calls.unlink(a, dave))).rejects.toMatchObject({ code: status.NOT_FOUND });
  });
});

test('a look says what would become of the link, and changes nothing', async () => {
  const { replica, peers, done, calls, decide } = createCalls();
  const looking = { ...carol, validateOnly: true };
  expect(await decide(calls.unlink(b, looking))).toEqual({ was_linked: true, decision: 0 });
  await expect(decide(calls.link(b, looking))).rejects.toThrow('is linked already');
  await expect(decide(calls.unlink(a, looking))).rejects.toMatchObject({ code: status.NOT_FOUND });
  peers.get(b)!.session = null;
  expect(await decide(calls.link(b, looking))).toEqual({ was_barred: false, dialled: true, decision: 0 });
  expect(replica.takeChanges()).toEqual(noChanges());
  await decide(calls.unlink(b, carol));
  replica.takeChanges();
  await expect(decide(calls.unlink(b, looking))).rejects.toThrow('is barred already');
  expect(await decide(calls.link(b, looking))).toEqual({ was_barred: true, dialled: true, decision: 0 });
  expect(replica.takeChanges()).toEqual(noChanges());
  expect(done.filter((each) => !each.endsWith('to do'))).toEqual(['end b.example']);
});

describe('a peer is linked', () => {
  test('after it was barred', async () => {
    const { replica, done, calls, decide } = createCalls();
    await decide(calls.unlink(b, carol));
    replica.takeChanges();
    // Its link may not have closed yet.
    expect(await decide(calls.link(b, dave))).toEqual({ was_barred: true, dialled: true, decision: 2 });
    expect(replica.peers.get(b)!.barred).toBeNull();
    expect(done.at(-1)).toBe('dial b.example');
    expect(replica.takeChanges().events).toMatchObject([
      { kind: 'peer.unbarred', text: 'may link again, decided by dave (decision 2)' },
    ]);
    await decide(calls.unlink(c, carol));
    expect(await decide(calls.link(c, carol))).toEqual({ was_barred: true, dialled: false, decision: 4 });
  });

  test('when it is merely down: it is dialled at once', async () => {
    const { replica, peers, done, calls, decide } = createCalls();
    peers.get(b)!.session = null;
    expect(await decide(calls.link(b, carol))).toEqual({ was_barred: false, dialled: true, decision: 1 });
    expect(done).toEqual(['1 to do', 'dial b.example']);
    expect(replica.takeChanges().events).toMatchObject([
      { kind: 'peer.dialled', text: 'is dialled at once, decided by carol (decision 1)' },
    ]);
  });

  test('not while the sidecar drains: nobody is dialled any more', async () => {
    const { replica, done, calls, decide } = createCalls();
    await decide(calls.unlink(b, carol));
    replica.takeChanges();
    done.push('drain');
    await expect(decide(calls.link(b, carol))).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'SIDECAR_DRAINING',
    });
    expect(replica.peers.get(b)!.barred).not.toBeNull();
    expect(replica.takeChanges().events).toEqual([]);
    expect(done).not.toContain('dial b.example');
  });

  test('not when there is nothing to do', async () => {
    const { replica, peers, done, calls, decide } = createCalls();
    const refused = (name: ServerName) =>
      decide(calls.link(name, carol)).then(
        () => 'done',
        ({ details }) => details,
      );
    expect(await refused(b)).toBe('b.example is linked already');
    expect(await refused(c)).toContain('it is for c.example to dial');
    expect(await refused(a)).toContain('no peer a.example is configured');
    peers.get(b)!.session = null;
    replica.remember(b, { silentMs: 1 });
    expect(await refused(b)).toContain('was silent for too long');
    expect(done.filter((each) => each.startsWith('dial'))).toEqual([]);
  });
});
