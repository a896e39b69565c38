import type { Command } from 'commander';
import type { RunningAnswers } from '../../check/check-running.ts';
import { type Finding, worstOf } from '../../check/finding.ts';
import { packageVersion } from '../../config/package-version.ts';
import { CliError } from '../cli-error.ts';
import { addConfigOption, configFile } from '../endpoint.ts';
import { exitCodes } from '../exit-code.ts';
import { renderFindings } from '../finding-report.ts';
import { jsonDocument } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { print } from '../terminal.ts';

interface CheckOptions extends PlainOption {
  readonly config?: string;
  readonly adapterConfig?: string;
  readonly ircdConfig?: string;
  readonly offline?: true;
  readonly all?: true;
  readonly json?: true;
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description('what is wrong, or soon will be, with what to do; changes nothing');
  addPlainOption(addConfigOption(command))
    .option('--adapter-config <file>', "look at the adapter's configuration, too")
    .option('--ircd-config <file>', "and whether the ircd's own lets that adapter link")
    .option('--offline', 'dial neither peers nor the ircd')
    .option('--all', 'show what is well, too')
    .option('--json', 'answer for programs')
    .addHelpText('after', NOTE)
    .action(check);
}

async function check(options: CheckOptions): Promise<void> {
  const { adapterConfig = null, ircdConfig = null, offline = false } = options;
  if (ircdConfig !== null && adapterConfig === null)
    throw new CliError(
      exitCodes.usage,
      '--ircd-config goes with --adapter-config, whose link it is to allow',
    );
  const { runChecks } = await import('../../check/run-checks.ts');
  const findings = await runChecks(
    {
      configFile: configFile(options.config),
      adapterConfigFile: adapterConfig,
      ircdConfigFile: ircdConfig,
      offline,
    },
    { ask, now: Date.now },
  );
  const shown = () => renderFindings(findings, options.all ?? false, terminalFor(options));
  await print(options.json ? jsonDocument({ findings }) : shown());
  process.exitCode = exitCodeOf(findings);
}

function exitCodeOf(findings: readonly Finding[]): number {
  const codes = { error: exitCodes.negative, warning: exitCodes.warned, ok: exitCodes.ok };
  return codes[worstOf(findings)];
}

async function ask(socket: string): Promise<RunningAnswers | string> {
  const { OpsClient } = await import('../ops-client.ts');
  const client = new OpsClient({ target: `unix:${socket}`, token: null });
  try {
    const [status, { peers }, store] = await Promise.all([
      client.status(),
      client.peers(),
      client.storeProblems(STORE_PROBLEMS_MAX),
    ]);
    const newStoreProblems = store.problems.some((problem) => problem.found_now);
    return { status, peers, newStoreProblems, ownVersion: packageVersion };
  } catch (error) {
    if (error instanceof CliError) return error.message;
    throw error;
  } finally {
    client.close();
  }
}

/** Those of this start come last; more than that are not looked for. */
const STORE_PROBLEMS_MAX = 10_000;

const NOTE = `
Works while the sidecar is stopped (files, keys, ports, the store, what peers answer) and while it runs (its host, its
links, what waits for an operator). Peers log one refused connection for each look at them.`;
