import type { Field } from './field.ts';
import { PIN_NAME } from './pin.ts';

/** What an import or export rule can tell apart. */
export const fieldClasses = [
  'topic',
  'modes',
  'key',
  'limit',
  'parameters',
  'lists',
  'metadata',
  'pins',
] as const;

export type FieldClass = (typeof fieldClasses)[number];

/** All of them; a set of classes that holds every one is this very set. */
export const everyFieldClass: ReadonlySet<FieldClass> = new Set(fieldClasses);

/** A decision which id a name has is a class of its own: it moves channels, other metadata is only told. */
export function fieldClass(field: Field): FieldClass {
  return field.kind === 'metadata' && field.name === PIN_NAME ? 'pins' : CLASS_OF_KIND[field.kind];
}

/** These classes as a set. */
export function fieldClassSet(classes: Iterable<FieldClass>): ReadonlySet<FieldClass> {
  const set = new Set(classes);
  return set.size === everyFieldClass.size ? everyFieldClass : set;
}

const CLASS_OF_KIND: Readonly<Record<Field['kind'], FieldClass>> = {
  topic: 'topic',
  flag: 'modes',
  'join-key': 'key',
  limit: 'limit',
  parameter: 'parameters',
  entry: 'lists',
  metadata: 'metadata',
};
