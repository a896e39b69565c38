import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import { configDirectory, mistakesOf } from './config-directory.ts';

const head = `[server]
name = "irc1.example.net"
[peers]
listen = "[::]:0"
[[peers.peer]]
name = "irc2.example.net"
pin = "sha256:${'a'.repeat(64)}"
`;

describe('a mistake in a rule is told', () => {
  const classes = '"topic", "modes", "key", "limit", "parameters", "lists", "metadata", "pins"';
  const globs = (count: number) => JSON.stringify(Array.from({ length: count }, () => '#x'));
  test.each<[string, string]>([
    [
      'import = { fields = ["topic", "lsits"] }',
      `8:31: peers.peer.import.fields = "lsits" is not known, only fields of these classes pass, did you mean "lists"?`,
    ],
    [
      'import = { fields = ["colour"] }',
      `8:22: peers.peer.import.fields = "colour" is not known, only fields of these classes pass, choose from ${classes}`,
    ],
    [
      'export = { fields = "topic" }',
      `8:21: peers.peer.export.fields = "topic" is not an array, only fields of these classes pass, choose from ${classes}`,
    ],
    [
      'import = { chanels = ["#*"] }',
      '8:12: unknown key chanels in [peers.peer.import], only known keys are allowed so that a typing error cannot go unseen, did you mean channels?',
    ],
    [
      'export = { channels = ["#*", "staff*"] }',
      '8:30: peers.peer.export.channels = "staff*" does not start with #, +, !, * or ?, a channel passes when one of these globs (at most 32) matches its name, write channels = ["#*"]',
    ],
    [
      'export = { except = ["&*"] }',
      '8:22: peers.peer.export.except = "&*" is about channels that never leave their server (&), a channel does not pass when one of these globs (at most 32) matches its name, write except = ["#staff*"]',
    ],
    [
      `export = { channels = ${globs(33)} }`,
      '8:23: peers.peer.export.channels is out of range, a channel passes when one of these globs (at most 32) matches its name, write channels = ["#*"]',
    ],
    [
      'imports = {}',
      '8:1: unknown table [peers.peer.imports], only known keys are allowed so that a typing error cannot go unseen, did you mean import?',
    ],
    [
      'import = "#*"',
      '8:10: peers.peer.import is not a table, it holds keys of its own, write [peers.peer.import] on a line of its own and its keys below',
    ],
  ])('%s', (line, mistake) => {
    expect(mistakes(head + line)).toEqual([`c.toml:${mistake}`]);
  });

  test('as many globs as a list may have are none', () => {
    expect(mistakes(`${head}export = { channels = ${globs(32)}, except = ${globs(32)} }`)).toEqual([]);
  });
});

test.each([
  ['max_clock_skew = 0', '3: guard.max_clock_skew = 0 is out of range, clocks'],
  ['max_clock_skew = 86401', '3: guard.max_clock_skew = 86401 is out of range, clocks'],
  ['create_rate = -1', '3: guard.create_rate = -1 is out of range, a peer'],
  ['mass_removal = 5', '3: unknown key mass_removal in [guard], only'],
])('[guard] %s', (line, mistake) => {
  const [told] = mistakes(`[guard]\n${line}\n${head}`);
  expect(told?.replace(/^c\.toml:2:\d+:/, '3:')).toContain(mistake);
});

function mistakes(text: string): string[] {
  const directory = configDirectory({ 'peer.key': 'k', 'peer.crt': 'c' });
  const file = join(directory, 'c.toml');
  writeFileSync(file, text);
  return mistakesOf(directory, () => loadSidecarConfig(file));
}
