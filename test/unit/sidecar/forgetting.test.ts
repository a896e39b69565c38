import { expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { Forgetting } from '../../../src/sidecar/forgetting.ts';
import { a, at, b, ban, createReplica, name, noBan, t0 } from '../../support/replica-fixture.ts';

const minute = 60_000;
const options = { server: a, peers: [b], forgetMinMs: 10 * minute, forgetAfterMs: 3 * minute };

function createForgetting() {
  const replica = createReplica();
  const links: ServerName[] = [b];
  let wall = t0;
  const run = (work: (now: number) => void) => {
    replica.advance(wall);
    work(wall);
  };
  run(() => {
    const entry = replica.createChannel(name, t0, [], true);
    replica.setOwnPresence(entry, 1);
    replica.write(entry, [ban('x!*@*')], () => at(0));
    replica.write(entry, [noBan('x!*@*')], () => at(1));
  });
  const mesh = () => new Map(links.map((link) => [link, new Set([a])]));
  const forgetting = new Forgetting(options, { replica, submit: run, mesh, linked: () => links }, 0);
  const tick = (ms: number) => {
    wall = t0 + ms;
    forgetting.tick(ms);
    return replica.takeChanges();
  };
  return { replica, links, forgetting, tick };
}

test('forgets what is old enough once the peer has it, and says how much', () => {
  const { replica, tick } = createForgetting();
  expect(tick(10 * minute).entries.size).toBe(1);
  expect(tick(20 * minute).entries.size).toBe(0);
  replica.remember(b, { acknowledged: replica.sequence });
  const { entries, events } = tick(30 * minute);
  expect(entries.size).toBe(1);
  expect(events).toMatchObject([
    { kind: 'state.forgotten', text: '1 removals and 0 channels that nobody holds' },
  ]);
});

test('counts how long a peer is silent, and expels it, once, when that is too long', () => {
  const { replica, links, forgetting, tick } = createForgetting();
  tick(minute);
  expect(replica.peers.get(b)).toBeUndefined();
  links.length = 0;
  expect([...tick(2 * minute).peers]).toEqual([b]);
  tick(3 * minute);
  expect(forgetting.isExpelled(b)).toBe(false);
  expect(tick(4 * minute).events).toMatchObject([{ kind: 'peer.expelled', server: b }]);
  expect(forgetting.isExpelled(b)).toBe(true);
  expect(tick(5 * minute).events).toEqual([]);
  links.push(b);
  tick(6 * minute);
  expect(forgetting.isExpelled(b)).toBe(false);
});
