import {
  athemeProgram,
  hybridProgram,
  inspircdProgram,
  ngircdProgram,
  skipWithout,
} from './e2e/ircd-process.ts';
import { skipWithoutStrace } from './e2e/store-crash-strace.ts';

/** Vitest's global set-up: a run that skips suites for want of a program says so first and last, and how to get it. */
export default function tellMissing(): (() => void) | undefined {
  const programs = [inspircdProgram, ngircdProgram, hybridProgram, athemeProgram].filter(skipWithout);
  const text = describeMissing(
    programs.map(({ program }) => program),
    skipWithoutStrace(),
  );
  if (text === null) return undefined;
  const tell = (): void => console.log(`\n${text}\n`);
  tell();
  return tell;
}

/** What is skipped without these ircds and services, and without strace; null when nothing is missing. */
export function describeMissing(ircds: readonly string[], withoutStrace: boolean): string | null {
  const lines = [];
  if (ircds.length > 0) {
    lines.push(`Skipped for want of ${ircds.join(', ')}: run .ci/install-ircds as root (Debian).`);
  }
  if (withoutStrace) lines.push('Skipped for want of strace: apt-get install strace.');
  return lines.length === 0 ? null : lines.join('\n');
}
