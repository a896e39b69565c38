import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { EventPosition } from '../../proto-types/cburst/v1/EventPosition.ts';
import type { WatchEventsResponse__Output } from '../../proto-types/cburst/v1/WatchEventsResponse.ts';
import type { WatchStart__Output } from '../../proto-types/cburst/v1/WatchStart.ts';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { jsonLine } from '../json-output.ts';
import { addPlainOption, type PlainOption, terminalFor } from '../plain-option.ts';
import { showBytes } from '../show-field.ts';
import { clean, renderRecord } from '../table.ts';
import { print, type Terminal, terminal } from '../terminal.ts';
import type { WatchReports } from '../watch-events.ts';

type WatchOptions = AskOptions &
  PlainOption & {
    readonly kind?: readonly string[];
    readonly server?: string;
    readonly after?: EventPosition;
  };

export function addWatchCommand(program: Command): void {
  addPlainOption(
    addAskOptions(program.command('watch').description('events as they happen, until interrupted')),
  )
    .addArgument(
      new Argument('[glob]', "only events of channels that match, for instance '#dev*'").default(
        '',
        'all events',
      ),
    )
    .option(
      '--kind <kind>',
      'only events of this kind, for instance peer.linked or peer.*; may be repeated',
      add,
    )
    .option('--server <server>', 'only events that come from this server or concern it')
    .option(
      '--after <position>',
      'first those after this one, RUN:NUMBER as --json tells both',
      parsePosition,
    )
    .action((glob: string, options: WatchOptions) => ask(options, (client) => watch(client, glob, options)));
}

export function renderEvent(event: WatchEventsResponse__Output, terminal: Terminal): string {
  const time = new Date(event.time).toISOString();
  if (terminal.plain)
    return renderRecord([time, event.kind, showBytes(event.channel), event.server, event.text]);
  const place = [showBytes(event.channel), event.server].filter((part) => part !== '').join(' ');
  return `${terminal.paint('dim', time)}  ${clean(`${event.kind}  ${place || '-'}  ${event.text}`)}\n`;
}

async function watch(
  client: Parameters<Parameters<typeof ask>[1]>[0],
  glob: string,
  options: WatchOptions,
): Promise<void> {
  const { json, plain, kind, server = '', after } = options;
  const { watchEvents } = await import('../watch-events.ts');
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  const request = { name_glob: Buffer.from(glob), kinds: [...(kind ?? [])], server };
  if (plain) await print(renderRecord(['time', 'kind', 'channel', 'server', 'text']));
  for await (const answer of watchEvents(
    client,
    { request, after: after ?? null, signal: abort.signal },
    reports,
  )) {
    if (answer.start) await tellGap(answer, answer.start, options);
    else await print(json ? jsonLine(answer) : renderEvent(answer, terminalFor(options)));
  }
}

/** On standard error: on the other stream there are events. */
const reports: WatchReports = {
  watching: (again) => void process.stderr.write(again ? 'watching again\n' : 'watching (Ctrl-C ends)\n'),
  broken: ({ message }) => void process.stderr.write(`the connection broke, it is made again: ${message}\n`),
};

/** What was missed is told where the events are, or it would be missed, too. */
async function tellGap(
  answer: WatchEventsResponse__Output,
  { missed, restarted }: WatchStart__Output,
  options: WatchOptions,
): Promise<void> {
  if (missed === 0 && !restarted) return;
  if (options.json) return print(jsonLine({ start: answer.start, run: answer.run }));
  const restart = restarted
    ? 'the sidecar was started anew: what happened before that and was not shown is not known'
    : '';
  const gap = missed > 0 ? `${missed} events are missing here: they are not kept any more` : '';
  const text = [restart, gap].filter((part) => part !== '').join('; ');
  if (options.plain)
    return print(renderRecord([new Date(answer.time).toISOString(), 'watch.gap', '', '', text]));
  await print(`${terminal.paint('yellow', `-- ${text} --`)}\n`);
}

function add(kind: string, before: readonly string[] = []): string[] {
  return [...before, kind];
}

function parsePosition(text: string): EventPosition {
  const [, run, digits] = /^([0-9a-f-]{36}):(\d{1,15})$/.exec(text) ?? [];
  if (run !== undefined) return { run, number: Number(digits) };
  throw new InvalidArgumentError(
    'It is RUN:NUMBER, the id of a run of the sidecar and the number of an event in it.',
  );
}
