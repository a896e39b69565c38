import { spawnSync } from 'node:child_process';
import type { Shell } from '../../../../src/cli/completion/shell-scripts.ts';

/** True when tests in that shell are to be skipped. With CBURST_REQUIRE_SHELLS set (CI) nothing is skipped: without it they fail. */
export function skipWithoutShell(shell: Shell): boolean {
  return spawnSync(shell, ['--version']).status !== 0 && !process.env.CBURST_REQUIRE_SHELLS;
}
