import { globMatcher } from '../core/glob.ts';
import { parseServerName } from '../core/identity.ts';
import { displayText, ircText, ircTextFromUtf8 } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import { watchedEvents } from '../log/log-events.ts';
import type { WatchEventsRequest__Output } from '../proto-types/cburst/v1/WatchEventsRequest.ts';
import { CallError } from '../rpc/call-error.ts';
import type { OpsEvent } from './event-hub.ts';

/** Which events a watcher wants. Throws a CallError for a filter that names nothing: whoever waits for that waits for ever. */
export function eventFilter(
  replica: Pick<Replica, 'key'>,
  { name_glob, kinds, server }: WatchEventsRequest__Output,
): (event: OpsEvent) => boolean {
  const glob = replica.key(ircText(name_glob));
  const matches = globMatcher(glob);
  const wrong = kinds.find((kind) => !KIND.test(kind) || !watchedEvents.some((name) => isOf(name, kind)));
  if (wrong !== undefined)
    throw badFilter('kinds', wrong, `no kind of event that can be watched${kindsBeside(wrong)}`);
  if (server !== '' && parseServerName(server) === null) throw badFilter('server', server, 'no server name');
  return (event) =>
    (kinds.length === 0 || kinds.some((wanted) => isOf(event.kind, wanted))) &&
    (server === '' || event.server === server) &&
    (glob === '' || matches(replica.key(event.channel)));
}

const KIND = /^[a-z]+\.(?:[a-z_]+|\*)$/;

function isOf(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

/** What may have been meant: the kinds that begin as `wrong` does up to its dot. */
function kindsBeside(wrong: string): string {
  const [group] = wrong.split('.') as [string];
  const beside = watchedEvents.filter((name) => name.startsWith(`${group}.`));
  return beside.length === 0 ? ', as peer.linked or peer.*' : `: there are ${beside.join(', ')}`;
}

/** Of a filter that names nothing, in an error. */
const SHOWN_MAX = 64;

function badFilter(field: string, text: string, what: string): CallError {
  const shown = JSON.stringify(displayText(ircTextFromUtf8(text.slice(0, SHOWN_MAX))));
  return new CallError('EVENT_FILTER_INVALID', `${shown} is ${what}`, { field });
}
