import type { Casemapping } from '../core/casemapping.ts';
import { decodeDocument } from '../wire/document-line.ts';
import type { BurstExtension } from './burst-extension.ts';
import { refusingBurst } from './refusing-burst.ts';

/** In the place of the channel burst where it is switched off. */
export function noChannelBurst(casemapping: Casemapping): BurstExtension {
  return refusingBurst('CBURST', 'the channel burst is switched off here', (line) => {
    const decoded = decodeDocument(line, casemapping);
    return 'problem' in decoded ? decoded.problem.channelId : decoded.message.part.id;
  });
}
