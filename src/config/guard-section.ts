import { z } from 'zod';
import { integer } from './config-values.ts';

const COUNT_MAX = 10_000_000;

/** `[guard]`: what a peer may do here without an operator. */
export function guardSection() {
  return z
    .strictObject({
      max_clock_skew: integer(1, 86_400, {
        why: 'clocks of servers may differ by 1 to 86400 seconds (a day)',
        instead: 'write max_clock_skew = 60',
      }).default(60),
      max_channels: count(
        'a peer may hold up to so many channels, 0 for any number',
        'max_channels = 200000',
      ).default(200_000),
      max_list_entries: count(
        'the lists of a channel may have up to so many entries, 0 for any number',
        'max_list_entries = 3000',
      ).default(3000),
      create_rate: count(
        'a peer may tell of so many new channels a minute, 0 for any number',
        'create_rate = 600',
      ).default(600),
      mass_removals: count(
        'a peer may unset so many fields a minute, 0 for any number',
        'mass_removals = 1000',
      ).default(1000),
    })
    .prefault({});
}

function count(why: string, example: string) {
  return integer(0, COUNT_MAX, { why, instead: `write ${example}` });
}
