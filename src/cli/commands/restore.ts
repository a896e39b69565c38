import { type Command, InvalidArgumentError } from 'commander';
import { DECISIONS_MAX } from '../../core/journal.ts';
import type { Decision__Output } from '../../proto-types/cburst/v1/Decision.ts';
import { ask } from '../ask.ts';
import { CliError } from '../cli-error.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDecided } from '../decide-options.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import { listNumber } from '../list-number.ts';
import type { OpsClient } from '../ops-client.ts';
import { renderPlanned } from '../planned-change-report.ts';
import { Progress } from '../progress.ts';
import { showBytes } from '../show-field.ts';
import { print, terminal } from '../terminal.ts';

type RestoreOptions = DecideOptions & {
  readonly all?: true;
  readonly before?: number;
  readonly apart?: true;
};

export function addRestoreCommand(program: Command): void {
  const command = program
    .command('restore')
    .description('gives a channel back what a decision cost it')
    .argument('[number]', 'the decision, as "cburst journal" lists it', listNumber('cburst journal'))
    .option(
      '--all',
      'what all decisions since --before cost, the latest first: channels are as they were then',
    )
    .option('--before <time>', 'with --all: a time, for instance 2026-03-01T12:00:00Z', parseTime)
    .option(
      '--apart',
      'undo moves to another id: in a channel of its own for this server, without what its users gained',
    );
  addDecideOptions(command).action((number: number | undefined, options: RestoreOptions) => {
    checkUsage(number, options);
    return ask(options, async (client) => {
      if (number === undefined) await restoreAll(client, options.before!, options);
      else await printDecided(await callRestore(client, number, options), options, 'Restored');
    });
  });
}

const GAINS_STAY = `What users here gained by moving to another id stays, and what came back others see, too: with "--apart" the moves are undone
in channels of this server's own.
`;

interface Restored {
  readonly number: number;
  readonly channel: Buffer;
  /** The decision that restored it, 0 with --dry-run; null: it could not be restored. */
  readonly decision: number | null;
  /** Why not; empty: it was. */
  readonly problem: string;
}

async function restoreAll(client: OpsClient, before: number, options: RestoreOptions): Promise<void> {
  const { decisions } = await client.decisions(Buffer.alloc(0), DECISIONS_MAX);
  const isCostly = ({ lost, gained }: Decision__Output) =>
    lost.length > 0 || (options.apart === true && gained.length > 0);
  const costly = decisions.filter((decision) => decision.time >= before && isCostly(decision));
  const restored: Restored[] = [];
  const progress = new Progress(options);
  for (const decision of costly) {
    if (!options.dryRun) progress.tell(`decision ${restored.length + 1} of ${costly.length}`);
    const result = await restoreOne(client, decision, options).finally(() => progress.clear());
    restored.push(result);
    if (!options.json) await print(renderRestored(result));
  }
  if (options.json) await print(jsonDocument({ restored }));
  else if (costly.length === 0) await print('No decision since then cost anything.\n');
  else if (!options.apart && costly.some(({ gained }) => gained.length > 0)) await print(GAINS_STAY);
  const failed = restored.filter(({ problem }) => problem !== '').length;
  if (failed > 0)
    throw new CliError(exitCodes.negative, `${failed} of ${costly.length} could not be restored: see above`, {
      next: 'cburst journal',
    });
}

async function restoreOne(
  client: OpsClient,
  { number, channel }: Decision__Output,
  options: RestoreOptions,
): Promise<Restored> {
  try {
    const answer = await callRestore(client, number, options);
    if (options.dryRun && !options.json) await print(renderPlanned(answer, terminal));
    return { number, channel, decision: answer.decision, problem: '' };
  } catch (error) {
    // The others may be restored all the same; only that this one cannot be is known now.
    if (!(error instanceof CliError) || error.exitCode !== exitCodes.negative) throw error;
    return { number, channel, decision: null, problem: error.message };
  }
}

function renderRestored({ number, channel, decision, problem }: Restored): string {
  const name = showBytes(channel);
  if (problem !== '') return `${name}: decision ${number} not restored: ${problem}\n`;
  return decision === 0 ? '' : `${name}: what decision ${number} cost is back (decision ${decision}).\n`;
}

function checkUsage(number: number | undefined, { all, before }: RestoreOptions): void {
  const one = number !== undefined && !all && before === undefined;
  const many = number === undefined && all && before !== undefined;
  if (one || many) return;
  throw new CliError(exitCodes.usage, 'give the number of one decision, or --all with --before TIME');
}

function parseTime(text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError('It is a date and a time, for instance 2026-03-01T12:00:00Z.');
}

function callRestore(client: OpsClient, number: number, options: RestoreOptions) {
  return client.restore(number, options.apart ?? false, howToDecide(options));
}
