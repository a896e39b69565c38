import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeMissing } from '../missing-programs.ts';

describe('a run of the tests', () => {
  it('says which programs it lacks and how to get them', () => {
    expect(describeMissing(['ngircd', 'ircd-hybrid'], ['strace', 'git'])).toBe(
      'Skipped for want of ngircd, ircd-hybrid: run .ci/install-ircds as root (Debian).\n' +
        'Skipped for want of strace, git: apt-get install strace git (Debian).',
    );
    expect(describeMissing([], ['strace'])).toBe(
      'Skipped for want of strace: apt-get install strace (Debian).',
    );
    expect(describeMissing([], [])).toBeNull();
  });

  it('says so first and last', async () => {
    const env = { ...process.env, CBURST_NGIRCD: '/nowhere', CBURST_REQUIRE_NGIRCD: '' };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        'test/vitest.config.ts',
        '--root',
        '.',
        'test/unit/lock-file.test.ts',
      ],
      { env },
    );
    const parts = stdout.split(/^Skipped for want of .*\bngircd\b.*: run .ci\/install-ircds as root/m);
    expect(parts).toHaveLength(3);
    expect(parts[1]).toContain('1 passed');
  });
});
