import { checkField, type EntryMark, type Field, type Topic } from '../core/field.ts';

/** A field as it was parsed from a record's JSON; or what is wrong with it, without its value. */
export function parseStoredField(json: unknown): { field: Field } | { problem: string } {
  return hasShape(json) ? checkField(json) : { problem: 'a field is not what this version writes' };
}

/** The fields; or what is wrong with the first that is none. */
export function parseStoredFields(json: unknown): { fields: Field[] } | { problem: string } {
  if (!Array.isArray(json)) return { problem: 'a list of fields is missing' };
  const fields: Field[] = [];
  for (const item of json) {
    const parsed = parseStoredField(item);
    if ('problem' in parsed) return parsed;
    fields.push(parsed.field);
  }
  return { fields };
}

/** Types only: the bounds are those of `checkField`. */
function hasShape(json: unknown): json is Field {
  if (typeof json !== 'object' || json === null) return false;
  const { kind, name, set, value, list, mask } = json as Record<string, unknown>;
  switch (kind) {
    case 'topic':
      return value === null || isTopic(value);
    case 'flag':
      return typeof name === 'string' && typeof set === 'boolean';
    case 'join-key':
      return value === null || typeof value === 'string';
    case 'limit':
      return value === null || typeof value === 'number';
    case 'parameter':
    case 'metadata':
      return typeof name === 'string' && (value === null || typeof value === 'string');
    case 'entry':
      return typeof list === 'string' && typeof mask === 'string' && (value === null || isMark(value));
    default:
      return false;
  }
}

function isTopic(value: unknown): value is Topic {
  return isMark(value) && typeof (value as Partial<Topic>).text === 'string';
}

function isMark(value: unknown): value is EntryMark {
  if (typeof value !== 'object' || value === null) return false;
  const { setter, setAt } = value as Partial<EntryMark>;
  return typeof setter === 'string' && typeof setAt === 'number';
}
