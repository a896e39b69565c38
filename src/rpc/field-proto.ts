import { checkField, type Field } from '../core/field.ts';
import { type IrcText, ircBytes, ircText } from '../core/irc-text.ts';
import type { Field__Output, Field as FieldMessage } from '../proto-types/cburst/v1/Field.ts';

/** A field as protobuf. The inverse of `fieldFromProto`. */
export function fieldToProto(field: Field): FieldMessage {
  switch (field.kind) {
    case 'topic':
      return {
        topic: field.value ? { value: { ...textBytes(field.value), text: ircBytes(field.value.text) } } : {},
      };
    case 'flag':
      return { flag: { name: field.name, set: field.set } };
    case 'join-key':
      return { join_key: field.value === null ? {} : { value: ircBytes(field.value) } };
    case 'limit':
      return { limit: field.value === null ? {} : { value: field.value } };
    case 'parameter':
      return {
        parameter: { name: field.name, ...(field.value === null ? {} : { value: ircBytes(field.value) }) },
      };
    case 'metadata':
      return {
        metadata: { name: field.name, ...(field.value === null ? {} : { value: ircBytes(field.value) }) },
      };
    case 'entry':
      return {
        entry: {
          list: field.list,
          mask: ircBytes(field.mask),
          present: field.value !== null,
          ...(field.value ? textBytes(field.value) : {}),
        },
      };
  }
}

/** The checked field, or what is wrong with the message. */
export function fieldFromProto(message: Field__Output): { field: Field } | { problem: string } {
  const field = uncheckedField(message);
  return field === null ? { problem: 'field is not set' } : checkField(field);
}

function uncheckedField(message: Field__Output): Field | null {
  switch (message.field) {
    case 'topic': {
      const value = message.topic?.value;
      return { kind: 'topic', value: value ? { text: ircText(value.text), ...mark(value) } : null };
    }
    case 'flag':
      return { kind: 'flag', name: message.flag!.name, set: message.flag!.set };
    case 'join_key':
      return { kind: 'join-key', value: optionalText(message.join_key!) };
    case 'limit':
      return { kind: 'limit', value: message.limit?._value === 'value' ? message.limit.value! : null };
    case 'parameter':
      return { kind: 'parameter', name: message.parameter!.name, value: optionalText(message.parameter!) };
    case 'metadata':
      return { kind: 'metadata', name: message.metadata!.name, value: optionalText(message.metadata!) };
    case 'entry': {
      const entry = message.entry!;
      return {
        kind: 'entry',
        list: entry.list,
        mask: ircText(entry.mask),
        value: entry.present ? mark(entry) : null,
      };
    }
    default:
      return null;
  }
}

function optionalText(message: { _value?: 'value'; value?: Buffer }): IrcText | null {
  return message._value === 'value' ? ircText(message.value!) : null;
}

function textBytes(value: { setter: IrcText; setAt: number }): { setter: Buffer; set_at: number } {
  return { setter: ircBytes(value.setter), set_at: value.setAt };
}

function mark(message: { setter: Buffer; set_at: number }): { setter: IrcText; setAt: number } {
  return { setter: ircText(message.setter), setAt: message.set_at };
}
