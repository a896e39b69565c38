import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findInspircd } from '../../test/e2e/inspircd-process.ts';
import { DemoNetwork } from './demo-network.ts';
import type { IrcdKind } from './demo-side.ts';
import { Story } from './story.ts';
import { Transcript } from './transcript.ts';

const USAGE = `npm run demo -- [--ircd mini|inspircd|both] [--keep]
  --ircd  which ircds: two of a kind, or both kinds side by side (default: inspircd where it is installed, else mini)
  --keep  leave everything running afterwards and say how to connect; Ctrl-C ends it`;
/** Of each log, when something did not hold. */
const LOG_LINES_SHOWN = 15;
/** As a shell gives it for SIGINT. */
const INTERRUPTED = 130;

const options = readOptions();
const transcript = new Transcript();
const aborter = new AbortController();
const network = new DemoNetwork(kindsOf(options.ircd), aborter.signal);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// Whoever read the transcript has gone (`npm run demo | head`).
process.stdout.on('error', interrupt);

const playing = play();
const failure: unknown = await playing.then(
  () => null,
  (error) => error,
);
if (failure !== null && !aborter.signal.aborted) showFailure(failure);
if (failure === null && options.keep) await keepRunning();
await network.stop();
process.exit(aborter.signal.aborted ? INTERRUPTED : failure === null ? 0 : 1);

async function play(): Promise<void> {
  transcript.note(`starting two servers in ${network.directory}`);
  for (const { title } of network.sides) transcript.note(`  ${title}`);
  await network.start();
  transcript.note('both ircds run, both sidecars know theirs and are linked');
  await new Story(network, transcript, aborter.signal).run();
  transcript.summary();
}

/** Makes everything that is under way fail soon: what it has started is known then, and can be ended. */
function interrupt(): void {
  aborter.abort();
  for (const side of network.sides) side.disconnectUsers();
}

/** Until interrupted. */
async function keepRunning(): Promise<void> {
  const { a, b } = network;
  process.stdout.write(`
Everything is left running until Ctrl-C. Connect with an IRC client:
${network.sides.map(({ title, clientPort }) => `  ${title}: /connect 127.0.0.1 ${clientPort}`).join('\n')}
Become IRC operator with /oper op oppw, and give yourself operator status with
  A: /quote ${a.opCommand('#channel', 'you')}
  B: /quote ${b.opCommand('#channel', 'you')}
Ask a sidecar, for instance:
${network.sides.map(({ directory }) => `  npx cburst channels --config ${directory}/cburst.toml`).join('\n')}
`);
  await new Promise((resolve) => aborter.signal.addEventListener('abort', resolve));
}

function showFailure(error: unknown): void {
  transcript.failed(error instanceof Error ? error.message : String(error));
  for (const side of network.sides) side.logFiles.forEach(showLog);
}

function showLog(file: string): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  transcript.note(`the end of ${file}:`);
  transcript.block(lines.slice(-LOG_LINES_SHOWN).join('\n'));
}

function kindsOf(ircd: string): [IrcdKind, IrcdKind] {
  if (ircd === 'both') return ['inspircd', 'mini'];
  return ircd === 'mini' ? ['mini', 'mini'] : ['inspircd', 'inspircd'];
}

function readOptions(): { ircd: string; keep: boolean } {
  const found = findInspircd() === null ? 'mini' : 'inspircd';
  try {
    const { values } = parseArgs({ options: { ircd: { type: 'string' }, keep: { type: 'boolean' } } });
    const { ircd = found, keep = false } = values;
    const problem = optionProblem(ircd, found);
    if (problem !== null) throw new Error(problem);
    return { ircd, keep };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function optionProblem(ircd: string, found: IrcdKind): string | null {
  if (!['mini', 'inspircd', 'both'].includes(ircd)) return `--ircd ${ircd} is none of mini, inspircd, both`;
  if (ircd !== 'mini' && found === 'mini')
    return 'inspircd is not installed (Debian: apt-get install inspircd)';
  const isBuilt = existsSync(fileURLToPath(new URL('../../dist/main.js', import.meta.url)));
  return isBuilt ? null : 'there is no dist/main.js: run npm run build first';
}
