import type { IrcdMode, IrcdTraits } from '../ircd-traits.ts';
import { type Isupport, isupportModes, isupportNumber } from '../isupport.ts';
import { type ListCap, maxlistCaps } from '../list-caps.ts';
import { modeOfLetter, prefixMode } from '../mode-table.ts';

export interface HybridTraits extends IrcdTraits {
  /** Letters of the extended bans that it can evaluate, after a `$`. */
  readonly extendedBans: string;
  readonly listCaps: readonly ListCap[];
  /** Of a channel with `L`, which operators give. */
  readonly largeListCaps: readonly ListCap[];
}

/** Its MAXPARA: what follows is a part of the last parameter, blanks and all, so that many masks would become one. */
const LINE_PARAMETERS_MAX = 15;
/** Of a TMODE: timestamp, channel and letters. */
const PARAMETERS_BEFORE_MODES = 3;

/**
 * What ircd-hybrid 8.2.43 is compiled and configured to by default: its limits are told after its burst, in the answer to
 * VERSION.
 */
export const unsaidIsupport: Isupport = new Map([
  ['CHANMODES', 'Ibe,k,l,CKLMNOQRSTVZcimnprstz'],
  ['PREFIX', '(ohv)@%+'],
  ['TOPICLEN', '160'],
]);

/**
 * `largeListMax`: what INFO says of the lists of a channel with `L`; null: not known, and taken to be as any other's.
 */
export function hybridTraits(
  isupport: Isupport,
  largeListMax: number | null = null,
  carried: readonly string[] = [],
): HybridTraits {
  const listCaps = maxlistCaps(isupport);
  return {
    casemapping: 'ascii',
    modes: new Map(
      isupportModes(isupport).map(({ letter, group }) => [letter, modeOf(letter, group, carried)]),
    ),
    permanent: null,
    topicBytesMax: isupportNumber(isupport, 'TOPICLEN', 160),
    channelBytesMax: isupportNumber(isupport, 'CHANNELLEN', 50),
    nickBytesMax: isupportNumber(isupport, 'NICKLEN', 9),
    // Its MODES is for clients; of a server's line it takes as many as it has parameters for.
    modesMax: LINE_PARAMETERS_MAX - PARAMETERS_BEFORE_MODES,
    extendedBans: isupport.get('EXTBAN')?.replace('$,', '') ?? '',
    listCaps,
    largeListCaps: listCaps.map((cap) => ({ ...cap, entriesMax: largeListMax ?? cap.entriesMax })),
  };
}

function modeOf(
  letter: string,
  group: ReturnType<typeof isupportModes>[number]['group'],
  carried: readonly string[],
): IrcdMode {
  if (group === 'prefix') return prefixMode('hybrid', letter, letter);
  if (letter === 'k') return { letter, takes: 'always', kind: 'join-key', name: '' };
  if (letter === 'l') return { letter, takes: 'on-set', kind: 'limit', name: '' };
  if (group === 'limit') return { letter, takes: 'on-set', kind: 'unmanaged', name: '' };
  return modeOfLetter('hybrid', letter, group === 'flag' ? 'never' : 'always', carried);
}
