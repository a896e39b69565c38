import type { Figures } from './figures.ts';
import { meshRun } from './mesh/mesh-run.ts';
import { inDirectory } from './temporary.ts';

export interface MeshOptions {
  /** How many sidecars, from few to many. */
  readonly sizes: readonly number[];
  readonly say: (text: string) => void;
}

export interface Mesh {
  readonly steps: readonly { readonly sidecars: number; readonly figures: Figures }[];
  /** Why it stopped before the last size; null: it did not. */
  readonly stopped: string | null;
}

const amounts = { channels: 50, seconds: 10 };
/** Changes a second over all that are tried first. */
const rateFirst = 1000;

export async function measureMesh({ sizes, say }: MeshOptions): Promise<Mesh> {
  const steps: { sidecars: number; figures: Figures }[] = [];
  let rate = rateFirst;
  for (const sidecars of sizes) {
    try {
      const run = await inDirectory((directory) => meshRun({ ...amounts, rate, sidecars, directory, say }));
      steps.push({ sidecars, figures: run.figures });
      // More of them cannot keep up with more.
      rate = run.rate;
    } catch (error) {
      return { steps, stopped: `${sidecars} sidecars: ${(error as Error).message.split('\n', 1)[0]}` };
    }
  }
  return { steps, stopped: null };
}
