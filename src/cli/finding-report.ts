import type { Finding, Severity } from '../check/finding.ts';
import { clean, renderTable } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

/** What is wrong first, each with its place and its fix; then what is well, if `all`; then how many there are of each. */
export function renderFindings(findings: readonly Finding[], all: boolean, terminal: Terminal): string {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity);
  const shown = [...of('error'), ...of('warning'), ...(all ? of('ok') : [])];
  if (terminal.plain) return renderTable(PLAIN_COLUMNS, shown.map(findingRow), terminal);
  const counts = [
    `${of('error').length} wrong`,
    `${of('warning').length} to look at`,
    `${of('ok').length} well`,
  ];
  return `${shown.map((finding) => renderFinding(finding, terminal)).join('')}${counts.join(', ')}\n`;
}

const PLAIN_COLUMNS = ['SEVERITY', 'AREA', 'CAUSE', 'PLACE', 'FIX'].map((title) => ({ title }));

function findingRow({ severity, area, cause, place, fix }: Finding): string[] {
  return [severity, area, cause, place, fix];
}

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', ok: 'green' };
const WIDTH = 8;

function renderFinding({ severity, area, cause, place, fix }: Finding, terminal: Terminal): string {
  const title = terminal.paint(STYLES[severity], severity.padEnd(WIDTH));
  const lines = [`${title}${area}: ${clean(cause)}`];
  if (place !== '' && severity !== 'ok') lines.push(`at ${clean(place)}`);
  if (fix !== '') lines.push(`fix: ${clean(fix)}`);
  return `${lines.join(`\n${' '.repeat(WIDTH)}`)}\n`;
}
