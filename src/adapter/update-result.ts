import { type Field, type FieldKey, unset } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { IrcdResult } from './ircd-messages.ts';
import { type Reason, refused, truncated } from './plan.ts';
import { type ShadowChannel, shows } from './shadow-channel.ts';

export interface AppliedUpdate {
  readonly number: number;
  readonly name: IrcText;
  readonly wanted: ReadonlyMap<FieldKey, Field> | null;
  /** Why the plan did not write a field as wanted. */
  readonly reasons: ReadonlyMap<FieldKey, Reason>;
  /** Wanted entries that the ircd shows under another mask. */
  readonly altered: ReadonlyMap<FieldKey, Field>;
  readonly observe: boolean;
}

/** What the ircd now shows otherwise than the update wanted, and how bad that is. `channel` null: it has none. */
export function updateResult(update: AppliedUpdate, channel: ShadowChannel | null): IrcdResult {
  const { number, name, observe } = update;
  const found = update.wanted === null ? [] : differences(update, update.wanted, channel);
  const deviations = found.map(({ wanted, shown, reason }) => ({
    wanted,
    shown,
    reason: observe ? 'the adapter only observes' : reason.text,
  }));
  const status = observe ? 'observed' : worst(update, channel, found);
  return { number, name, status, deviations, createdAt: channel?.createdAt ?? 0 };
}

interface Difference {
  readonly wanted: Field;
  readonly shown: Field | null;
  readonly reason: Reason;
}

function differences(
  { reasons, altered }: AppliedUpdate,
  wantedFields: ReadonlyMap<FieldKey, Field>,
  channel: ShadowChannel | null,
): Difference[] {
  const found: Difference[] = [];
  const shownFields = channel?.fields ?? new Map<FieldKey, Field>();
  const explained = new Set(altered.values());
  for (const [key, wanted] of wantedFields) {
    const shown = altered.get(key) ?? shownFields.get(key);
    if (!altered.has(key) && shows(shown, wanted)) continue;
    found.push({ wanted, shown: shown ?? null, reason: reasons.get(key) ?? reasonFor(channel, shown) });
  }
  for (const [key, shown] of shownFields) {
    if (wantedFields.has(key) || explained.has(shown)) continue;
    found.push({ wanted: unset(shown), shown, reason: reasons.get(key) ?? reasonFor(channel, shown) });
  }
  return found;
}

/** A reason that only the ircd knows. */
function reasonFor(channel: ShadowChannel | null, shown: Field | undefined): Reason {
  if (channel === null) return refused('the ircd does not have the channel');
  return shown === undefined ? refused('the ircd did not take it') : truncated('the ircd shows it so');
}

function worst(
  { wanted }: AppliedUpdate,
  channel: ShadowChannel | null,
  found: readonly Difference[],
): IrcdResult['status'] {
  const isKept = wanted === null && channel !== null;
  if (isKept || found.some(({ reason }) => reason.status === 'refused')) return 'refused';
  return found.length > 0 ? 'truncated' : 'applied';
}
