import { type Command, Option } from 'commander';
import type { HostWriteMode } from '../proto-types/cburst/v1/HostWriteMode.ts';
import type { HostWrites__Output } from '../proto-types/cburst/v1/HostWrites.ts';
import { ask } from './ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide } from './decide-options.ts';
import { jsonDocument } from './json-output.ts';
import { clean } from './table.ts';
import { print } from './terminal.ts';

export type WritesOptions = DecideOptions & { readonly reason: string };

/** Adds the options of every command that stops or allows what is written to the ircd. */
export function addWritesOptions(command: Command, needsReason = false): Command {
  const reason = new Option('--reason <text>', 'why, for whoever comes next').default('', 'none');
  return addDecideOptions(command.addOption(needsReason ? reason.makeOptionMandatory() : reason));
}

/** Stops or allows it, and says what holds then; or would. */
export function setWrites(mode: HostWriteMode, options: WritesOptions): Promise<void> {
  return ask(options, async (client) => {
    const answer = await client.setHostWrites(mode, options.reason, howToDecide(options));
    if (options.json) return print(jsonDocument(answer));
    const said = SAID[answer.writes!.mode as keyof typeof SAID] ?? '';
    const already = answer.changed ? '' : 'It was so already. ';
    const asWouldBe = options.dryRun && answer.changed ? 'Nothing was changed. It would be so: ' : '';
    return print(`${already}${asWouldBe}${said}\n`);
  });
}

/** Whether the ircd is written to, in a line; empty: it is, as ever. */
export function describeWrites({ mode, reason, by }: HostWrites__Output): string {
  if (mode === 'HOST_WRITE_MODE_GO') return '';
  const who = by === '' ? 'as [channels] start_in says' : `by ${clean(by)}`;
  const why = reason === '' ? '' : `: ${clean(reason)}`;
  return mode === 'HOST_WRITE_MODE_FREEZE'
    ? `FROZEN ${who}${why}. Nothing is written to the ircd until "cburst go"`
    : `observing, ${who}${why}. "cburst plan" says what "cburst go" would write`;
}

const SAID = {
  HOST_WRITE_MODE_GO: 'The ircd is written to. "cburst status" says how many updates are on their way.',
  HOST_WRITE_MODE_OBSERVE:
    'The ircd is only read: nothing is written to it. "cburst plan" says what would be, "cburst go" lets it.',
  HOST_WRITE_MODE_FREEZE:
    'Frozen: nothing more is written to the ircd. Users go on, and what they change counts. "cburst go" ends it.',
};
