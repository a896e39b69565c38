import type { Finding, FuzzStats } from './fuzz-loop.ts';

/** What one worker is to do: one target, or one input of it. */
export interface FuzzTask {
  readonly target: string;
  readonly runs: number;
  readonly seed: number;
  /** See FuzzLoopOptions. */
  readonly timed: boolean;
  /** Run only this input. */
  readonly replay: string | null;
  /** Where the worker writes what it runs: the number of runs, the input's length, its bytes. */
  readonly running: SharedArrayBuffer;
}

/** Bytes of `FuzzTask.running` before the input. */
export const headerBytes = 8;

export type FuzzReport =
  | { readonly kind: 'progress'; readonly stats: FuzzStats }
  | { readonly kind: 'done'; readonly stats: FuzzStats; readonly keptBytes: number }
  | { readonly kind: 'finding'; readonly stats: FuzzStats; readonly finding: Finding };
