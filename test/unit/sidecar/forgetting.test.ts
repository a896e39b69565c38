import { expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { Forgetting } from '../../../src/sidecar/forgetting.ts';
import { a, at, b, ban, createReplica, name, noBan, t0 } from '../../support/replica-fixture.ts';

const minute = 60_000;
const options = { server: a, peers: [b], forgetMinMs: 10 * minute, forgetAfterMs: 3 * minute };

/** How far apart the looks are. */
const lookMs = options.forgetMinMs / 4;

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

test('forgets what is old enough once the peer has had it for as long, and says how much', () => {
  const { replica, tick } = createForgetting();
  for (let look = 1; look < 10; look++) expect(tick(look * lookMs).entries.size).toBe(look === 1 ? 1 : 0);
  replica.remember(b, { acknowledged: replica.sequence });
  for (let look = 10; look < 14; look++) expect(tick(look * lookMs).entries.size).toBe(0);
  const { entries, events } = tick(14 * lookMs);
  expect(entries.size).toBe(1);
  expect(events).toMatchObject([
    { kind: 'state.forgotten', text: '1 removals and 0 channels that nobody holds' },
  ]);
});

test.each(['the peer had less of it', 'the link was gone'])(
  'forgets nothing of which, in that time, %s',
  (what) => {
    const { replica, links, tick } = createForgetting();
    replica.remember(b, { acknowledged: replica.sequence });
    for (let look = 1; look < 4; look++) tick(look * lookMs);
    if (what === 'the link was gone') links.length = 0;
    else replica.remember(b, { acknowledged: 1 });
    tick(4 * lookMs);
    if (links.length === 0) links.push(b);
    replica.remember(b, { acknowledged: replica.sequence });
    for (let look = 5; look < 9; look++) expect(tick(look * lookMs).entries.size).toBe(0);
    expect(tick(9 * lookMs).entries.size).toBe(1);
  },
);

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
