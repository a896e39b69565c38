import { shells } from '../src/cli/completion/shell-scripts.ts';
import {
  athemeProgram,
  hybridProgram,
  inspircdProgram,
  ngircdProgram,
  skipWithout,
} from './e2e/ircd-process.ts';
import { skipWithoutPrometheus } from './e2e/prometheus-process.ts';
import { skipWithoutPromtool } from './e2e/promtool.ts';
import { skipWithoutPythonGrpc } from './e2e/python-grpc.ts';
import { skipWithoutStrace } from './e2e/store-crash-strace.ts';
import { skipWithoutGit } from './sim/mutants.ts';
import { skipWithoutShell } from './unit/cli/completion/shell-program.ts';

/** Vitest's global set-up: a run that skips suites for want of a program says so first and last, and how to get it. */
export default function tellMissing(): (() => void) | undefined {
  const programs = [inspircdProgram, ngircdProgram, hybridProgram, athemeProgram].filter(skipWithout);
  const text = describeMissing(
    programs.map(({ program }) => program),
    [
      ...(skipWithoutStrace() ? ['strace'] : []),
      ...(skipWithoutGit() ? ['git'] : []),
      // The package that both are in.
      ...(skipWithoutPromtool() || skipWithoutPrometheus() ? ['prometheus'] : []),
      ...(skipWithoutPythonGrpc() ? ['python3-grpcio'] : []),
      ...shells.filter(skipWithoutShell),
    ],
  );
  if (text === null) return undefined;
  const tell = (): void => console.log(`\n${text}\n`);
  tell();
  return tell;
}

/** What is skipped without these ircds and services, and without these tools; null when nothing is missing. */
export function describeMissing(ircds: readonly string[], tools: readonly string[]): string | null {
  const lines = [];
  if (ircds.length > 0) {
    lines.push(`Skipped for want of ${ircds.join(', ')}: run .ci/install-ircds as root (Debian).`);
  }
  if (tools.length > 0) {
    lines.push(`Skipped for want of ${tools.join(', ')}: apt-get install ${tools.join(' ')} (Debian).`);
  }
  return lines.length === 0 ? null : lines.join('\n');
}
