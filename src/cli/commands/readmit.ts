import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide } from '../decide-options.ts';
import { decisionNote } from '../decision-note.ts';
import { jsonDocument } from '../json-output.ts';
import { print } from '../terminal.ts';

type ReadmitOptions = DecideOptions & { readonly review?: boolean };

export function addReadmitCommand(program: Command): void {
  const command = program
    .command('readmit')
    .description('lets a peer link again that was silent for longer than forget_after')
    .argument('<peer>', "the peer's server name")
    .option('--review', 'what it would change here waits in quarantine, until readmitted without this')
    .addHelpText('after', CAUTION);
  addDecideOptions(command).action((peer: string, options: ReadmitOptions) =>
    ask(options, async (client) => {
      const review = options.review ?? false;
      const { review_ended, decision } = await client.readmit(peer, review, howToDecide(options));
      const answer = { peer, review, review_ended, decision };
      const text = options.dryRun
        ? renderReadmission(answer)
        : renderReadmitted(answer) + decisionNote(decision);
      await print(options.json ? jsonDocument(answer) : text);
    }),
  );
}

interface Readmitted {
  readonly peer: string;
  readonly review: boolean;
  readonly review_ended: boolean;
}

function renderReadmitted({ peer, review, review_ended }: Readmitted): string {
  if (review_ended) return `${peer} is under review no more: what waited for that was judged anew.\n`;
  if (!review) return `${peer} may link again.\n`;
  return `${peer} may link again, under review: "cburst quarantine" lists what it would change.\n`;
}

/** What readmitting would do. */
function renderReadmission({ peer, review, review_ended }: Readmitted): string {
  if (review_ended)
    return `The review of ${peer} would end, and what waits for that be judged anew: "cburst quarantine" lists it.\n`;
  return `${peer} would link again${review ? ', under review' : ''}.\n`;
}

const CAUTION = `
What was removed long ago may have been forgotten here. If the peer still has it (a ban, say), it comes back
with the peer. With --review it links and changes nothing: what it would change is listed by "cburst quarantine",
where each is approved or rejected. "readmit" without --review ends the review and lets in what still waits.
A peer that starts with an empty store brings nothing back.`;
