import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { OpsClient } from '../ops-client.ts';
import { terminal } from '../terminal.ts';
import { drawFrame } from './top-frame.ts';
import { type TopSample, withSample } from './top-history.ts';
import { TopScreen } from './top-screen.ts';
import { firstTopState, press, type TopState } from './top-state.ts';

/** Two questions whose answers cost the sidecar little: they are asked each second. */
export async function takeSample(client: Pick<OpsClient, 'status' | 'peers'>): Promise<TopSample> {
  const [status, { peers }] = await Promise.all([client.status(), client.peers()]);
  return { at: Date.now(), status, peers };
}

/**
 * Draws what the sidecar says until a key or a signal ends it, at once: an answer that does not come is not waited for. Rejects
 * with a CliError when nobody answers at first.
 */
export async function runTop(
  client: Pick<OpsClient, 'status' | 'peers'>,
  intervalMs: number,
  { stdin, stdout }: Pick<NodeJS.Process, 'stdin' | 'stdout'> = process,
): Promise<void> {
  let samples = [await takeSample(client)];
  let state: TopState = firstTopState;
  let problem: string | null = null;
  const end = new AbortController();
  const ended = once(end.signal, 'abort');
  const draw = () => screen.draw(drawFrame({ samples, state, problem }, screen.size(), terminal.paint));
  const screen = new TopScreen(stdin, stdout, {
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
        const sample = takeSample(client);
        // It may come to nothing after the end.
        sample.catch(() => {});
        await Promise.race([sample, ended]);
        if (end.signal.aborted) break;
        samples = withSample(samples, await sample);
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
