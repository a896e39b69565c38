import type { ChannelKey } from './casemapping.ts';
import { type Field, isSet } from './field.ts';
import type { ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import { type Act, type ActResult, decided, stamper } from './operator-acts.ts';
import type { ChannelView, Replica } from './replica.ts';

/** The shortest bound of the supported ircds, hybrid's: there a longer key would be another one. */
export const JOIN_KEY_BYTES_MAX = 23;

/** What is wrong with a key that every supported ircd is to show as it is, or null. Never says the key. */
export function joinKeyProblem(key: IrcText): string | null {
  if (key.length === 0) return 'the key is empty';
  if (key.length > JOIN_KEY_BYTES_MAX)
    return `the key has more than ${JOIN_KEY_BYTES_MAX} bytes: some ircd would cut it, and users there need another one`;
  // InspIRCd and ngIRCd drop or refuse commas, colons and spaces; what is not ASCII looks different to users of other encodings.
  return /^[!-+\--9;-~]+$/.test(key)
    ? null
    : 'the key has a comma, colon, space, control code or a byte beyond ASCII: not every ircd takes those';
}

/** Gives the channel that is shown for a name another key, if it has one. The journal never holds either. */
export function rotateJoinKey(replica: Replica, key: ChannelKey, joinKey: IrcText, act: Act): ActResult {
  const view = replica.view(key);
  const problem = rotationProblem(replica, view) ?? joinKeyProblem(joinKey);
  if (problem !== null) return { problem };
  const { entry } = view!;
  const field: Field = { kind: 'join-key', value: joinKey };
  replica.advance(act.now);
  replica.write(entry, [field], stamper(replica, act));
  if (entry.document.registers.get(replica.fieldKey(field))?.field !== field)
    return { problem: "the channel's document has no room for it, or the key is that already" };
  const { id } = entry.document;
  const reason = 'another join key';
  return decided(replica, entry, { kind: 'key-rotated', from: null, to: id, by: act.by, reason, lost: [] });
}

/** Why the key of what is shown for a name cannot be changed, or null. */
export function rotationProblem(replica: Replica, view: ChannelView | null): string | null {
  if (view === null) return 'nobody in reach holds the channel';
  const present = view.fields.get(replica.fieldKey({ kind: 'join-key', value: null }));
  return present !== undefined && isSet(present)
    ? null
    : 'the channel has no key: set one on an ircd (MODE +k), and it can be changed from here';
}

/** Who holds the channel, by name. */
export function holdersOf({ entry }: ChannelView): { reachable: ServerName[]; unreachable: ServerName[] } {
  const all = [...entry.holders].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = (wanted: boolean) =>
    all.filter(([, { reachable }]) => reachable === wanted).map(([server]) => server);
  return { reachable: names(true), unreachable: names(false) };
}
