import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SetAsideRecord, Store, StoreChange, StoreRecord } from '../../src/store/store.ts';
import { keyBytesMax, StoreError, spaceBytesMax } from '../../src/store/store.ts';

/** One place for one store at a time. */
export interface StoreHarness {
  open(): Store;
  /** False: what `open` returns starts empty every time. */
  readonly persistent: boolean;
  dispose(): void;
}

/** What every store keeps to. */
export function storeContract(name: string, createHarness: () => StoreHarness): void {
  describe(`store contract: ${name}`, () => {
    let harness: StoreHarness;
    let store: Store;
    beforeEach(() => {
      harness = createHarness();
      store = harness.open();
    });
    afterEach(() => {
      store.close();
      harness.dispose();
    });

    test('starts empty', () => {
      expect([...store.load()]).toEqual([]);
      expect([...store.listSetAside()]).toEqual([]);
    });

    test('gives back what was committed, newest value only', () => {
      store.commit([put('doc', '#a', 'one'), put('doc', '#b', 'two'), put('meta', '#a', 'three')]);
      store.commit([put('doc', '#a', 'four')]);
      expect(contents(store)).toEqual({ 'doc|#a': 'four', 'doc|#b': 'two', 'meta|#a': 'three' });
    });

    test('deletes, also what is not there, and takes a deleted key anew', () => {
      store.commit([put('doc', '#a', 'one'), put('doc', '#b', 'two')]);
      store.commit([remove('doc', '#a'), remove('doc', '#never')]);
      expect(contents(store)).toEqual({ 'doc|#b': 'two' });
      store.commit([put('doc', '#a', 'again')]);
      expect(contents(store)).toEqual({ 'doc|#a': 'again', 'doc|#b': 'two' });
    });

    test('lets the last change of a key in a commit win', () => {
      store.commit([put('doc', '#a', 'one'), remove('doc', '#a'), put('doc', '#a', 'two')]);
      store.commit([put('doc', '#b', 'three'), remove('doc', '#b')]);
      expect(contents(store)).toEqual({ 'doc|#a': 'two' });
    });

    test('does nothing for no changes', () => {
      store.commit([]);
      expect([...store.load()]).toEqual([]);
    });

    test('keeps every byte of keys and values apart and whole', () => {
      const everyByte = String.fromCharCode(...Array.from({ length: 255 }, (_, i) => i + 1));
      const value = Uint8Array.from({ length: 256 }, (_, i) => i);
      const records = [
        { space: everyByte.slice(0, spaceBytesMax), key: everyByte, value },
        { space: 'doc', key: '', value: new Uint8Array(0) },
        { space: 'doc', key: '\u00e4', value: Uint8Array.of(0) },
        { space: 'doc', key: '\u00c3\u00a4', value: Uint8Array.of(255) },
        { space: 'doc', key: 'x'.repeat(keyBytesMax), value: new Uint8Array(1_000_000).fill(7) },
      ];
      store.commit(records);
      expect(sorted(store.load())).toEqual(sorted(records));
    });

    test('refuses names and values out of bounds and changes nothing then', () => {
      const bad: StoreChange[] = [
        put('', '#a', ''),
        put('x'.repeat(spaceBytesMax + 1), '#a', ''),
        put('doc\0', '#a', ''),
        put('doc', '#a\0', ''),
        put('doc', '#\u0100', ''),
        put('doc', 'x'.repeat(keyBytesMax + 1), ''),
      ];
      for (const change of bad) {
        expect(() => store.commit([put('doc', '#good', 'x'), change])).toThrow(RangeError);
        expect(() => store.setAside({ ...change, value: new Uint8Array(0), reason: 'r' })).toThrow(
          RangeError,
        );
      }
      expect([...store.load(), ...store.listSetAside()]).toEqual([]);
    });

    test('is not changed through a buffer of the caller', () => {
      const value = Buffer.from('before');
      store.commit([{ space: 'doc', key: '#a', value }]);
      value.write('AFTER!');
      expect(contents(store)).toEqual({ 'doc|#a': 'before' });
    });

    test('may be changed while loaded records are gone through', () => {
      store.commit(Array.from({ length: 200 }, (_, i) => put('doc', `#${i}`, 'old')));
      const seen: string[] = [];
      for (const record of store.load()) {
        seen.push(text(record));
        store.commit([remove('doc', record.key), put('new', record.key, 'new')]);
      }
      expect(seen).toEqual(Array(200).fill('old'));
      expect(Object.values(contents(store))).toEqual(Array(200).fill('new'));
    });

    test('sets records aside, live or not, and never forgets them', () => {
      store.commit([put('doc', '#a', 'odd'), put('doc', '#b', 'fine')]);
      const odd = aside('doc', '#a', 'odd', 'no such origin');
      const other = aside('doc', '#c', 'other', 'unknown kind');
      store.setAside(odd);
      store.setAside(other);
      store.commit([put('doc', '#a', 'anew')]);
      store.setAside(aside('doc', '#a', 'anew', 'odd again'));
      expect(contents(store)).toEqual({ 'doc|#b': 'fine' });
      expect([...store.listSetAside()].map((record) => [record.key, text(record), record.reason])).toEqual([
        ['#a', 'odd', 'no such origin'],
        ['#c', 'other', 'unknown kind'],
        ['#a', 'anew', 'odd again'],
      ]);
    });

    test('keeps what it has through a checkpoint', () => {
      store.checkpoint();
      store.commit([put('doc', '#a', 'one')]);
      store.setAside(aside('doc', '#b', 'odd', 'r'));
      store.checkpoint();
      expect(contents(store)).toEqual({ 'doc|#a': 'one' });
      expect([...store.listSetAside()]).toHaveLength(1);
      store.commit([put('doc', '#a', 'two')]);
      expect(contents(store)).toEqual({ 'doc|#a': 'two' });
    });

    test('refuses every use after close, except closing', () => {
      store.close();
      store.close();
      const closed = expect.objectContaining({ code: 'closed' });
      expect(failure(() => store.load())).toEqual(closed);
      expect(failure(() => store.commit([put('doc', '#a', 'x')]))).toEqual(closed);
      expect(failure(() => store.setAside(aside('doc', '#a', 'x', 'r')))).toEqual(closed);
      expect(failure(() => store.listSetAside())).toEqual(closed);
      expect(failure(() => store.checkpoint())).toEqual(closed);
    });

    test('does what a map does, through any sequence of commits, set-asides and openings', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
          const own = createHarness();
          try {
            checkAgainstModel(own, steps);
          } finally {
            own.dispose();
          }
        }),
        { numRuns: 60 },
      );
    });
  });
}

