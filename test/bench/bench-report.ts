import { type Comparison, columnsOf } from './compare.ts';
import type { Growth } from './growth.ts';
import { type MachineFacts, machineText } from './machine.ts';
import type { Mesh } from './measure-mesh.ts';
import { summarize, table } from './report.ts';
import { verdictTable } from './targets.ts';

/** Everything that a bench measured. */
export interface BenchReport {
  readonly machine: MachineFacts;
  readonly loadBefore: readonly number[];
  readonly runs: number;
  readonly comparisons: readonly Comparison[];
  /** Null: not asked for. */
  readonly growth: Growth | null;
  readonly mesh: Mesh | null;
}

/** For people, in Markdown. */
export function toMarkdown({ machine, loadBefore, runs, comparisons, growth, mesh }: BenchReport): string {
  const parts = [`${machineText(machine, loadBefore)}, ${runs} ${runs === 1 ? 'run' : 'runs'}.\n`];
  if (comparisons.length > 0) parts.push(table(comparisons.flatMap(columnsOf)));
  for (const { channels, verdicts } of comparisons) {
    if (verdicts.length === 0) continue;
    parts.push(
      `Against the goals, with ${channels.toLocaleString('en')} channels; those without × are meant for 100,000:\n`,
      verdictTable(verdicts),
    );
  }
  if (growth !== null)
    parts.push('Growth, one run each:\n', table(growth.steps.flatMap(columnsOf)), ...stopped(growth));
  if (mesh !== null) {
    const columns = mesh.steps.map(({ sidecars, figures }) => ({
      title: `${sidecars} sidecars`,
      summaries: summarize([figures]),
    }));
    parts.push('A full mesh, one run each:\n', table(columns), ...stopped(mesh));
  }
  return parts.join('\n');
}

/** Nothing is rounded. */
export function toJson(report: BenchReport): string {
  const plain = (_key: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
  return `${JSON.stringify(report, plain, 2)}\n`;
}

function stopped({ stopped: why }: { readonly stopped: string | null }): string[] {
  return why === null ? [] : [`Not further: ${why}.\n`];
}
