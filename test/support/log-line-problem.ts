import { type LogEvent, logEvents } from '../../src/log/log-events.ts';

/** In every line. */
const ALWAYS = ['level', 'time', 'pid', 'hostname', 'name', 'msg', 'event', 'more'];

/** What is wrong with a line of a sidecar's log, against the table of its events; null: nothing. */
export function logLineProblem(line: Readonly<Record<string, unknown>>): string | null {
  const { event, level } = line;
  if (event === undefined) return null;
  if (!Object.hasOwn(logEvents, String(event))) return `no event ${event} is known`;
  const { levels, fields }: { levels: readonly string[]; fields: readonly string[] } =
    logEvents[event as LogEvent];
  const known = new Set([...ALWAYS, ...fields.map((field) => field.replace('?', ''))]);
  const strange = Object.keys(line).filter((field) => !known.has(field));
  const isSum = Object.hasOwn(line, 'more');
  const missing = fields.filter((field) => !isSum && !field.endsWith('?') && !Object.hasOwn(line, field));
  if (strange.length + missing.length === 0 && levels.includes(String(level))) return null;
  return `${event} at ${level}: not among its fields: ${strange.join()}; missing: ${missing.join()}`;
}
