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
  /** Why the plan did not make the channel. */
  readonly refusal: Reason | null;
  /** Wanted entries that the ircd shows under another mask. */
  readonly altered: ReadonlyMap<FieldKey, Field>;
  readonly observe: boolean;
}

/** What the ircd now shows otherwise than the update wanted, and how bad that is. `channel` null: it has none. */
export function updateResult(update: AppliedUpdate, channel: ShadowChannel | null): IrcdResult {
  const { number, name, wanted, refusal, observe } = update;
  const found = wanted === null ? [] : differences(update, wanted, channel);
  const said = (reason: Reason): string => (observe ? 'the adapter only observes' : reason.text);
  const deviations = found.map((each) => ({
    wanted: each.wanted,
    shown: each.shown,
    reason: said(each.reason),
  }));
  const status = observe ? 'observed' : worst(update, channel, found);
  const result = { number, name, status, deviations, createdAt: channel?.createdAt ?? 0 };
  const isMissing = wanted !== null && channel === null;
  return isMissing ? { ...result, missing: said(refusal ?? notThere) } : result;
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

const notThere = refused('the ircd does not have the channel');

/** A reason that only the ircd knows. */
function reasonFor(channel: ShadowChannel | null, shown: Field | undefined): Reason {
  if (channel === null) return notThere;
  return shown === undefined ? refused('the ircd did not take it') : truncated('the ircd shows it so');
}

function worst(
  { wanted }: AppliedUpdate,
  channel: ShadowChannel | null,
  found: readonly Difference[],
): IrcdResult['status'] {
  const isOtherwiseThere = (wanted === null) !== (channel === null);
  if (isOtherwiseThere || found.some(({ reason }) => reason.status === 'refused')) return 'refused';
  return found.length > 0 ? 'truncated' : 'applied';
}
