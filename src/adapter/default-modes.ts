import { canonicalValue, checkField, type Field, type FieldKey, fieldKey, isSet } from '../core/field.ts';
import type { IrcdMode, IrcdTraits } from './ircd-traits.ts';
import { fieldOfChange, parseModeChanges } from './mode-changes.ts';

/**
 * What the ircd sets on a new channel, of `[ircd] default_modes`. As in the ircd's own option, letters that it does not have
 * and a member's status mean nothing; neither do lists.
 */
export function defaultFields(traits: IrcdTraits, modes: string): Field[] {
  const [letters = '', ...parameters] = modes.split(' ');
  // The ircd passes over a status before it looks for a parameter: the o of "ontl 50" takes none.
  const known = [...letters].filter((letter) => traits.modes.get(letter)?.kind !== 'prefix').join('');
  const fields = new Map<FieldKey, Field>();
  for (const change of parseModeChanges(traits, [`+${known}`, ...parameters])) {
    const named = fieldOfChange(change, '', 0);
    if (named === null || named.kind === 'entry' || !isSet(named)) continue;
    const result = checkField(named);
    if ('field' in result) fields.set(fieldKey(traits.casemapping, result.field), result.field);
  }
  return [...fields.values()];
}

/** The `[ircd] default_modes` that means these fields. A key is a secret: it is shown as `KEY`. */
export function defaultModes({ modes }: IrcdTraits, fields: readonly Field[]): string {
  const letters: string[] = [];
  const parameters: string[] = [];
  for (const field of fields) {
    const mode = [...modes.values()].find((candidate) => isOf(candidate, field));
    if (mode === undefined) continue;
    const parameter = parameterOf(field);
    letters.push(mode.letter);
    if (parameter !== null) parameters.push(parameter);
  }
  return [letters.join(''), ...parameters].join(' ');
}

/** True when both say the same, in whatever order. */
export function areSameDefaults(one: readonly Field[], other: readonly Field[]): boolean {
  const text = (fields: readonly Field[]): string =>
    JSON.stringify(fields.map((field) => [fieldKey('ascii', field), canonicalValue(field)]).sort());
  return text(one) === text(other);
}

function isOf({ kind, name }: IrcdMode, field: Field): boolean {
  return field.kind === kind && (!('name' in field) || field.name === name);
}

function parameterOf(field: Field): string | null {
  switch (field.kind) {
    case 'parameter':
      return field.value;
    case 'limit':
      return String(field.value);
    case 'join-key':
      return 'KEY';
    default:
      return null;
  }
}
