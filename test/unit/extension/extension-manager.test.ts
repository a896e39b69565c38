import { describe, expect, test } from 'vitest';
import { noChanges } from '../../../src/core/replica-changes.ts';
import type {
  Announced,
  BurstExchange,
  BurstExtension,
  ItemId,
} from '../../../src/extension/burst-extension.ts';
import type { BurstRouter, RoutedItem, RoutedProblem } from '../../../src/extension/burst-router.ts';
import { type Announce, BurstTypeError, ExtensionManager } from '../../../src/extension/extension-manager.ts';
import { refusingBurst } from '../../../src/extension/refusing-burst.ts';
import { OVERDRAFT_MS_MAX } from '../../../src/extension/time-share.ts';
import { b, channelId } from '../../support/replica-fixture.ts';

const one = channelId(1);
const two = channelId(2);

const exchange: BurstExchange = {
  presented: () => [one],
  others: () => [two],
  knows: () => true,
  describe: (id) => [`UBURST ${id} told`],
  read: (line) => ({ id: one, apply: () => (line.endsWith('bad') ? 'it is bad' : null) }),
  burstEnded: () => {},
};

function extension(more: Partial<BurstExtension> = {}): BurstExtension {
  return {
    burstType: 'UBURST',
    capabilities: ['urls'],
    requires: 'urls',
    linked: () => exchange,
    unlinked: () => {},
    committed: () => {},
    ...more,
  };
}

function managed(...extensions: BurstExtension[]) {
  const failures: string[] = [];
  const changed: (readonly Announced[])[] = [];
  const announcers: Announce[] = [];
  const manager = new ExtensionManager({
    changed: (announced) => void changed.push(announced),
    failed: ({ burstType, peer, task, id, error }) =>
      void failures.push(`${burstType} ${peer} ${task} ${id}: ${(error as Error).message}`),
  });
  for (const each of extensions) {
    const build = (announce: Announce) => {
      announcers.push(announce);
      return each;
    };
    if (each.requires === null) manager.register(build);
    else manager.registerForeign(build);
  }
  return { manager, failures, changed, announcers };
}

const linkedWith = (...extensions: BurstExtension[]) => {
  const { manager, failures } = managed(...extensions);
  return { router: manager.linked({ server: b, capabilities: ['urls'] }), failures };
};

const resumed = { mode: 'resume', unconfirmed: new Set<ItemId>() } as const;

const fail = (): never => {
  throw new Error('no luck');
};

test.each([
  ['UBURST', 'is registered already'],
  ['uburst', 'is not 1 to 16 letters'],
  ['', 'is not 1 to 16 letters'],
  ['U BURST', 'is not 1 to 16 letters'],
  ['ABCDEFGHIJKLMNOPQ', 'is not 1 to 16 letters'],
  ['PAGE', 'is a verb of the session'],
  ['PING', 'is a verb of the session'],
  ['HELLO', 'is a verb of the session'],
  ['ACCEPT', 'is a verb of the session'],
])('the burst type %j cannot be registered: it %s', (burstType, problem) => {
  const { manager } = managed(extension());
  const register = () => manager.register(() => extension({ burstType }));
  expect(register).toThrow(BurstTypeError);
  expect(register).toThrow(problem);
  expect(manager.capabilities).toEqual(['urls']);
});

test('only who shares a type takes part in a link', () => {
  const { manager } = managed(extension(), refusingBurst('CBURST', 'off'));
  const router = (capabilities: string[]) => manager.linked({ server: b, capabilities });
  expect([...router(['urls']).burstTypes]).toEqual(['UBURST', 'CBURST']);
  expect([...router([]).burstTypes]).toEqual(['CBURST']);
  expect([router(['urls']), router([])].map((each) => each.takesPart('UBURST'))).toEqual([true, false]);
});

test('a line goes to the extension whose verb it begins with', () => {
  const { router } = linkedWith(extension(), refusingBurst('UB', 'off'));
  expect(router.read('UBURST x')).toMatchObject({ burstType: 'UBURST', id: one });
  expect(router.read('UB x')).toMatchObject({ burstType: 'UB', problem: { reason: 'off' } });
  for (const line of ['UBURSTS x', 'UBURST', 'uburst x', ' UBURST x', 'PING x', ''])
    expect(router.read(line)).toBeNull();
});

test('what is announced is told under its type', () => {
  const { announcers, changed } = managed(extension());
  const changes = new Map([[one, new Set(['title'])]]);
  announcers[0]!(changes);
  expect(changed).toEqual([[{ burstType: 'UBURST', changes }]]);
});

