export type Severity = 'error' | 'warning' | 'ok';

/** What was looked at, in the order in which it is told. */
export const checkAreas = [
  'config',
  'keys',
  'peers',
  'policy',
  'clock',
  'store',
  'api',
  'listen',
  'links',
  'running',
  'adapter',
  'ircd',
] as const;

export type CheckArea = (typeof checkAreas)[number];

/** Something that is wrong, or that was looked at and is well. Never holds a secret. */
export interface Finding {
  /** `error`: something does not work. `warning`: it may not, or not for long. `ok`: it is well. */
  readonly severity: Severity;
  readonly area: CheckArea;
  readonly cause: string;
  /** `file:line (key)`, a path, or who or what it is about. */
  readonly place: string;
  /** The line to write or the command to run; empty where all is well. */
  readonly fix: string;
}

/** What makes the findings of one area. */
export function findingsOf(area: CheckArea) {
  const problem = (severity: Severity) => (cause: string, place: string, fix: string) => {
    return { severity, area, cause, place, fix } satisfies Finding;
  };
  return {
    error: problem('error'),
    warning: problem('warning'),
    ok: (cause: string, place: string): Finding => ({ severity: 'ok', area, cause, place, fix: '' }),
  };
}

/** The gravest severity among them. */
export function worstOf(findings: readonly Finding[]): Severity {
  const has = (severity: Severity) => findings.some((finding) => finding.severity === severity);
  if (has('error')) return 'error';
  return has('warning') ? 'warning' : 'ok';
}
