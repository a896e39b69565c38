import type { ChannelKey } from './casemapping.ts';
import type { PolicyFor } from './choose-id.ts';
import { dryRunPolicy, type PlannedChange } from './dry-run.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import { fieldsToChange, type HostChannel, isSettled } from './host-channel.ts';
import { type HostProfile, showable } from './host-messages.ts';
import { asLeft } from './left-fields.ts';
import type { ChannelView, Replica } from './replica.ts';

/** What of the host counts for what would be written to it. */
export type PlannedHost = Pick<HostProfile, 'observe' | 'flags' | 'parameters' | 'lists'>;

/**
 * What the host would be given for a name if it were written to now: how what it shows differs from `view`. Null: nothing. Of a
 * channel that it has not it is everything, what its ircd sets by itself included. What the host was seen not to take is not
 * given again; one that only observed has shown nothing of that.
 */
export function plannedWrite(
  replica: Replica,
  profile: PlannedHost,
  key: ChannelKey,
  view: ChannelView | null = replica.view(key),
): PlannedChange | null {
  const host = replica.host.channels.get(key);
  if (view === null) return host === undefined || host.keepsShowing ? null : removal(host);
  const known = host ?? { shown: new Map(), substitutes: new Map() };
  const left = replica.flaps.leftOf(key, replica.now);
  const wanted = asLeft(showable(profile, view.fields), left, known.shown);
  const { entry } = view;
  const from = host?.id ?? null;
  const to = entry.document.id;
  const fields = [...fieldsToChange(known, wanted)].filter(
    ([fieldKey, field]) => profile.observe || !isSettled(known, fieldKey, field),
  );
  if (host !== undefined && from === to && fields.length === 0) return null;
  return { channel: entry.document.name, from, to, ...sorted(fields, known.shown) };
}

/** Of these names, in their order; under `policyFor`, where that is given. Costs what names with several ids hold. */
export function plannedWrites(
  replica: Replica,
  profile: PlannedHost,
  keys: readonly ChannelKey[],
  policyFor: PolicyFor | null,
): PlannedChange[] {
  const contested = policyFor === null ? [] : keys.filter((key) => replica.contested.has(key));
  const { after } = dryRunPolicy(replica, contested, policyFor ?? (() => 'local'));
  return keys.flatMap((key) => plannedWrite(replica, profile, key, after(key)) ?? []);
}

/** A channel that nobody in reach holds is taken away, with all that it shows. */
function removal({ name, id, shown }: HostChannel): PlannedChange {
  return {
    channel: name,
    from: id,
    to: null,
    gained: [],
    lost: [...shown.values()],
    changed: [],
    before: [],
  };
}

function sorted(
  fields: readonly (readonly [FieldKey, Field])[],
  shown: ReadonlyMap<FieldKey, Field>,
): Pick<PlannedChange, 'gained' | 'lost' | 'changed' | 'before'> {
  const gained: Field[] = [];
  const lost: Field[] = [];
  const changed: Field[] = [];
  const before: Field[] = [];
  for (const [key, field] of fields) {
    const old = shown.get(key);
    if (!isSet(field)) lost.push(old ?? field);
    else if (old === undefined) gained.push(field);
    else {
      changed.push(field);
      before.push(old);
    }
  }
  return { gained, lost, changed, before };
}
