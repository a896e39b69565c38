import { Argument, type Command } from 'commander';
import type { WatchEventsResponse__Output } from '../../proto-types/cburst/v1/WatchEventsResponse.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonLine } from '../json-output.ts';
import { showBytes } from '../show-field.ts';
import { clean } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';

export function addWatchCommand(program: Command): void {
  addAskOptions(program.command('watch').description('events as they happen, until interrupted'))
    .addArgument(
      new Argument('[glob]', "only events of channels that match, for instance '#dev*'").default(
        '',
        'all events',
      ),
    )
    .action((glob: string, options: AskOptions) =>
      ask(options, async (client) => {
        const abort = new AbortController();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
        const watching = (): void => void process.stderr.write('watching (Ctrl-C ends)\n');
        for await (const event of client.watch(Buffer.from(glob), abort.signal, watching))
          await print(options.json ? jsonLine(event) : renderEvent(event, terminal));
      }),
    );
}

export function renderEvent(event: WatchEventsResponse__Output, terminal: Terminal): string {
  const time = new Date(event.time).toISOString();
  const place = [showBytes(event.channel), event.server].filter((part) => part !== '').join(' ');
  return `${terminal.paint('dim', time)}  ${clean(`${event.kind}  ${place || '-'}  ${event.text}`)}\n`;
}
