import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { addLimitOption } from '../limit-option.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { renderPlan } from '../planned-change-report.ts';
import { printList } from '../print-list.ts';
import { addWritesOptions, setWrites, type WritesOptions } from '../set-writes.ts';

type GoOptions = WritesOptions & PlainOption & { readonly limit: number };

export function addGoCommand(program: Command): void {
  const command = program
    .command('go')
    .description('writes to the ircd what it should show: ends observe and freeze');
  addPlainOption(addLimitOption(addWritesOptions(command))).action((options: GoOptions) =>
    options.dryRun ? showPlan(options) : setWrites('HOST_WRITE_MODE_GO', options),
  );
}

function showPlan(options: GoOptions): Promise<void> {
  return ask(options, async (client) => {
    const plan = await client.planPolicy('', Buffer.alloc(0), options.limit);
    await printList(plan, options, (terminal) => renderPlan(plan, '', terminal));
  });
}
