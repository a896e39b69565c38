import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A mutant that no seed up to this finds is not found. */
export const SEEDS_MAX = 20_000;
/** Characters of what a run says beside its results, the last ones: it shows progress there. */
const ERRORS_MAX = 2000;
/** Lines around a change that have to be there: few, so that changes nearby leave a patch in force. */
const CONTEXT_LINES = 1;

/** A wrong rule: what it makes of the shipped sources, and what it is. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** The patch's first line. */
  readonly wrong: string;
}

export function listMutants(): Mutant[] {
  const folder = resolve(import.meta.dirname, 'mutants');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const wrong = readFileSync(file, 'utf8').split('\n')[0]!;
      return { name: name.replace(/\.patch$/, ''), file, wrong };
    });
}

/** A copy of what the simulator runs, in a directory of its own. */
export function copySources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'cburst-mutants-'));
  const root = resolve(import.meta.dirname, '../..');
  for (const part of ['src', 'proto', 'test/sim', 'test/support', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Mutants are patches, which git applies. With CBURST_REQUIRE_GIT set (CI) no test is skipped for want of it. */
export function skipWithoutGit(): boolean {
  return spawnSync('git', ['--version']).status !== 0 && !process.env.CBURST_REQUIRE_GIT;
}

/** Applies the mutant to a copy, or takes it back. Returns what is wrong, or null. */
export function applyMutant({ file }: Mutant, copy: string, more: readonly string[] = []): string | null {
  const options = ['apply', `-C${CONTEXT_LINES}`, '--recount', ...more, file];
  const { error, status, stderr } = spawnSync('git', options, { cwd: copy, encoding: 'utf8' });
  if (error)
    throw new Error(
      `git applies the mutants, and cannot be run (Debian: apt-get install git): ${error.message}`,
    );
  return status === 0 ? null : stderr.trim();
}

/** Looks which seed finds each mutant, or those named in `only`, and prints a table. Returns the exit code. */
export async function findMutants(only: readonly string[] | null): Promise<number> {
  const all = listMutants();
  const unknown = only?.find((name) => all.every((mutant) => mutant.name !== name));
  if (unknown !== undefined) {
    console.error(`there is no mutant ${unknown}`);
    return 1;
  }
  const copy = copySources();
  const whole = copySources();
  let missed = 0;
  console.log('| Seed | Check | Mutant | What is wrong |\n|---|---|---|---|');
  try {
    for (const mutant of all.filter(({ name }) => only?.includes(name) ?? true)) {
      const { seed, check } = await findMutant(mutant, copy, whole);
      if (seed === null) missed++;
      console.log(`| ${seed ?? 'not found'} | ${check} | ${mutant.name} | ${mutant.wrong} |`);
    }
  } finally {
    for (const each of [copy, whole]) rmSync(each, { recursive: true });
  }
  return Number(missed > 0);
}

interface Finding {
  readonly seed: number | null;
  readonly check: string;
}

/** A seed that fails without the mutant says nothing about it: it is reported, and the search goes on. */
async function findMutant(mutant: Mutant, copy: string, whole: string): Promise<Finding> {
  const problem = applyMutant(mutant, copy);
  if (problem !== null) return { seed: null, check: problem };
  try {
    for (let from = 1; from <= SEEDS_MAX; ) {
      const found = await firstFailure(copy, from, SEEDS_MAX + 1 - from);
      if (found.seed === null) return found;
      const unmutated = await firstFailure(whole, found.seed, 1);
      if (unmutated.seed === null) return found;
      console.error(`seed ${found.seed} fails without ${mutant.name}, too: ${unmutated.check}`);
      from = found.seed + 1;
    }
    return { seed: null, check: '' };
  } finally {
    applyMutant(mutant, copy, ['--reverse']);
  }
}

async function firstFailure(copy: string, from: number, seeds: number): Promise<Finding> {
  const { failed } = JSON.parse(await runSimulator(copy, from, seeds)) as {
    failed: { seed: number; check: string }[];
  };
  return { seed: failed[0]?.seed ?? null, check: failed[0]?.check ?? '' };
}

function runSimulator(copy: string, from: number, seeds: number): Promise<string> {
  const range = ['--from', String(from), '--seeds', String(seeds)];
  const options = ['test/sim/main.ts', ...range, '--first', '--json'];
  const child = spawn(process.execPath, options, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-ERRORS_MAX);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', () => {
      if (output === '') failed(new Error(`a run of the copy in ${copy} said nothing but: ${errors}`));
      else done(output);
    });
  });
}
