/** By name; a figure that was not measured is absent. */
export type Figures = Map<string, number>;

/** How many of what is measured, the same for the sidecars and for the ircds beside them. */
export interface Amounts {
  readonly channels: number;
  /** How long after the burst memory is read, as an operator would see it: nothing is collected for it. */
  readonly restMs: number;
  /** Changes one after the other, and changes at once. */
  readonly sequentialChanges: number;
  readonly pipelinedChanges: number;
}
