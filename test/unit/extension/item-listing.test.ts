import { expect, test } from 'vitest';
import type { BurstExchange } from '../../../src/extension/burst-extension.ts';
import { BurstRouter } from '../../../src/extension/burst-router.ts';
import { Containment } from '../../../src/extension/containment.ts';
import type { ExtensionFailure } from '../../../src/extension/extension-failure.ts';
import { b, channelId } from '../../support/replica-fixture.ts';

const ids = Array.from({ length: 10 }, (_, n) => channelId(n + 1));

test('what extensions have is listed as much at a time as is asked for, each once, one extension after the other', () => {
  let looked = 0;
  const router = routerOf({
    *UBURST() {
      for (const id of [...ids, ids[0]!]) {
        looked++;
        yield id;
      }
    },
    VBURST: () => ids.slice(0, 1),
  });
  const listing = router.presented(0);
  expect(looked).toBe(0);
  expect(listing.next(4)).toEqual(ids.slice(0, 4).map((id) => ({ burstType: 'UBURST', id })));
  expect(looked).toBe(4);
  expect(listing.next(100)).toHaveLength(6);
  expect(listing.next(100)).toEqual([{ burstType: 'VBURST', id: ids[0] }]);
  expect(listing.next(100)).toEqual([]);
  expect(router.presented(0).all()).toHaveLength(11);
});

test('an extension that fails halfway could not say the rest, and the next one is listed', () => {
  const router = routerOf({
    *UBURST() {
      yield ids[0]!;
      yield ids[1]!;
      throw new Error('no luck');
    },
    VBURST: () => ids.slice(0, 1),
  });
  const listing = router.presented(0);
  expect(listing.next(2)).toHaveLength(2);
  expect(listing.failed).toEqual([]);
  expect(listing.next(2)).toEqual([{ burstType: 'VBURST', id: ids[0] }]);
  expect(listing.failed).toEqual(['UBURST']);
});

function routerOf(lists: Record<string, () => Iterable<(typeof ids)[number]>>): BurstRouter {
  const router = new BurstRouter(b);
  const failures: ExtensionFailure[] = [];
  for (const [burstType, presented] of Object.entries(lists)) {
    const report = (failure: ExtensionFailure) => void failures.push(failure);
    const containment = new Containment({ burstType, report, now: null, writesReplica: false });
    router.add(burstType, { presented } as unknown as BurstExchange, containment);
  }
  return router;
}
