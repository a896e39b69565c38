import { describe, expect, test } from 'vitest';
import { hybridProgram, inspircdProgram, skipWithout } from '../../e2e/ircd-process.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { channelFacts } from '../data-set.ts';
import { channelProblem } from './channel-problem.ts';
import { hybridDialect } from './hybrid-dialect.ts';
import { ircdRun } from './ircd-run.ts';
import { parseServerLine, type SeenChannel } from './server-dialect.ts';

const amounts = { channels: 50, restMs: 1, sequentialChanges: 5, pipelinedChanges: 100 };
const all = [
  'burst: wall, ms',
  'burst: CPU of A, s',
  'burst: CPU of B, s',
  'burst: bytes to B per channel',
  'memory of B per channel, bytes',
  'one change, p50, ms',
  'one change, p99, ms',
  'one change: CPU of A and B, ms',
  'pipelined changes per second',
  'pipelined: CPU of A and B, s',
  'reconnect, nothing changed: proven equal, ms',
  'reconnect, nothing changed: bytes both ways',
];

describe.each([
  ['hybrid', hybridProgram],
  ['inspircd', inspircdProgram],
] as const)('two servers of %s', (kind, program) => {
  test.skipIf(skipWithout(program))('are measured, and B has every channel as it should', async () => {
    const directory = temporaryDirectory();
    try {
      const figures = await ircdRun({ ...amounts, kind, directory: directory.path });
      expect([...figures.keys()]).toEqual(all);
      expect(figures.get('burst: bytes to B per channel')).toBeGreaterThan(300);
      expect(figures.get('reconnect, nothing changed: bytes both ways')).toBeGreaterThan(2 * 50 * 300);
    } finally {
      directory.remove();
    }
  });
});

/** What a server that has the channel says of it, read as the bench does. */
function told(index: number, change: (line: string) => string = (line) => line): SeenChannel | undefined {
  const seen = new Map<string, SeenChannel>();
  const self = { name: 's.test', sid: '0SS' };
  for (const line of hybridDialect.channel(self, channelFacts(index)))
    hybridDialect.read(seen, parseServerLine(change(line)));
  return seen.get(channelFacts(index).name);
}

test('a channel with everything in it is no problem, and one that lacks something is', () => {
  expect(channelProblem(channelFacts(10), told(10))).toBeNull();
  expect(channelProblem(channelFacts(11), told(11))).toBeNull();
  for (const [from, to] of [
    ['+ntkl key10 110', '+ntl 110'],
    ['+nt', '+t'],
    ['bench@user.test', 'else@user.test'],
    ['.dyn.', '.static.'],
  ] as const)
    expect(
      channelProblem(
        channelFacts(10),
        told(10, (line) => line.replace(from, to)),
      ),
    ).not.toBeNull();
  expect(channelProblem(channelFacts(12), undefined)).toBe('#chan000012: not there');
});
