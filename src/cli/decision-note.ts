/** Where a decision stands, for people; empty: nothing was decided, or a sidecar of an older version does not say. */
export function decisionNote(decision: number): string {
  return decision === 0 ? '' : `Decision ${decision} of the journal: "cburst journal" shows it.\n`;
}