test('what is announced of one commit is told at once, also where an extension fails', () => {
  const changes = new Map([[one, null]]);
  const announcing = (burstType: string, each: number) =>
    extension({ burstType, committed: () => announcers[each]!(changes) });
  const { manager, announcers, changed, failures } = managed(
    announcing('UBURST', 0),
    extension({ burstType: 'VBURST', committed: fail }),
    announcing('WBURST', 2),
  );
  manager.committed(noChanges());
  const told = { burstType: 'UBURST', changes };
  expect(changed).toEqual([[told, { burstType: 'WBURST', changes }]]);
  expect(failures).toHaveLength(1);
  announcers[0]!(changes);
  expect(changed[1]).toEqual([told]);
});

test.each(['apply', 'burstEnded', 'unlinked'])(
  'an own extension that throws in %s leaves no half-done work',
  (task) => {
    const { manager, failures } = managed();
    const read = () => ({ id: one, apply: task === 'apply' ? fail : () => null });
    const burstEnded = task === 'burstEnded' ? fail : () => {};
    const unlinked = task === 'unlinked' ? fail : () => {};
    manager.register(() => extension({ linked: () => ({ ...exchange, read, burstEnded }), unlinked }));
    const router = manager.linked({ server: b, capabilities: ['urls'] });
    const all = () => {
      router.apply(router.read('UBURST x') as RoutedItem, 0);
      router.burstEnded('UBURST', { mode: 'full', presented: new Set() });
      manager.unlinked(b);
    };
    expect(all).toThrow('no luck');
    expect(failures).toHaveLength(1);
  },
);

test('a commit of which nobody announces anything is not told', () => {
  const { manager, changed } = managed(extension());
  manager.committed(noChanges());
  expect(changed).toEqual([]);
});

test('every extension hears of links that are lost and of what is durable, whatever the others do', () => {
  const heard: string[] = [];
  const { manager, failures } = managed(
    extension({ unlinked: fail, committed: fail }),
    extension({
      burstType: 'VBURST',
      unlinked: (peer) => void heard.push(`unlinked ${peer}`),
      committed: ({ moved }) => void heard.push(`committed ${moved}`),
    }),
  );
  manager.unlinked(b);
  manager.committed(noChanges());
  expect(heard).toEqual([`unlinked ${b}`, 'committed false']);
  expect(failures).toEqual([`UBURST ${b} unlinked null: no luck`, 'UBURST null committed null: no luck']);
});

test('an extension that cannot take part keeps its place: what it has is unknown, its lines are refused', () => {
  const { router, failures } = linkedWith(extension({ linked: fail }));
  expect(router.presented(0)).toEqual({ items: [], failed: ['UBURST'] });
  expect(router.read('UBURST x')).toMatchObject({ problem: { code: 'bad-value', channelId: null } });
  expect(router.known(one)).toEqual([]);
  expect(failures[0]).toBe(`UBURST ${b} linked null: no luck`);
});

test('what one extension throws is reported, and the others go on', () => {
  const broken: BurstExchange = {
    presented: fail,
    others: fail,
    knows: fail,
    describe: fail,
    read: () => ({ id: two, apply: fail }),
    burstEnded: fail,
  };
  const { router, failures } = linkedWith(
    extension({ burstType: 'VBURST', linked: () => broken }),
    extension(),
  );
  const item = { burstType: 'UBURST', id: one };
  expect(router.presented(0)).toEqual({ items: [item], failed: ['VBURST'] });
  expect(router.others(0)).toEqual({ items: [{ burstType: 'UBURST', id: two }], failed: ['VBURST'] });
  expect(router.known(one)).toEqual([item]);
  expect(router.describe({ burstType: 'VBURST', id: one }, null)).toBeNull();
  expect(router.describe(item, null)).toEqual([`UBURST ${one} told`]);
  const read = router.read('VBURST x');
  expect(read !== null && 'received' in read && router.apply(read, 0)).toBe(
    'the extension for VBURST failed',
  );
  router.burstEnded('VBURST', { mode: 'full', presented: new Set() });
  expect(failures).toEqual([
    `VBURST ${b} prepare null: no luck`,
    `VBURST ${b} prepare null: no luck`,
    `VBURST ${b} prepare ${one}: no luck`,
    `VBURST ${b} describe ${one}: no luck`,
    `VBURST ${b} apply ${two}: no luck`,
    `VBURST ${b} end-burst null: no luck`,
  ]);
});

test('what an extension leaves of the end of a burst is gone on with, a part at a time', () => {
  const done: number[] = [];
  const { router, failures } = linkedWith(
    extension({
      linked: () => ({
        ...exchange,
        *burstEnded() {
          done.push(1);
          yield;
          done.push(2);
          yield;
          throw new Error('no luck');
        },
      }),
    }),
  );
  const rest = router.burstEnded('UBURST', { mode: 'resume', unconfirmed: new Set() })!;
  expect(done).toEqual([1]);
  expect(router.goOn('UBURST', rest)).toBe(true);
  expect(done).toEqual([1, 2]);
  expect(router.goOn('UBURST', rest)).toBe(false);
  expect(failures).toEqual([`UBURST ${b} end-burst null: no luck`]);
});

