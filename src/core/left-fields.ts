import type { ChannelKey } from './casemapping.ts';
import type { ChannelDocument } from './document.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import type { FlapGuard } from './flap-guard.ts';
import { type HostChannel, type Substitute, showsSame } from './host-channel.ts';

/** What is wanted of the host, where fields that are left to it stay as it shows them. */
export function asLeft(
  wanted: Map<FieldKey, Field>,
  left: Iterable<FieldKey>,
  shown: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Field> {
  for (const key of left) {
    const own = shown.get(key);
    if (own === undefined) wanted.delete(key);
    else wanted.set(key, own);
  }
  return wanted;
}

/** What the host shows in place of what the network says, in the fields that are left to it. */
export function leftSubstitutes(
  flaps: FlapGuard,
  key: ChannelKey,
  now: number,
  { registers }: ChannelDocument,
  shown: ReadonlyMap<FieldKey, Field>,
): Map<FieldKey, Substitute> {
  const substitutes = new Map<FieldKey, Substitute>();
  for (const fieldKey of flaps.leftOf(key, now)) {
    const said = registers.get(fieldKey)?.field;
    const own = shown.get(fieldKey) ?? null;
    if (said === undefined || (own === null ? !isSet(said) : showsSame(said, own))) continue;
    substitutes.set(fieldKey, { wanted: said, shown: own, shownKey: own && fieldKey, reason: flaps.reason });
  }
  return substitutes;
}

/** What the host shows, without the reasons of fields that are left to it no more. */
export function withoutRestored(host: HostChannel, left: readonly FieldKey[], reason: string): HostChannel {
  const isRestored = ([key, substitute]: [FieldKey, Substitute]) =>
    substitute.reason === reason && !left.includes(key);
  if (host.substitutes.size === 0 || ![...host.substitutes].some(isRestored)) return host;
  const substitutes = new Map([...host.substitutes].filter((each) => !isRestored(each)));
  return { ...host, substitutes };
}
