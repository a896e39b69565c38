import type { Command } from 'commander';
import type { QuarantinedMessage__Output } from '../../proto-types/cburst/v1/QuarantinedMessage.ts';
import type { ReconsiderRejectedResponse__Output } from '../../proto-types/cburst/v1/ReconsiderRejectedResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addDecideOptions, type DecideOptions, howToDecide, printDone } from '../decide-options.ts';
import { jsonDocument } from '../json-output.ts';
import { addLimitOption } from '../limit-option.ts';
import { listNumber } from '../list-number.ts';
import type { HowToDecide, OpsClient } from '../ops-client.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import type { PlannedAnswer } from '../planned-change-report.ts';
import { printList } from '../print-list.ts';
import { showBytes } from '../show-field.ts';
import { showAge } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import { print, type Terminal } from '../terminal.ts';

type ListOptions = AskOptions & PlainOption & { readonly limit: number };

export function addQuarantineCommand(program: Command): void {
  const group = program
    .command('quarantine')
    .description('what peers said and was not applied: look at it, approve it, reject it');
  addListCommand(group);
  // It would be taken for an argument too many of "list", which nobody wrote.
  group.hook('preSubcommand', ({ args: [word] }, called) => {
    if (word === undefined || word.startsWith('-') || word === called.name()) return;
    group.error(`error: unknown command '${word}'`);
  });
  addDecisionCommand(group, 'approve', 'applies it after all', (client, number, how) =>
    client.approve(number, how),
  );
  addDecisionCommand(
    group,
    'reject',
    'drops it, for as long as the peer says the same',
    (client, number, how) => client.reject(number, how),
  );
  addReconsiderCommand(group);
}

/** What became of taking a rejection back, for people. */
export function renderReconsidered({ decision, peer, asked }: ReconsiderRejectedResponse__Output): string {
  if (decision === 0)
    return asked
      ? `Would be taken back, and ${peer} be asked for it again.\n`
      : `Would be taken back, and come again when ${peer} links and is compared.\n`;
  const next = asked
    ? `${peer} was asked for it again.`
    : `It comes again when ${peer} links and is compared.`;
  return `Taken back: decision ${decision} of the journal. ${next}\n`;
}

export function renderQuarantine(
  messages: readonly QuarantinedMessage__Output[],
  now: number,
  terminal: Terminal,
): string {
  const columns = [
    { title: 'NUMBER', align: 'right' },
    { title: 'AGE', align: 'right' },
    { title: 'PEER' },
    { title: 'CHANNEL', shrinks: true },
    { title: 'SETS', align: 'right' },
    { title: 'UNSETS', align: 'right' },
    { title: 'CODE' },
    { title: 'WHY', shrinks: true },
  ] as const;
  return renderTable(
    columns,
    messages.map((message) => messageRow(message, now)),
    terminal,
    'Nothing waits for an operator.\n',
  );
}

function addListCommand(group: Command): void {
  const command = group.command('list', { isDefault: true }).description('what waits, by number');
  addPlainOption(addLimitOption(addAskOptions(command))).action((options: ListOptions) =>
    ask(options, async (client) => {
      const list = await client.quarantine(options.limit);
      await printList(list, options, (terminal) => renderQuarantine(list.messages, Date.now(), terminal));
    }),
  );
}

function addDecisionCommand(
  group: Command,
  verb: 'approve' | 'reject',
  description: string,
  decide: (client: OpsClient, number: number, how: HowToDecide) => Promise<PlannedAnswer>,
): void {
  const command = group
    .command(verb)
    .description(description)
    .argument('<number>', 'its number in the list', listNumber('cburst quarantine'));
  addDecideOptions(command).action((number: number, options: DecideOptions) =>
    ask(options, async (client) => {
      const answer = await decide(client, number, howToDecide(options));
      const done = verb === 'approve' ? 'Applied' : 'Dropped';
      await printDone(answer, options, `${done}: decision ${answer.decision} of the journal.\n`);
    }),
  );
}

function addReconsiderCommand(group: Command): void {
  const command = group
    .command('reconsider')
    .description('takes the rejection of it back: the peer is asked again, and what it says judged anew')
    .argument('<number>', 'the number under which it waited', listNumber('cburst quarantine'));
  addDecideOptions(command).action((number: number, options: DecideOptions) =>
    ask(options, async (client) => {
      const answer = await client.reconsider(number, howToDecide(options));
      await print(options.json ? jsonDocument(answer) : renderReconsidered(answer));
    }),
  );
}

function messageRow(message: QuarantinedMessage__Output, now: number): Cell[] {
  return [
    message.number,
    showAge(message.since, now),
    message.peer,
    showBytes(message.channel),
    message.fields_set,
    message.fields_unset,
    { text: message.code, style: 'yellow' },
    message.reason,
  ];
}
