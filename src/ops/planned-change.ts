import type { DryRun, PlannedChange } from '../core/dry-run.ts';
import type { Field } from '../core/field.ts';
import { fieldClass } from '../core/field-class.ts';
import { ircBytes } from '../core/irc-text.ts';
import type { Field as FieldMessage } from '../proto-types/cburst/v1/Field.ts';
import type { PlannedChange as PlannedChangeMessage } from '../proto-types/cburst/v1/PlannedChange.ts';
import { redactedField } from './redacted-field.ts';
import { SEES_EVERYTHING, type Visibility } from './visibility.ts';

export function plannedChangeToProto(
  { channel, from, to, ...fields }: PlannedChange,
  { seesField }: Pick<Visibility, 'seesField'> = SEES_EVERYTHING,
): PlannedChangeMessage {
  const forUsers = (all: readonly Field[]) => fieldsForUsers(all.filter(seesField));
  return {
    channel: ircBytes(channel),
    from_id: from ?? '',
    to_id: to ?? '',
    gained: forUsers(fields.gained),
    lost: forUsers(fields.lost),
    changed: forUsers(fields.changed),
    before: forUsers(fields.before),
  };
}

/** That an operator decided is no difference to users. */
function fieldsForUsers(fields: readonly Field[]): FieldMessage[] {
  return fields.filter((field) => fieldClass(field) !== 'pins').map(redactedField);
}

/** The decision's number in the journal, or 0 and what would be different here. */
export interface Decided {
  readonly decision: number;
  readonly change?: PlannedChangeMessage;
}

/** What a call that only looks would change of its one name. */
export function plannedAnswer({ changes }: Pick<DryRun, 'changes'>): Decided {
  const change = changes.map((each) => plannedChangeToProto(each)).find(isSeen);
  return { decision: 0, ...(change === undefined ? {} : { change }) };
}

/** Of a decision about who has the id that is shown anyway nothing is left that users see. */
function isSeen({ from_id, to_id, gained, lost, changed }: PlannedChangeMessage): boolean {
  return from_id !== to_id || [gained, lost, changed].some((fields) => fields!.length > 0);
}
