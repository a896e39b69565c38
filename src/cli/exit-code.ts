/** What the process ends with; part of the interface, listed in every `--help`. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  unreachable: 3,
  negative: 4,
  warned: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeHelp = `
Exit codes:
  0  done; health: serving
  1  failed
  2  wrong arguments or configuration
  3  the sidecar cannot be reached
  4  the answer is no: there is no such thing, it cannot be done now, not healthy,
     check found something wrong, or diff found a difference
  5  check found only what should be looked at`;
