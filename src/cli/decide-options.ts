import type { Command } from 'commander';
import { type AskOptions, addAskOptions } from './ask.ts';
import { addByOption, type ByOption } from './by-option.ts';
import { jsonDocument } from './json-output.ts';
import type { HowToDecide } from './ops-client.ts';
import { type PlannedAnswer, renderPlanned } from './planned-change-report.ts';
import { print, terminal } from './terminal.ts';

export type DecideOptions = AskOptions & ByOption & { readonly dryRun?: true };

/** Adds the options of every command that decides something. */
export function addDecideOptions(command: Command): Command {
  return addAskOptions(addByOption(command)).option('--dry-run', 'only say what would change here');
}

/** What these options say to the sidecar. */
export function howToDecide({ by, dryRun }: DecideOptions): HowToDecide {
  return { by, validate_only: dryRun ?? false };
}

/** Prints what became of it; `done`: of a decision that was carried out, for people. */
export async function printDecided(
  answer: PlannedAnswer,
  options: DecideOptions,
  done: string,
): Promise<void> {
  const cost = 'What it cost: "cburst journal".';
  return printDone(answer, options, `${done}: decision ${answer.decision} of the journal. ${cost}\n`);
}

/** As `printDecided`; `done`: all that is said of one that was carried out. */
export async function printDone(answer: PlannedAnswer, options: DecideOptions, done: string): Promise<void> {
  if (options.json) return print(jsonDocument(answer));
  return print(options.dryRun ? renderPlanned(answer, terminal) : done);
}
