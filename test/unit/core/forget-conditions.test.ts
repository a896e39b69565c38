import { expect, test } from 'vitest';
import { forgetConditions, isExpelled, type Mesh } from '../../../src/core/forget-conditions.ts';
import { newPeerMemory } from '../../../src/core/peer-memory.ts';
import { a, b, c } from '../../support/replica-fixture.ts';

const options = { server: a, peers: [b, c], forgetMinMs: 600_000, forgetAfterMs: 1000 };
const whole: Mesh = new Map([
  [b, new Set([a, c])],
  [c, new Set([a, b])],
]);
const heard = { ...newPeerMemory, acknowledged: 7 };

test('the peer that acknowledged least counts, and one that never did acknowledged nothing', () => {
  const memories = new Map([
    [b, heard],
    [c, { ...newPeerMemory, acknowledged: 5 }],
  ]);
  const expected = { ageMinMs: 600_000, acknowledged: 5, meshComplete: true };
  expect(forgetConditions(options, memories, whole)).toEqual(expected);
  expect(forgetConditions(options, new Map([[b, heard]]), whole).acknowledged).toBe(0);
});

test('every peer has to be linked with this server and with every other', () => {
  const memories = new Map([
    [b, heard],
    [c, heard],
  ]);
  const meshes: Mesh[] = [
    new Map([[b, new Set([a, c])]]),
    new Map([...whole, [c, new Set([a])]]),
    new Map([...whole, [c, new Set([b])]]),
  ];
  for (const mesh of meshes) expect(forgetConditions(options, memories, mesh).meshComplete).toBe(false);
});

test('a peer that was silent for too long counts no more', () => {
  const gone = { ...newPeerMemory, silentMs: 1000 };
  expect([isExpelled(gone, options), isExpelled(heard, options), isExpelled(undefined, options)]).toEqual([
    true,
    false,
    false,
  ]);
  const memories = new Map([
    [b, heard],
    [c, gone],
  ]);
  const mesh: Mesh = new Map([[b, new Set([a])]]);
  expect(forgetConditions(options, memories, mesh)).toMatchObject({ acknowledged: 7, meshComplete: true });
});

test('alone, a server forgets when it is time', () => {
  const alone = { ...options, peers: [] };
  expect(forgetConditions(alone, new Map(), new Map())).toMatchObject({
    acknowledged: Number.POSITIVE_INFINITY,
    meshComplete: true,
  });
});
