import { parseCasemapping } from '../../core/casemapping.ts';
import type { IrcdMode, IrcdTraits } from '../ircd-traits.ts';
import { type Isupport, isupportModes, isupportNumber } from '../isupport.ts';
import { type ListCap, maxlistCaps } from '../list-caps.ts';
import { modeOfLetter, prefixMode } from '../mode-table.ts';

export interface NgircdTraits extends IrcdTraits {
  readonly listCaps: readonly ListCap[];
}

/** What ngIRCd has and does not name in its 005. */
const UNNAMED_FLAGS = 'Nr';

/** What ngIRCd's 005 lines say; a problem for people when they make no sense. */
export function ngircdTraits(
  isupport: Isupport,
  carried: readonly string[] = [],
): { traits: NgircdTraits } | { problem: string } {
  const token = isupport.get('CASEMAPPING') ?? 'ascii';
  const casemapping = parseCasemapping(token);
  if (casemapping === null) {
    return { problem: `its casemapping "${token}" is none of ascii, rfc1459, rfc1459-strict` };
  }
  const modes = new Map<string, IrcdMode>();
  for (const letter of UNNAMED_FLAGS) modes.set(letter, modeOfLetter('ngircd', letter, 'never', carried));
  for (const { letter, group } of isupportModes(isupport)) modes.set(letter, modeOf(letter, group, carried));
  return {
    traits: {
      casemapping,
      modes,
      permanent: modes.has('P') ? 'P' : null,
      topicBytesMax: isupportNumber(isupport, 'TOPICLEN', 490),
      channelBytesMax: isupportNumber(isupport, 'CHANNELLEN', 50),
      modesMax: isupportNumber(isupport, 'MODES', 5),
      nickBytesMax: isupportNumber(isupport, 'NICKLEN', 9),
      listCaps: maxlistCaps(isupport),
    },
  };
}

function modeOf(
  letter: string,
  group: ReturnType<typeof isupportModes>[number]['group'],
  carried: readonly string[],
): IrcdMode {
  if (group === 'prefix') return prefixMode('ngircd', letter, letter);
  // Here -k goes without a parameter, though one is shown.
  if (letter === 'k') return { letter, takes: 'always', kind: 'join-key', name: '' };
  if (letter === 'l') return { letter, takes: 'on-set', kind: 'limit', name: '' };
  if (group === 'limit') return { letter, takes: 'on-set', kind: 'unmanaged', name: '' };
  return modeOfLetter('ngircd', letter, group === 'flag' ? 'never' : 'always', carried);
}
