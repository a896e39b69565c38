import { jsonDocument } from './json-output.ts';
import { type PlainOption, terminalFor } from './plain-option.ts';
import { print, type Terminal } from './terminal.ts';

export type PrintListOptions = PlainOption & { readonly json?: true; readonly limit?: number };

/** Prints a list as it was asked for, and tells people when there is more of it. `which`: of what there is, those that came. */
export async function printList<List extends object>(
  list: List & { readonly more?: boolean },
  options: PrintListOptions,
  render: (terminal: Terminal) => string,
  which: 'first' | 'latest' = 'first',
): Promise<void> {
  await print(options.json ? jsonDocument(list) : render(terminalFor(options)));
  if (list.more && !options.json)
    process.stderr.write(`These are the ${which} ${options.limit}: --limit shows more.\n`);
}
