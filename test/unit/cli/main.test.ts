import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { runCburst } from './run-cburst.ts';

/** Makes Node look like another version before anything else runs. */
function pretend(version: string): { env: { NODE_OPTIONS: string } } {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return { env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` } };
}

test.each(['18.20.4', '20.20.2', '23.11.0'])(
  'Node %s is refused with what, why and what to do',
  async (version) => {
    const { exitCode, stderr } = await runCburst(['--version'], pretend(version));
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`this is Node ${version} (`);
    expect(stderr).toContain('needs Node 24 or later');
    expect(stderr).toContain('npx cburst');
  },
);

test.each(['24.0.0', '26.1.0'])('Node %s is taken', async (version) => {
  const { exitCode, stdout } = await runCburst(['--version'], pretend(version));
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n/);
  expect(exitCode).toBe(0);
});

test('nothing is loaded by a refused Node', async () => {
  const refuseImports = `import { registerHooks } from 'node:module';
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });
    registerHooks({ resolve(name, context, next) {
      if (context.parentURL?.startsWith('file:')) console.log('loads ' + name);
      return next(name, context);
    } });`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(refuseImports)}` };
  expect((await runCburst(['--version'], { env })).stdout).toBe('');
});

test.each([
  [[]],
  [['nonsense']],
  [['status', '--nonsense']],
  [['channel']],
  [['adapter']],
  [['adapter', '--ircd', 'x']],
])('wrong arguments end with 2: %j', async (args) => {
  const { exitCode, stdout, stderr } = await runCburst(args);
  expect(exitCode).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
});

test.each([
  [['quarantine', 'aprove', '3', '--by', 'alice'], "unknown command 'aprove'", 'cburst quarantine --help'],
  [['metadata', 'sets', '#a'], "unknown command 'sets'", 'cburst metadata --help'],
  [['quarantine', 'list', 'x'], 'too many arguments', 'cburst quarantine list --help'],
  [['quarantine', '--bogus'], "unknown option '--bogus'", 'cburst quarantine list --help'],
])('the word that is wrong is named: %j', async (args, wrong, next) => {
  const { exitCode, stderr } = await runCburst(args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(wrong);
  expect(stderr).toMatch(new RegExp(`\nNext: ${next}\n$`));
});

test('help names the commands and the exit codes', async () => {
  const { exitCode, stdout } = await runCburst(['--help']);
  expect(exitCode).toBe(0);
  for (const command of [
    'keygen',
    'sidecar',
    'adapter',
    'health',
    'status',
    'peers',
    'channels',
    'channel',
    'store',
    'watch',
    'quarantine',
    'metadata',
    'readmit',
  ])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  expect((await runCburst(['status', '--help'])).stdout).toContain('3  the sidecar cannot be reached');
});

test.each([
  [['--help']],
  [['channels', '--help']],
  [['watch', '--help']],
  [['health', '--help']],
  [['readmit', '--help']],
  [['metadata', '--help']],
  [['metadata', 'set', '--help']],
  [['quarantine', 'approve', '--help']],
])('help says what a default means, and leaves no holes: %j', async (args) => {
  const { stdout } = await runCburst(args);
  expect(stdout).not.toContain('(default: "")');
  expect(stdout).not.toMatch(/\n\n\n|\n\n$/);
});

test('the examples in the help are commands that there are', async () => {
  const { stdout } = await runCburst(['--help']);
  const examples = [...stdout.matchAll(/^ {2}cburst (.*)$/gm)].map((match) => match[1]!.split(' '));
  expect(examples.length).toBeGreaterThan(2);
  const directory = temporaryDirectory();
  onTestFinished(() => directory.remove());
  for (const example of examples) {
    const { exitCode, stderr } = await runCburst(example, { cwd: directory.path });
    // What needs a configuration asks for it by its name.
    expect({ example, exitCode, stderr }).toMatchObject(
      example.includes('--config')
        ? { exitCode: 2, stderr: expect.stringContaining('run/node1/sidecar.toml: cannot be read') }
        : { exitCode: 0, stderr: '' },
    );
  }
});
