import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { OpsClient } from '../ops-client.ts';
import { terminal } from '../terminal.ts';
import { drawFrame } from './top-frame.ts';
import { type TopSample, withSample } from './top-history.ts';
import { TopScreen } from './top-screen.ts';
import { firstTopState, press, type TopState } from './top-state.ts';

/** More of them are told as so many and more: counting all would cost the sidecar a walk over every name. */
const CONFLICTS_MAX = 100;

export async function takeSample(client: OpsClient): Promise<TopSample> {
  const [status, { peers }, { conflicts, more }] = await Promise.all([
    client.status(),
    client.peers(),
    client.conflicts(CONFLICTS_MAX),
  ]);
  return { at: Date.now(), status, peers, conflicts: conflicts.length, moreConflicts: more };
}

/** Draws what the sidecar says until a key or a signal ends it. Rejects with a CliError when nobody answers at first. */
export async function runTop(client: OpsClient, intervalMs: number): Promise<void> {
  let samples = [await takeSample(client)];
  let state: TopState = firstTopState;
  let problem: string | null = null;
  const end = new AbortController();
  const draw = () => screen.draw(drawFrame({ samples, state, problem }, screen.size(), terminal.paint));
  const screen = new TopScreen(process.stdin, process.stdout, {
    key: (key) => {
      const next = press(state, key);
      if (next === null) return end.abort();
      state = next;
      draw();
    },
    resized: draw,
    ended: () => end.abort(),
  });
  screen.open();
  try {
    while (!end.signal.aborted) {
      draw();
      await wait(intervalMs, undefined, { signal: end.signal }).catch(() => {});
      if (end.signal.aborted || state.paused) continue;
      try {
        samples = withSample(samples, await takeSample(client));
        problem = null;
      } catch (error) {
        // It may be back in a moment, and until then what was last seen is worth looking at.
        if (!(error instanceof CliError)) throw error;
        problem = error.message;
      }
    }
  } finally {
    screen.close();
  }
}