test('what else an extension returns from the end of a burst means nothing', () => {
  const { router, failures } = linkedWith(
    extension({ linked: () => ({ ...exchange, burstEnded: () => true as never }) }),
  );
  expect(router.burstEnded('UBURST', { mode: 'resume', unconfirmed: new Set() })).toBeNull();
  expect(failures).toEqual([]);
});

const promise = () => Promise.reject(new Error('too late')) as never;

test.each<[string, Partial<BurstExchange>, (router: BurstRouter) => unknown]>([
  ['presented', { presented: promise }, (router) => router.presented(0).failed],
  ['others', { others: promise }, (router) => router.others(0).failed],
  [
    'describe',
    { describe: promise },
    (router) => router.describe({ burstType: 'UBURST', id: one }, null) ?? ['UBURST'],
  ],
  ['read', { read: promise }, (router) => (router.read('UBURST x') as RoutedProblem).failed && ['UBURST']],
  ['burstEnded', { burstEnded: promise }, (router) => router.burstEnded('UBURST', resumed) ?? ['UBURST']],
])('%s that answers with a promise failed, and the promise ends nothing', async (_, broken, ask) => {
  const { router, failures } = linkedWith(extension({ linked: () => ({ ...exchange, ...broken }) }));
  expect(ask(router)).toEqual(['UBURST']);
  // A rejection that nobody hears is told after the turn.
  await new Promise(setImmediate);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatch(/promise|iterable/);
});

test.each<[string, Partial<BurstExchange>]>([
  ['undefined for a line', { read: () => undefined as never }],
  ['an item without an id', { read: () => ({ apply: () => null }) as never }],
  [
    'an item with an id that would be a line',
    { read: () => ({ id: 'x\nPAGE 1 1 -', apply: () => null }) as never },
  ],
])('%s is no answer', (_, broken) => {
  const { router, failures } = linkedWith(extension({ linked: () => ({ ...exchange, ...broken }) }));
  expect(router.read('UBURST x')).toMatchObject({ failed: true, problem: { code: 'bad-value' } });
  expect(failures).toHaveLength(1);
});

test.each([undefined, 7, Promise.resolve(null)])('%s is no word about an item', (answer) => {
  const apply = () => answer as never;
  const { router, failures } = linkedWith(
    extension({ linked: () => ({ ...exchange, read: () => ({ id: one, apply }) }) }),
  );
  expect(router.apply(router.read('UBURST x') as RoutedItem, 0)).toBe('the extension for UBURST failed');
  expect(failures).toHaveLength(1);
});

test('ids that are none are not listed, and not announced', () => {
  const { router, failures } = linkedWith(
    extension({ linked: () => ({ ...exchange, presented: () => [one, 'two' as never] }) }),
  );
  expect(router.presented(0)).toEqual({ items: [], failed: ['UBURST'] });
  expect(failures).toHaveLength(1);
  const { announcers, changed } = managed(extension());
  expect(() => announcers[0]!(new Map([['two' as never, null]]))).toThrow(TypeError);
  expect(changed).toEqual([]);
});

test('what cannot be compared without failing is not, and the next that can be is', () => {
  const unable = { ...exchange };
  Object.defineProperty(unable, 'digests', { get: fail });
  const { router, failures } = linkedWith(
    extension({ linked: () => unable }),
    extension({
      burstType: 'VBURST',
      linked: () => ({ ...exchange, digests: { entries: () => [], peerHolds: () => true } }),
    }),
  );
  expect(router.compared()).toMatchObject({ burstType: 'VBURST' });
  expect(failures).toEqual([`UBURST ${b} compare null: no luck`]);
});

test('a foreign extension requires a capability of its own: a peer may know nothing of it', () => {
  for (const requires of [null, 'titles']) {
    const { manager } = managed();
    expect(() => manager.registerForeign(() => extension({ requires }))).toThrow(BurstTypeError);
    expect(manager.capabilities).toEqual([]);
  }
  expect(() => managed(extension({ capabilities: ['urls', 'two words'] }))).toThrow('is no word');
});

