import type { WatchEventsRequest } from '../../proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse__Output } from '../../proto-types/cburst/v1/WatchEventsResponse.ts';
import { CliError } from '../cli-error.ts';
import { toJson } from '../json-output.ts';
import type { OpsClient } from '../ops-client.ts';
import type { BundleRedactor } from './bundle-redactor.ts';

/** Of each list; a sidecar in trouble has them by the thousand, and they are alike. */
const LIST_MAX = 1000;
/** The sidecar sends what it kept at once; this long is waited for it. */
const EVENTS_TIMEOUT_MS = 3000;

/** What the sidecar says, part by part; of a part that it does not answer, why. Redacted. */
export async function askParts(
  client: OpsClient,
  redactor: BundleRedactor,
): Promise<Record<string, unknown>> {
  const asked: Record<string, () => Promise<unknown>> = {
    status: () => client.status(),
    peers: () => client.peers(),
    stats: () => client.stats(''),
    log_level: () => client.logLevel(),
    conflicts: () => client.conflicts(LIST_MAX),
    quarantine: () => client.quarantine(LIST_MAX),
    store_problems: () => client.storeProblems(LIST_MAX),
    events: () => keptEvents(client, redactor),
  };
  const parts: Record<string, unknown> = {};
  for (const [name, ask] of Object.entries(asked)) parts[name] = await answerOr(ask, redactor);
  return parts;
}

async function answerOr(ask: () => Promise<unknown>, redactor: BundleRedactor): Promise<unknown> {
  try {
    return redactor.redact(toJson(await ask()));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { not_answered: redactor.text(error.message) };
  }
}

/** The events that the sidecar keeps for watchers who come back. */
async function keptEvents(client: OpsClient, redactor: BundleRedactor): Promise<object[]> {
  const [start] = await watched(client, { tell_start: true }, () => true);
  const position = start?.start?.position;
  if (!position || position.number === 0) return [];
  const after = { run: position.run, number: 0 };
  const answers = await watched(client, { after }, ({ number }) => number >= position.number);
  return answers.filter(({ start }) => !start).map((event) => withoutNames(event, redactor));
}

/** What comes up to the answer that is the last one, or until it takes too long. */
async function watched(
  client: OpsClient,
  request: WatchEventsRequest,
  isLast: (answer: WatchEventsResponse__Output) => boolean,
): Promise<WatchEventsResponse__Output[]> {
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(EVENTS_TIMEOUT_MS)]);
  const answers: WatchEventsResponse__Output[] = [];
  for await (const answer of client.watch(request, signal, () => {})) {
    answers.push(answer);
    if (isLast(answer)) enough.abort();
  }
  return answers;
}

/** The text of an event of a channel tells who did what there. */
function withoutNames(event: WatchEventsResponse__Output, redactor: BundleRedactor): object {
  const { number, time, kind, channel, server, text } = event;
  const isOfUsers = channel.length > 0 || /^(?:channel|member|guest)\./.test(kind);
  return { number, time, kind, channel, server, text: isOfUsers ? redactor.named(text) : text };
}
