import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { type Store, StoreError } from '../../../src/store/store.ts';
import { contentsOf, crashModel } from '../../e2e/store-crash-model.ts';
import { CrashScript, openReplicaStore } from '../../e2e/store-crash-script.ts';
import { crashSteps } from '../../e2e/store-crash-steps.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/*
 * Files that are not as they were written: a log that was cut or changed, and a main file with sectors that were.
 *
 * Damage to the log may cost the transactions from the first damaged one on, and with them the epoch. It must never leave
 * one in part, or one after a lost one.
 * Damage to the main file may cost the records in it, each of which is told of; or all of it, which is an error that says
 * what to do. It must never change a record, bring one back or lose one in silence.
 */

const SECTOR_BYTES = 512;
const directory = temporaryDirectory();
afterAll(() => directory.remove());
const path = join(directory.path, 'damaged.db');
const log = `${path}-wal`;
const model = crashModel();
const image = writtenImage();

describe('a log', () => {
  const sectors = Array.from(
    { length: Math.ceil(image.log.length / SECTOR_BYTES) },
    (_, n) => n * SECTOR_BYTES,
  );

  test('that was cut keeps the transactions before the cut', () => {
    for (const at of sectors) {
      put(image.main, image.log.subarray(0, at));
      expectSteps(whole(at), `cut at ${at}`);
    }
  });

  test('with a damaged sector keeps the transactions before the damaged frame', () => {
    for (const at of sectors) {
      const damaged = Buffer.from(image.log);
      damaged[at]! ^= 0x41;
      put(image.main, damaged);
      expectSteps(whole(frameStart(at)), `damaged at ${at}`);
    }
  });

  test('that is gone costs what was not in the main file, and the epoch though the stop before was orderly', () => {
    put(image.main, null);
    expectSteps(image.firstStep, 'without a log');
  });
});

describe('a main file', () => {
  type Damage = (bytes: Buffer, at: number) => void;
  const damages: readonly (readonly [string, Damage])[] = [
    ['a changed byte', (bytes, at) => bytes.writeUInt8(bytes[at]! ^ 0x41, at)],
    [
      'a changed byte in a sector',
      (bytes, at) => {
        // Each time in another place: what lies where depends on the length of the records.
        const place = at + (((at / SECTOR_BYTES) * 37) % SECTOR_BYTES);
        bytes.writeUInt8(bytes[place]! ^ 1, place);
      },
    ],
    ['a sector of zeros', (bytes, at) => bytes.fill(0, at, at + SECTOR_BYTES)],
    ['a sector of another place', (bytes, at) => bytes.copy(bytes, at, bytes.length - SECTOR_BYTES)],
  ];

  test.each(damages)('with %s tells what it cost', (_, damage) => {
    const truth = records(model.contents.at(-1)!);
    const outcomes = { whole: 0, 'set aside': 0, refused: 0 };
    for (const at of everyThird(image.closed)) {
      const bytes = Buffer.from(image.closed);
      damage(bytes, at);
      put(bytes, null);
      const opened = openDamaged();
      if (opened === null) {
        outcomes.refused++;
        continue;
      }
      const { found, problems, epoch, cursors } = opened;
      const isLost = found.size < truth.size;
      expect(
        [...found].filter((record) => !truth.has(record)),
        `byte ${at}`,
      ).toEqual([]);
      if (isLost)
        expect({ problems: problems > 0, epoch, cursors }).toEqual({
          problems: true,
          epoch: 'new',
          cursors: 0,
        });
      outcomes[problems > 0 ? 'set aside' : 'whole']++;
    }
    for (const [outcome, count] of Object.entries(outcomes)) expect(count, outcome).toBeGreaterThan(0);
  });
});

interface Image {
  /** Main file and log while the store is open, in the second run. */
  readonly main: Buffer;
  readonly log: Buffer;
  /** The main file after the stop. */
  readonly closed: Buffer;
  /** How many steps the main file alone has. */
  readonly firstStep: number;
  /** Length of the log after each step from then on. */
  readonly logLengths: readonly number[];
}

/** The files of all steps. */
function writtenImage(): Image {
  const written = join(directory.path, 'written.db');
  const copy = join(directory.path, 'copy.db');
  const script = new CrashScript(() => openSqliteStore(written));
  const firstStep = crashSteps.findLastIndex(({ name }) => name === 'a start after it') + 1;
  const logLengths: number[] = [];
  for (const [n, step] of crashSteps.entries()) {
    if (n === crashSteps.length - 1) {
      copyFileSync(written, copy);
      copyFileSync(`${written}-wal`, `${copy}-wal`);
    }
    step.run(script);
    if (n >= firstStep && existsSync(`${written}-wal`)) logLengths.push(statSync(`${written}-wal`).size);
  }
  return {
    main: readFileSync(copy),
    log: readFileSync(`${copy}-wal`),
    closed: readFileSync(written),
    firstStep,
    logLengths,
  };
}

/** How many steps are whole in so many bytes of the log. */
function whole(bytes: number): number {
  return image.firstStep + image.logLengths.filter((length) => length <= bytes).length;
}

/** Where the frame of the log starts that has this byte. */
function frameStart(at: number): number {
  const HEADER_BYTES = 32;
  const FRAME_BYTES = 24 + 4096;
  if (at < HEADER_BYTES) return 0;
  return HEADER_BYTES + Math.floor((at - HEADER_BYTES) / FRAME_BYTES) * FRAME_BYTES;
}

function put(main: Buffer, logBytes: Buffer | null): void {
  writeFileSync(path, main);
  rmSync(log, { force: true });
  if (logBytes !== null) writeFileSync(log, logBytes);
}

function expectSteps(steps: number, where: string): void {
  const disk = openSqliteStore(path);
  expect(contentsOf(disk), where).toBe(model.contents[steps]);
  const store = openReplicaStore(disk, 'new', 900_000);
  expect(store.problems, where).toEqual([]);
  expect(store.epoch, where).toBe('new');
  store.close();
}

/** What is in the file, and what a start makes of it; null: it is refused as a whole, with what to do. */
function openDamaged(): { found: Set<string>; problems: number; epoch: string; cursors: number } | null {
  let disk: Store | undefined;
  try {
    disk = openSqliteStore(path);
    const found = records(contentsOf(disk));
    const { problems, epoch, cursors } = openReplicaStore(disk, 'new', 900_000);
    return { found, problems: problems.length, epoch, cursors: cursors.size };
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).code).toMatch(/^(corrupt|not-a-store|io)$/);
    return null;
  } finally {
    disk?.close();
  }
}

/** Sectors, so that over some pages every place in a page comes. */
function everyThird(bytes: Buffer): number[] {
  const count = Math.ceil(bytes.length / SECTOR_BYTES / 3);
  return Array.from({ length: count }, (_, n) => n * 3 * SECTOR_BYTES);
}

function records(contents: string): Set<string> {
  return new Set(contents.split('\n\n'));
}
