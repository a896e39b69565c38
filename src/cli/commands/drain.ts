import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DrainSidecarResponse__Output } from '../../proto-types/cburst/v1/DrainSidecarResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addByOption, type ByOption } from '../by-option.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonLine } from '../json-output.ts';
import { print } from '../terminal.ts';

type DrainOptions = AskOptions & ByOption & { readonly timeout: number };

/** As in the sidecar. */
const TIMEOUT_S_MAX = 600;

export function addDrainCommand(program: Command): void {
  const command = program
    .command('drain')
    .description('has the sidecar tell its peers what they lack, take nothing new, and end')
    .addOption(
      new Option('--timeout <seconds>', 'ends by then, whatever peers lack')
        .argParser(parseTimeout)
        .default(30),
    )
    .addHelpText('after', ABOUT);
  addAskOptions(addByOption(command)).action((options: DrainOptions) =>
    ask(options, async (client) => {
      let last: DrainSidecarResponse__Output | null = null;
      for await (const progress of client.drain(options.by, options.timeout * 1000)) {
        last = progress;
        if (options.json) await print(jsonLine(progress));
        else process.stderr.write(renderProgress(progress));
      }
      if (last?.state === 'DRAIN_STATE_DRAINED') return;
      throw new CliError(exitCodes.negative, NOT_DRAINED);
    }),
  );
}

export function renderProgress({ state, peers }: DrainSidecarResponse__Output): string {
  if (state === 'DRAIN_STATE_DRAINED')
    return 'drained: every peer that is linked has everything, the sidecar ends\n';
  const waiting = peers.map(({ server, waiting }) => `${server} (${waiting})`).join(', ');
  return state === 'DRAIN_STATE_OVERDUE' ? `the time is over: ${waiting}\n` : `waiting for ${waiting}\n`;
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= TIMEOUT_S_MAX) return seconds;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${TIMEOUT_S_MAX}.`);
}

const NOT_DRAINED =
  'the sidecar ends before every peer has everything: they get it at their next link, once it runs again';

const ABOUT = `
Unlike SIGTERM, which ends at once and leaves to the next link what peers lack: for a machine that goes for longer. The ircd and what
its users do while the sidecar is away are compared when it is back.`;
