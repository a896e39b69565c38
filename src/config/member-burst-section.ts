import { z } from 'zod';
import { flag } from './config-values.ts';

/** `[extensions.member_burst]` */
export function memberBurstSection() {
  return z
    .strictObject({
      status_by_account: flag({
        why: 'it gives who joins here the prefix modes that the same services account has elsewhere',
        instead: 'write status_by_account = false',
      }).default(false),
    })
    .prefault({});
}
