import { displayText, ircText } from '../core/irc-text.ts';
import type { Field__Output } from '../proto-types/cburst/v1/Field.ts';
import type { JoinKeyField__Output } from '../proto-types/cburst/v1/JoinKeyField.ts';
import { showTime } from './show-time.ts';

/** A field's name and value for people. */
export function showField(field: Field__Output): { name: string; value: string } {
  switch (field.field) {
    case 'topic': {
      const topic = field.topic?.value;
      return { name: 'topic', value: topic ? `${showBytes(topic.text)}${mark(topic)}` : 'unset' };
    }
    case 'flag':
      return { name: field.flag!.name, value: field.flag!.set ? 'on' : 'off' };
    case 'join_key':
      return { name: 'key', value: showKey(field.join_key!) };
    case 'limit':
      return { name: 'limit', value: field.limit?._value === 'value' ? String(field.limit.value) : 'unset' };
    case 'parameter': {
      const { name, _value, value } = field.parameter!;
      return { name, value: _value === 'value' ? showBytes(value!) : 'unset' };
    }
    case 'metadata': {
      const { name, _value, value } = field.metadata!;
      return { name: `metadata ${name}`, value: _value === 'value' ? showBytes(value!) : 'unset' };
    }
    case 'entry': {
      const entry = field.entry!;
      const name = `${entry.list} ${showBytes(entry.mask)}`;
      return { name, value: entry.present ? `present${mark(entry)}` : 'removed' };
    }
    default:
      return { name: '?', value: 'a kind of field that this version does not know' };
  }
}

/** Bytes of an ircd for people. */
export function showBytes(bytes: Uint8Array): string {
  return displayText(ircText(bytes));
}

function mark({ setter, set_at }: { setter: Buffer; set_at: number }): string {
  const by = setter.length > 0 ? ` by ${showBytes(setter)}` : '';
  const at = set_at > 0 ? ` at ${showTime(set_at * 1000)}` : '';
  return by + at === '' ? '' : ` (set${by}${at})`;
}

/** The sidecar writes `*` for one that it does not reveal. */
function showKey({ _value, value }: JoinKeyField__Output): string {
  if (_value !== 'value') return 'unset';
  return value!.toString('latin1') === '*' ? 'set (not shown)' : showBytes(value!);
}
