import { formatIrcLine, type OutgoingLine } from '../irc-line.ts';

/** A longer line ends the link. With CR LF. */
export const LINE_BYTES_MAX = 512;

/** A line as ngIRCd takes it. Throws `IrcLineError`. */
export function formatNgircdLine(line: OutgoingLine): string {
  return formatIrcLine(line, LINE_BYTES_MAX);
}
