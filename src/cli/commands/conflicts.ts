import type { Command } from 'commander';
import type { Conflict__Output } from '../../proto-types/cburst/v1/Conflict.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { addLimitOption } from '../limit-option.ts';
import { addPlainOption, type PlainOption } from '../plain-option.ts';
import { printList } from '../print-list.ts';
import { showBytes } from '../show-field.ts';
import { showTime } from '../show-time.ts';
import { type Cell, renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type ConflictsOptions = AskOptions & PlainOption & { readonly limit: number };

export function addConflictsCommand(program: Command): void {
  const command = program
    .command('conflicts')
    .description('names of which several ids are held at once, and which of them is shown here')
    .addHelpText('after', NEXT);
  addPlainOption(addLimitOption(addAskOptions(command))).action((options: ConflictsOptions) =>
    ask(options, async (client) => {
      const list = await client.conflicts(options.limit);
      await printList(list, options, (terminal) => renderConflicts(list.conflicts, terminal));
    }),
  );
}

export function renderConflicts(conflicts: readonly Conflict__Output[], terminal: Terminal): string {
  const columns = [
    { title: 'CHANNEL', shrinks: true },
    { title: 'POLICY' },
    { title: 'ID' },
    { title: 'ORIGIN' },
    { title: 'CREATED' },
    { title: 'HOLDERS', shrinks: true },
    { title: 'SHOWN HERE', shrinks: true },
  ] as const;
  const rows = conflicts.flatMap((conflict) => conflictRows(conflict, terminal));
  return renderTable(columns, rows, terminal, 'No name has several ids.\n');
}

function conflictRows(
  { channel, policy, shown_id, reason, rivals }: Conflict__Output,
  { plain }: Terminal,
): Cell[][] {
  return rivals.map(({ id, origin, created_at, holders }, index) => [
    ...(index === 0 || plain ? [showBytes(channel), policy] : ['', '']),
    id,
    origin,
    created_at === 0 ? 'unknown' : showTime(created_at),
    holders.join(' ') || '-',
    id === shown_id ? { text: `yes: ${reason}`, style: 'green' } : 'no',
  ]);
}

const NEXT = `
"cburst plan" says what another policy would change, "cburst merge" and "cburst split" decide about one name, and
"cburst merge --dry-run" says first what that would change.`;