test('a foreign extension that takes too long rests, and the others go on', () => {
  let now = 0;
  const failures: string[] = [];
  const manager = new ExtensionManager({
    changed: () => {},
    failed: ({ burstType, task, error }) =>
      void failures.push(`${burstType} ${task}: ${(error as Error).message}`),
    now: () => now,
  });
  const slowly =
    <T>(answer: T) =>
    () => {
      now += OVERDRAFT_MS_MAX + 1000;
      return answer;
    };
  const slow = { ...exchange, describe: slowly([`UBURST ${one} told`]) };
  manager.registerForeign(() => extension({ linked: () => slow }));
  manager.register(() =>
    extension({ burstType: 'VBURST', linked: () => ({ ...slow, describe: slowly([]) }) }),
  );
  const router = manager.linked({ server: b, capabilities: ['urls'] });
  const describe = (burstType: string) => router.describe({ burstType, id: one }, null);
  expect(describe('UBURST')).toEqual([`UBURST ${one} told`]);
  expect(failures).toEqual(['UBURST describe: it took too much time and rests for 15 s']);
  expect(describe('UBURST')).toBeNull();
  expect(router.presented(0)).toEqual({ items: [{ burstType: 'VBURST', id: one }], failed: ['UBURST'] });
  expect(router.read('UBURST x')).toMatchObject({ failed: true });
  for (let times = 0; times < 3; times++) expect(describe('VBURST')).toEqual([]);
  now += 15_000;
  expect(describe('UBURST')).toEqual([`UBURST ${one} told`]);
  expect(failures).toHaveLength(2);
});

test('what an extension says of a line reaches the session', () => {
  const { router } = linkedWith(extension());
  const applied = (line: string) => {
    const read = router.read(line);
    return read !== null && 'received' in read ? router.apply(read, 0) : 'not read';
  };
  expect([applied('UBURST good'), applied('UBURST bad')]).toEqual([null, 'it is bad']);
});

test.each([
  ['another verb', 'CBURST x'],
  ['a part of its verb', 'UBURSTS x'],
  ['a line end in it', 'UBURST x\nPAGE 1 1 -'],
  ['a wide character', 'UBURST \u0100'],
  ['too many bytes', `UBURST ${'x'.repeat(65536)}`],
])('a line with %s is not sent', (_, line) => {
  const { router, failures } = linkedWith(
    extension({ linked: () => ({ ...exchange, describe: () => [line] }) }),
  );
  expect(router.describe({ burstType: 'UBURST', id: one }, null)).toBeNull();
  expect(failures[0]).toContain('a line cannot be sent');
});

describe('what is kept in memory only', () => {
  const run = '9b2e1f04-7c1d-4e0a-9a53-0c4f5e6d7a8b';
  /** Says with what it is asked. */
  const asked: string[] = [];
  const volatile = extension({
    held: () => ({ run, sequence: 12 }),
    linked: () => ({
      ...exchange,
      presented: (since) => {
        asked.push(`presented since ${since}`);
        return [one];
      },
      partsSince: (_, since) => new Set([`since ${since}`]),
    }),
  });
  const link = (has: ReadonlyMap<string, number>) =>
    managed(volatile).manager.linked({ server: b, capabilities: ['urls'], has });

  test('is told with the run and the sequence up to which it is there', () => {
    const other = extension({ burstType: 'XBURST' });
    expect(managed(volatile, other).manager.held(b)).toEqual([{ burstType: 'UBURST', run, sequence: 12 }]);
  });

  test('is resumed from where the peer has it, and told whole in a full burst', () => {
    asked.length = 0;
    const router = link(new Map([['UBURST', 5]]));
    const item = { burstType: 'UBURST', id: one };
    router.presented(9);
    expect(router.partsSince(item, 9)).toEqual(new Set(['since 5']));
    router.presented(0);
    expect(router.partsSince(item, 0)).toBeNull();
    expect(asked).toEqual(['presented since 5', 'presented since 0']);
  });

  test('is told whole where the peer has nothing of it, whatever else is resumed', () => {
    asked.length = 0;
    const router = link(new Map());
    router.presented(9);
    expect(router.partsSince({ burstType: 'UBURST', id: one }, 9)).toBeNull();
    expect(asked).toEqual(['presented since 0']);
  });

  test.each<[string, NonNullable<BurstExtension['held']>]>([
    ['throws', fail],
    ['names no run', () => ({ run: 'a,b', sequence: 1 })],
    ['names no sequence', () => ({ run, sequence: -1 })],
  ])('is not told of when asking %s', (_, held) => {
    const { manager, failures } = managed(extension({ held }));
    expect(manager.held(b)).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  test('counts as there when all came that was told up to a sequence', () => {
    const reached: number[] = [];
    const counting = { ...exchange, reached: (sequence: number) => void reached.push(sequence) };
    const { router } = linkedWith(extension({ linked: () => counting }), extension({ burstType: 'XBURST' }));
    router.reached(7);
    expect(reached).toEqual([7]);
  });
});
