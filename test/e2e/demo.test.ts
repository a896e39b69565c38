import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';

const MAIN = fileURLToPath(new URL('../../examples/demo/main.ts', import.meta.url));
/** A whole story with many programs, on a machine that may be busy with other tests. */
const STORY_MS_MAX = 180_000;
const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

const withInspircd = skipWithout(inspircdProgram) ? [] : ['mini,inspircd'];
const withoutAny = [inspircdProgram, ngircdProgram, hybridProgram].map(skipWithout).includes(true);

test.each(['mini', ...withInspircd])(
  'the demo holds with --ircd %s, and cleans up',
  (ircd) => holds(startDemo('--ircd', ircd)),
  STORY_MS_MAX,
);

test.skipIf(withoutAny)(
  'the demo takes every real ircd that is installed, one on each side, and holds',
  async () => {
    const demo = startDemo();
    await holds(demo);
    for (const title of ['A: a.example (InspIRCd)', 'B: b.example (ngIRCd)', 'C: c.example (ircd-hybrid)']) {
      expect(demo.output()).toContain(title);
    }
    expect(demo.output()).not.toContain('not installed');
  },
  STORY_MS_MAX,
);

test(
  'with --keep everything runs until it is interrupted, and cleans up then',
  async () => {
    const demo = startDemo('--ircd', 'mini', '--keep');
    await demo.until('Everything is left running');
    await demo.until('cburst channels --config');
    const ports = [...demo.output().matchAll(/\/connect 127\.0\.0\.1 (\d+)/g)].map(([, port]) =>
      Number(port),
    );
    expect(ports).toHaveLength(2);
    for (const port of ports) expect(await accepts(port)).toBe(true);
    demo.child.kill('SIGINT');
    expect(await once(demo.child, 'close')).toEqual([130, null]);
    expect(existsSync(directoryOf(demo.output()))).toBe(false);
    for (const port of ports) expect(await accepts(port)).toBe(false);
  },
  STORY_MS_MAX,
);

test(
  'an interruption in the middle of the story cleans up too',
  async () => {
    const demo = startDemo('--ircd', 'mini');
    await demo.until('1. alice makes a channel');
    demo.child.kill('SIGTERM');
    expect(await once(demo.child, 'close')).toEqual([130, null]);
    expect(existsSync(directoryOf(demo.output()))).toBe(false);
  },
  STORY_MS_MAX,
);

test('without any real ircd the small one plays, and what is missing is told', async () => {
  vi.stubEnv('CBURST_INSPIRCD', '/nowhere');
  vi.stubEnv('CBURST_NGIRCD', '/nowhere');
  vi.stubEnv('CBURST_HYBRID', '/nowhere');
  const demo = startDemo();
  vi.unstubAllEnvs();
  await demo.until('not installed: inspircd, ngircd, ircd-hybrid');
  expect(demo.output()).toContain('A: a.example (mini ircd)');
});

test('an ircd that nobody knows is refused', async () => {
  const demo = startDemo('--ircd', 'other');
  expect(await once(demo.child, 'close')).toEqual([2, null]);
  expect(demo.output()).toContain('--ircd other is none of mini, inspircd, ngircd, hybrid');
});

function startDemo(...flags: string[]) {
  const child = spawn(process.execPath, [MAIN, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
  });
  started.push(child);
  let output = '';
  let wake = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      wake();
    });
  }
  child.on('close', () => wake());
  /** Until the output holds the text. */
  const until = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`the demo ended before "${text}": ${output}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { child, output: () => output, until };
}

async function holds(demo: ReturnType<typeof startDemo>): Promise<void> {
  const [code] = await once(demo.child, 'close');
  expect(demo.output(), demo.output()).toContain('What was checked');
  expect(code).toBe(0);
  expect(demo.output()).not.toContain('\x1b');
  expect(existsSync(directoryOf(demo.output()))).toBe(false);
}

function directoryOf(output: string): string {
  return /starting \w+ servers in (\S+)/.exec(output)![1]!;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
