import { globMatcher } from '../core/glob.ts';
import type { Figure } from '../proto-types/cburst/v1/Figure.ts';
import type { GetStatsResponse } from '../proto-types/cburst/v1/GetStatsResponse.ts';

/** What Prometheus has before each name. */
const PREFIX = 'cburst_';

/** Reads the figures of which `wants` says so. */
export type ReadFigures = (wants: (name: string) => boolean) => Promise<readonly Figure[]>;

/** What was counted since `startedAt`, and is measured now. */
export async function getStats(
  read: ReadFigures,
  startedAt: number,
  { name_glob }: { readonly name_glob: string },
): Promise<GetStatsResponse> {
  const matches = globMatcher(name_glob);
  const figures = [...(await read((name) => matches(name) || matches(PREFIX + name)))];
  return { started_at: startedAt, time: Date.now(), figures };
}
