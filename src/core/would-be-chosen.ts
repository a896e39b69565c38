import type { ChannelEntry } from './channel-table.ts';
import { chooseId } from './choose-id.ts';
import type { ChannelDocument } from './document.ts';
import { NO_PLACE } from './entry-groups.ts';
import type { Holders } from './holders.ts';
import type { Replica } from './replica.ts';

/** True when `document`, held by `holders`, would be the one of its name that this server has. */
export function wouldBeChosen(replica: Replica, document: ChannelDocument, holders: Holders): boolean {
  const key = replica.key(document.name);
  const claimed: ChannelEntry = {
    key,
    document,
    holders,
    sequence: 0,
    changedAt: 0,
    arrivedAt: 0,
    digest: null,
    confirmed: false,
    removed: null,
    deliveredBy: null,
    left: false,
    place: NO_PLACE,
  };
  const others = replica.table.named(key).filter((entry) => entry.document.id !== document.id);
  return chooseId(replica.server, [...others, claimed], replica.policyFor(key))?.entry === claimed;
}
