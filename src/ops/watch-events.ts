import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import { callerOf } from '../access/caller.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import type { WatchEventsRequest__Output } from '../proto-types/cburst/v1/WatchEventsRequest.ts';
import type { WatchEventsResponse } from '../proto-types/cburst/v1/WatchEventsResponse.ts';
import type { WatchStart } from '../proto-types/cburst/v1/WatchStart.ts';
import { CallError, callErrorFrom } from '../rpc/call-error.ts';
import { eventFilter } from './event-filter.ts';
import type { EventHub, OpsEvent } from './event-hub.ts';
import { type Visibility, visibilityFor } from './visibility.ts';

export interface WatchEventsDependencies {
  readonly hub: EventHub;
  readonly replica: Pick<Replica, 'key' | 'table'>;
}

type WatchCall = ServerWritableStream<WatchEventsRequest__Output, WatchEventsResponse>;

/**
 * Tells a watcher every event that it wants from where it begins, in order and each once. It is a reader of what is kept: one
 * that is slow is told later, and one that what is kept has run away from is ended, never told less.
 */
export function watchEvents(call: WatchCall, { hub, replica }: WatchEventsDependencies): void {
  const visibility = visibilityFor(replica, callerOf(call));
  const before = hub.last;
  let wants: (event: OpsEvent) => boolean;
  let start: WatchStart;
  try {
    wants = eventFilter(replica, call.request);
    start = watchStart(hub, call.request.after);
  } catch (error) {
    call.emit('error', callErrorFrom(error));
    return;
  }
  let seen = start.position!.number as number;
  let isOpen = true;
  const tell = () => {
    while (isOpen && seen < hub.last && !call.writableNeedDrain) {
      if (seen < hub.gone) return end(new CallError('WATCHER_TOO_SLOW', TOO_SLOW));
      const event = hub.at(++seen);
      const told = wants(event) ? visibleEvent(event, visibility, event.number <= before) : null;
      if (told !== null) call.write({ ...told, channel: ircBytes(event.channel), run: hub.run });
    }
  };
  const stopReading = hub.watch(tell);
  const stop = () => {
    isOpen = false;
    stopReading();
  };
  const end = (error: CallError) => {
    stop();
    call.emit('error', error);
  };
  call.on('drain', tell);
  for (const over of ['cancelled', 'close', 'error']) call.on(over, stop);
  // Tells the watcher that it is watching: from here on it misses nothing.
  call.sendMetadata(new Metadata());
  if (call.request.after || call.request.tell_start) call.write({ start, run: hub.run });
  tell();
}

/**
 * The event as its watcher may know it, or null. `isPast`: it happened before the watcher came, and a channel that was hidden
 * then may be forgotten by now.
 */
function visibleEvent(event: OpsEvent, visibility: Visibility, isPast: boolean): OpsEventTold | null {
  const { hidden, publicText, ...told } = event;
  if (visibility.everything) return told;
  if (!visibility.seesName(event.channel) || (hidden && !visibility.isGranted(event.channel))) return null;
  return visibility.conceal(isPast ? { ...told, text: publicText } : told);
}

type OpsEventTold = Omit<OpsEvent, 'hidden' | 'publicText'>;

const TOO_SLOW =
  'events went by that were not read and are not kept any more: watch again, with a narrower filter';

function watchStart(hub: EventHub, after: WatchEventsRequest__Output['after']): WatchStart {
  const { run, last, gone } = hub;
  if (!after) return { position: { run, number: last } };
  const restarted = after.run !== run;
  const seen = restarted ? 0 : after.number;
  if (seen > last)
    throw new CallError(
      'EVENT_NUMBER_UNKNOWN',
      `no event of this run has the number ${seen}: ${last} is the last`,
      {
        field: 'after.number',
      },
    );
  return { position: { run, number: Math.max(seen, gone) }, missed: Math.max(0, gone - seen), restarted };
}
