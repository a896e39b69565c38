import type { ChannelEntry } from './channel-table.ts';
import { compareAges } from './choose-id.ts';
import type { ChannelDocument, Register } from './document.ts';
import { type FieldKey, isSet } from './field.ts';
import type { ChannelId } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import { isFloor } from './stamp.ts';

/** A register that shows through from another id. */
export interface InheritedRegister {
  readonly register: Register;
  readonly from: ChannelId;
  /** The channel above, of which the id is; null: it is of the same name, and was merged into the shown one. */
  readonly channel: IrcText | null;
}

/**
 * The registers that `document` inherits from the ids that it absorbed: those of fields that nobody wrote on it. Of several
 * ids the oldest counts. Nothing is copied, so a late write to an absorbed id reaches the winner, and copies cannot part.
 */
export function inheritedRegisters(
  document: ChannelDocument,
  find: (id: ChannelId) => ChannelEntry | undefined,
): Map<FieldKey, InheritedRegister> {
  const inherited = new Map<FieldKey, InheritedRegister>();
  const absorbed = [...document.absorbed].map(find).filter((entry) => entry !== undefined);
  for (const { document: other } of absorbed.sort(compareAges)) {
    for (const [key, register] of other.registers) {
      if (isFloor(register.stamp) || inherited.has(key) || isPin(key)) continue;
      if (!isWrittenOn(document, key)) inherited.set(key, { register, from: other.id, channel: null });
    }
  }
  return inherited;
}

/** The fields that a channel has when what it inherits shows through, set ones only. */
export function mergedFields(
  document: ChannelDocument,
  inherited: ReadonlyMap<FieldKey, InheritedRegister>,
): Map<FieldKey, Register['field']> {
  const fields = new Map<FieldKey, Register['field']>();
  for (const [key, { field }] of document.registers) {
    if (!inherited.has(key) && isSet(field)) fields.set(key, field);
  }
  for (const [key, { register }] of inherited) {
    if (isSet(register.field)) fields.set(key, register.field);
  }
  return fields;
}

/** A decision about an id is about that id. */
function isPin(key: FieldKey): boolean {
  return key === 'metadata:pin';
}

function isWrittenOn({ registers }: ChannelDocument, key: FieldKey): boolean {
  const register = registers.get(key);
  return register !== undefined && !isFloor(register.stamp);
}
