import { setTimeout as wait } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AskOptions, addAskOptions, ask } from '../ask.ts';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';
import { jsonDocument } from '../json-output.ts';
import type { OpsClient } from '../ops-client.ts';
import { print, terminal } from '../terminal.ts';
import type { TopSample } from '../top/top-history.ts';

type TopOptions = AskOptions & { readonly interval: number; readonly once?: true };

const INTERVAL_S_MAX = 60;
/** Of one frame that is no terminal's. */
const ONCE_COLUMNS = 120;

export function addTopCommand(program: Command): void {
  const command = program
    .command('top')
    .description('the sidecar live: rates, peers, lag, conflicts, the host; drawn anew each second')
    .addOption(
      new Option('--interval <seconds>', 'how often it is asked').argParser(parseInterval).default(1),
    )
    .option('--once', 'one frame, of two looks, instead of a live view')
    .addHelpText('after', KEYS);
  addAskOptions(command).action(top);
}

async function top(options: TopOptions): Promise<void> {
  const intervalMs = options.interval * 1000;
  if (options.once || options.json) return ask(options, (client) => showOnce(client, intervalMs, options));
  if (!process.stdout.isTTY)
    throw new CliError(exitCodes.usage, 'top draws on a terminal, and standard output is none', {
      next: 'cburst top --once, or for programs cburst top --json or cburst status --json',
    });
  const { runTop } = await import('../top/run-top.ts');
  await ask(options, (client) => runTop(client, intervalMs));
}

async function showOnce(client: OpsClient, intervalMs: number, { json }: TopOptions): Promise<void> {
  const { takeSample } = await import('../top/run-top.ts');
  const { drawFrame } = await import('../top/top-frame.ts');
  const { firstTopState } = await import('../top/top-state.ts');
  const first = await takeSample(client);
  await wait(intervalMs);
  const samples = [first, await takeSample(client)];
  if (json) return print(jsonDocument(await figuresOf(samples)));
  const size = { columns: terminal.width ?? ONCE_COLUMNS, rows: Number.POSITIVE_INFINITY };
  const frame = drawFrame({ samples, state: firstTopState, problem: null }, size, terminal.paint);
  // The last line names keys.
  await print(`${frame.slice(0, -1).join('\n')}\n`);
}

/** The last sample, and rates by the second. */
async function figuresOf(samples: readonly TopSample[]): Promise<object> {
  const { ratesOf, topCounts } = await import('../top/top-history.ts');
  const rate = (count: (sample: TopSample) => number) => ratesOf(samples, count).at(-1);
  const { at, status, peers } = samples.at(-1)!;
  const { events, updates, changes, received } = topCounts;
  return {
    time: at,
    rates: { host_events: rate(events), host_updates: rate(updates), changes: rate(changes) },
    status,
    peers: peers.map((peer) => ({ ...peer, received_rate: rate(received(peer.server)) })),
  };
}

function parseInterval(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= INTERVAL_S_MAX) return seconds;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${INTERVAL_S_MAX}.`);
}

const KEYS = `
Keys: s sorts peers by the next column, r turns the order round, p or space pauses, ? tells the keys, q ends. Bars are
the last seconds, the highest one the greatest of them.`;
