import { expect, test } from 'vitest';
import type { ServerName } from '../../../src/core/identity.ts';
import { MESH_GRACE_TICKS, MeshView } from '../../../src/peer/mesh-view.ts';
import { a, b, c } from '../../support/replica-fixture.ts';

const d = 'd.example' as ServerName;

function ticks(mesh: MeshView, live: ServerName[], count: number): string[] {
  return Array.from({ length: count }, () => mesh.tick(live))
    .flat()
    .map(({ first, second, missing }) => `${first} ${second} ${missing ? 'missing' : 'back'}`);
}

/** Server a is linked with b and c, which are not linked with each other. */
function torn(): MeshView {
  const mesh = new MeshView();
  mesh.tell(b, [a]);
  mesh.tell(c, [a]);
  return mesh;
}

test('a link that is missing for longer than a while is told once, and once when it is back', () => {
  const mesh = torn();
  expect(ticks(mesh, [c, b], MESH_GRACE_TICKS)).toEqual([]);
  expect(ticks(mesh, [c, b], 100)).toEqual([`${b} ${c} missing`]);
  expect([mesh.missing(b), mesh.missing(c), mesh.missing(d)]).toEqual([[c], [b], []]);
  mesh.tell(b, [a, c]);
  expect(ticks(mesh, [b, c], 1)).toEqual([]);
  mesh.tell(c, [a, b]);
  expect(ticks(mesh, [b, c], 100)).toEqual([`${b} ${c} back`]);
  expect(mesh.missing(b)).toEqual([]);
});

test('a link that comes in time is not told of', () => {
  const mesh = torn();
  ticks(mesh, [b, c], MESH_GRACE_TICKS);
  mesh.tell(b, [a, c]);
  mesh.tell(c, [a, b]);
  expect(ticks(mesh, [b, c], 1)).toEqual([]);
  mesh.tell(c, [a]);
  expect(ticks(mesh, [b, c], MESH_GRACE_TICKS)).toEqual([]);
});

test('a server with which this one is not live may be down: nothing is missing then', () => {
  const mesh = torn();
  expect(ticks(mesh, [b], 100)).toEqual([]);
  ticks(mesh, [b, c], MESH_GRACE_TICKS);
  ticks(mesh, [b], 1);
  expect(ticks(mesh, [b, c], MESH_GRACE_TICKS)).toEqual([]);
});

test('what was reported stays so until somebody says otherwise', () => {
  const mesh = torn();
  ticks(mesh, [b, c], 100);
  mesh.forget(b);
  mesh.forget(c);
  expect(ticks(mesh, [b, c], 100)).toEqual([]);
  expect(mesh.missing(b)).toEqual([c]);
  mesh.tell(b, [a, c]);
  expect(ticks(mesh, [b, c], 1)).toEqual([`${b} ${c} back`]);
});

test('one end that tells is enough, and none is no news', () => {
  const mesh = new MeshView();
  expect(ticks(mesh, [b, c, d], 100)).toEqual([]);
  mesh.tell(c, [a, b]);
  expect(ticks(mesh, [b, c, d], 100)).toEqual([`${c} ${d} missing`]);
});

test('nothing is said of the links of a peer that is none any more', () => {
  const mesh = torn();
  ticks(mesh, [b, c], 100);
  mesh.remove(c);
  expect([mesh.missing(b), [...mesh.told.keys()]]).toEqual([[], [b]]);
});
