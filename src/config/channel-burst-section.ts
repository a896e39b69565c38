import { z } from 'zod';
import { flag, integer } from './config-values.ts';

/** `[extensions.channel_burst]` */
export function channelBurstSection() {
  return z
    .strictObject({
      enabled: flag({
        why: 'it switches the channel burst on or off',
        instead: 'write enabled = true',
      }).default(true),
      max_burst_size: integer(1, 10_000, {
        why: 'a page of a burst has 1 to 10000 lines',
        instead: 'write max_burst_size = 1000',
      }).default(1000),
      burst_timeout: integer(1, 600, {
        why: 'a page may stay unacknowledged for 1 to 600 seconds',
        instead: 'write burst_timeout = 30',
      }).default(30),
      delta_delay: integer(0, 60_000, {
        why: 'changes are gathered for 0 to 60000 milliseconds (a minute) before they are sent',
        instead: 'write delta_delay = 0',
      }).default(0),
      max_delta_rate: integer(0, 1_000_000, {
        why: 'changes of up to so many channels a second are sent to one peer, 0 for as many as it takes',
        instead: 'write max_delta_rate = 0',
      }).default(0),
      digest_interval: integer(10, 86_400, {
        why: 'two servers prove each other equal every 10 to 86400 seconds (a day)',
        instead: 'write digest_interval = 300',
      }).default(300),
    })
    .prefault({});
}