type Step =
  | { readonly do: 'commit'; readonly changes: readonly StoreChange[] }
  | { readonly do: 'set-aside'; readonly record: SetAsideRecord }
  | { readonly do: 'reopen' };

// Few keys, so that most changes replace or delete; enough of them in a commit to leave pages half dead.
const name = fc.record({
  space: fc.constantFrom('a', 'b'),
  key: fc.oneof(
    { weight: 9, arbitrary: fc.nat(30).map((n) => `#${n}`) },
    fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((c) => String.fromCharCode(c)), maxLength: 3 }),
  ),
});
const value = fc.uint8Array({ maxLength: 40 });
const change = fc.tuple(name, fc.option(value)).map(([at, content]) => ({ ...at, value: content }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      changes: fc.array(change, { maxLength: 40 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set-aside' as const),
      record: fc.tuple(name, value).map(([at, content]) => ({ ...at, value: content, reason: 'odd' })),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
);

function checkAgainstModel(harness: StoreHarness, steps: readonly Step[]): void {
  const model = new Map<string, StoreRecord>();
  const setAside: SetAsideRecord[] = [];
  let store = harness.open();
  for (const current of steps) {
    if (current.do === 'commit') {
      store.commit(current.changes);
      for (const { space, key, value: content } of current.changes) {
        if (content === null) model.delete(`${space}|${key}`);
        else model.set(`${space}|${key}`, { space, key, value: content });
      }
    } else if (current.do === 'set-aside') {
      store.setAside(current.record);
      model.delete(`${current.record.space}|${current.record.key}`);
      setAside.push(current.record);
    } else if (harness.persistent) {
      store.close();
      store = harness.open();
    }
    expect(sorted(store.load())).toEqual(sorted(model.values()));
  }
  expect([...store.listSetAside()].map(plain)).toEqual(setAside.map(plain));
  store.close();
}

function put(space: string, key: string, content: string): StoreChange {
  return { space, key, value: Buffer.from(content) };
}

function remove(space: string, key: string): StoreChange {
  return { space, key, value: null };
}

function aside(space: string, key: string, content: string, reason: string): SetAsideRecord {
  return { space, key, value: Buffer.from(content), reason };
}

function text(record: StoreRecord): string {
  return Buffer.from(record.value).toString();
}

function contents(store: Store): Record<string, string> {
  return Object.fromEntries(
    [...store.load()].map((record) => [`${record.space}|${record.key}`, text(record)]),
  );
}

/** Buffers and byte arrays compare equal as hex. */
function plain<T extends StoreRecord>(record: T): Omit<T, 'value'> & { value: string } {
  return { ...record, value: Buffer.from(record.value).toString('hex') };
}

function sorted(records: Iterable<StoreRecord>): string[] {
  return Array.from(records, ({ space, key, value }) => JSON.stringify(plain({ space, key, value }))).sort();
}

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof StoreError ? error : new Error(`not a StoreError: ${error}`);
  }
  return null;
}
