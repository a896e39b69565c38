import type { Field } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { Field as FieldMessage } from '../proto-types/cburst/v1/Field.ts';
import { fieldToProto } from '../rpc/field-proto.ts';

/** A field as operators see it: join keys leave only as `*`. */
export function redactedField(field: Field): FieldMessage {
  const secret = field.kind === 'join-key' && field.value !== null;
  return fieldToProto(secret ? { ...field, value: '*' as IrcText } : field);
}
