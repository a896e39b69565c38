import { expect, test } from 'vitest';
import { CliError } from '../../../src/cli/cli-error.ts';
import { exitCodes } from '../../../src/cli/exit-code.ts';
import type { OpsClient } from '../../../src/cli/ops-client.ts';
import { watchEvents } from '../../../src/cli/watch-events.ts';
import type { WatchEventsRequest } from '../../../src/proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse__Output } from '../../../src/proto-types/cburst/v1/WatchEventsResponse.ts';

const run = '11111111-0000-4000-8000-000000000000';
const event = (number: number) => ({ run, number }) as WatchEventsResponse__Output;
const start = (number: number, restarted = false) =>
  ({ run, number: 0, start: { position: { run, number }, missed: 0, restarted } }) as never;
const lost = new CliError(exitCodes.unreachable, 'gone');

type Attempt = readonly (WatchEventsResponse__Output | CliError | 'begins')[];

/** Watches a sidecar whose connections go as `attempts` say. */
async function watched(attempts: readonly Attempt[], after: { run: string; number: number } | null = null) {
  const asked: WatchEventsRequest[] = [];
  const reports: string[] = [];
  const client: Pick<OpsClient, 'watch'> = {
    async *watch(request, _signal, watching) {
      for (const step of attempts[asked.push(request) - 1]!) {
        if (step instanceof CliError) throw step;
        if (step === 'begins') watching();
        else yield step;
      }
    },
  };
  const signal = new AbortController().signal;
  const answers: WatchEventsResponse__Output[] = [];
  const problem = await (async () => {
    const reported = {
      watching: (again: boolean) => void reports.push(again ? 'again' : 'first'),
      broken: ({ message }: CliError) => void reports.push(message),
    };
    for await (const answer of watchEvents(client, { request: {}, after, signal }, reported))
      answers.push(answer);
  })().catch((error: CliError) => error.message);
  return { asked, reports, problem, answers };
}

test('a connection that breaks is made again, after the last event that was seen', async () => {
  const { asked, reports, answers, problem } = await watched([
    ['begins', start(3), event(4), event(6), lost],
    [lost],
    ['begins', start(6), lost],
    ['begins', start(6), event(7)],
  ]);
  expect(problem).toBeUndefined();
  expect(asked).toEqual([{ tell_start: true }, ...Array(3).fill({ after: { run, number: 6 } })]);
  expect(reports).toEqual(['first', 'gone', 'gone', 'again', 'gone', 'again']);
  expect(answers.filter(({ start }) => !start).map(({ number }) => number)).toEqual([4, 6, 7]);
});

test('a restart is gone on from, not the run before', async () => {
  const { asked } = await watched([['begins', start(2, true), lost], ['begins']], { run: 'old', number: 9 });
  expect(asked).toEqual([{ after: { run: 'old', number: 9 } }, { after: { run, number: 2 } }]);
});

test('nobody who answers at first, and a refusal, end it', async () => {
  expect((await watched([[lost]])).problem).toBe('gone');
  const refused = new CliError(exitCodes.failure, 'refused');
  expect((await watched([['begins', lost], [refused]])).problem).toBe('refused');
});
