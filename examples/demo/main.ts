import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findIrcd, hybridProgram, inspircdProgram, ngircdProgram } from '../../test/e2e/ircd-process.ts';
import { DemoNetwork } from './demo-network.ts';
import type { IrcdKind } from './demo-side.ts';
import { Story } from './story.ts';
import { Transcript } from './transcript.ts';

const USAGE = `npm run demo -- [--ircd <kind>[,<kind>[,<kind>]]] [--keep]
  --ircd  which ircds: mini, inspircd, ngircd, hybrid; one alone stands on both sides
          (default: all real ones that are installed, else mini)
  --keep  leave everything running afterwards and say how to connect; Ctrl-C ends it`;
const programs = { inspircd: inspircdProgram, ngircd: ngircdProgram, hybrid: hybridProgram };
/** As many as the transcript has columns for. */
const SIDES_MAX = 3;
const COUNTS = ['', '', 'two', 'three'];
/** Of each log, when something did not hold. */
const LOG_LINES_SHOWN = 15;
/** As a shell gives it for SIGINT. */
const INTERRUPTED = 130;

const options = readOptions();
const transcript = new Transcript();
const aborter = new AbortController();
const network = new DemoNetwork(options.kinds, aborter.signal);

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
  transcript.note(`starting ${COUNTS[network.sides.length]} servers in ${network.directory}`);
  for (const { title } of network.sides) transcript.note(`  ${title}`);
  if (options.missing.length > 0)
    transcript.note(
      `  not installed: ${options.missing.join(', ')} (the demo takes every real ircd that is)`,
    );
  if (options.kinds.includes('ngircd'))
    transcript.note(
      '  ngIRCd shows topics of other servers as its own, with its own time (docs/adapters.md says more)',
    );
  await network.start();
  transcript.note('all ircds run, all sidecars know theirs and are linked');
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
  process.stdout.write(`
Everything is left running until Ctrl-C. Connect with an IRC client:
${network.sides.map(({ title, clientPort }) => `  ${title}: /connect 127.0.0.1 ${clientPort}`).join('\n')}
Become IRC operator with /oper op oppw, and give yourself operator status with
${network.sides.map((side) => `  ${side.label}: /quote ${side.opCommand('#channel', 'you')}`).join('\n')}
Ask a sidecar, for instance:
${network.sides.map(({ directory }) => `  npx cburst channels --config ${directory}/sidecar.toml`).join('\n')}
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

interface Options {
  readonly kinds: readonly IrcdKind[];
  /** Programs that would have been taken. */
  readonly missing: readonly string[];
  readonly keep: boolean;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({ options: { ircd: { type: 'string' }, keep: { type: 'boolean' } } });
    const { ircd, keep = false } = values;
    const chosen = ircd === undefined ? installed() : ircd.split(',').map(kindOf);
    const missing = ircd === undefined ? missingPrograms() : [];
    if (chosen.length > SIDES_MAX) throw new Error(`--ircd ${ircd} names more than ${SIDES_MAX} ircds`);
    const isBuilt = existsSync(fileURLToPath(new URL('../../dist/main.js', import.meta.url)));
    if (!isBuilt) throw new Error('there is no dist/main.js: run npm run build first');
    return { kinds: chosen.length === 1 ? [chosen[0]!, chosen[0]!] : chosen, missing, keep };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function installed(): IrcdKind[] {
  const found = realKinds().filter((kind) => findIrcd(programs[kind]) !== null);
  return found.length === 0 ? ['mini'] : found;
}

function missingPrograms(): string[] {
  return realKinds()
    .filter((kind) => findIrcd(programs[kind]) === null)
    .map((kind) => programs[kind].program);
}

function kindOf(word: string): IrcdKind {
  if (word === 'mini') return word;
  const kind = realKinds().find((known) => known === word);
  if (kind === undefined) throw new Error(`--ircd ${word} is none of mini, ${realKinds().join(', ')}`);
  const { program, pathVariable } = programs[kind];
  if (findIrcd(programs[kind]) === null)
    throw new Error(`${program} is not installed (or name it in ${pathVariable})`);
  return kind;
}

function realKinds(): (keyof typeof programs)[] {
  return Object.keys(programs) as (keyof typeof programs)[];
}
