import { spawnSync } from 'node:child_process';

/**
 * True when tests that need Prometheus' own checker are to be skipped. With CBURST_REQUIRE_PROMTOOL set (CI) nothing is skipped:
 * without the program they fail.
 */
export function skipWithoutPromtool(): boolean {
  return spawnSync('promtool', ['--version']).status !== 0 && !process.env.CBURST_REQUIRE_PROMTOOL;
}

/** What promtool says of `input`, empty when it finds nothing wrong. Throws where it cannot be run. */
export function promtool(args: readonly string[], input = ''): string {
  const { error, status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  if (error) throw new Error(`promtool cannot be run (Debian: apt-get install prometheus): ${error.message}`);
  return status === 0 ? '' : `${stdout}${stderr}`;
}
