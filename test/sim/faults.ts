/** What may go wrong in a run, and how large it is: every knob of the simulator. */
export interface FaultOptions {
  /** Number of servers; null: 2 to 9, by chance. */
  readonly servers: number | null;
  /** Half of the runs let every server die at one point, seed after seed at the next. */
  readonly aimedDeaths: boolean;
  /** Ircds that cut, complete and refuse. */
  readonly oddHosts: boolean;
  /** Machines whose disks say "written" too early. */
  readonly lyingDisks: boolean;
  /** Clocks that are off, and jump by a day. */
  readonly clocks: boolean;
  /** Links that carry nothing in one direction while nobody is told. */
  readonly oneWay: boolean;
  /** Lines that a peer with a defect sends. */
  readonly garbledLines: boolean;
  /** A peer that is authenticated and says what it likes. */
  readonly hostile: boolean;
  /** Links that nobody configured. */
  readonly gaps: boolean;
  /** Servers that decide otherwise than others where a name has several ids. */
  readonly policies: boolean;
  /** Servers that are away for so long that others wait for them no more. */
  readonly expulsions: boolean;
  /** Copies of servers that run beside them. */
  readonly copies: boolean;
  /** Operators who merge, split and restore. */
  readonly operators: boolean;
  /** Disks that are put back to an older state. */
  readonly restores: boolean;
}

export const ALL_FAULTS: FaultOptions = {
  servers: null,
  aimedDeaths: true,
  oddHosts: true,
  lyingDisks: true,
  clocks: true,
  oneWay: true,
  garbledLines: true,
  hostile: true,
  gaps: true,
  policies: true,
  expulsions: true,
  copies: true,
  operators: true,
  restores: true,
};
