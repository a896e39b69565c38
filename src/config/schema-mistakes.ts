import { z } from 'zod';
import { closestWord } from './closest-word.ts';
import type { ConfigMistake } from './config-error.ts';
import { type Hint, hints } from './config-values.ts';
import type { KeyPath, KeyPositions } from './locate-keys.ts';
import { lookUp } from './look-up.ts';

const UNKNOWN_WHY = 'only known keys are allowed so that a typing error cannot go unseen';
/** Longer values are cut in reports. */
const SHOWN_VALUE_LENGTH_MAX = 60;

/** What zod found wrong with `tree`, with places and hints. */
export function schemaMistakes(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  tree: unknown,
  positions: KeyPositions,
): ConfigMistake[] {
  return issues.flatMap((issue) => {
    const path = issue.path as KeyPath;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey(schemaAt(schema, path), [...path, key], tree, positions));
    return valueMistake(schemaAt(schema, path), issue, tree, positions);
  });
}

/** Where the value is, else the innermost table around it. */
export function placeOf(
  positions: KeyPositions,
  path: KeyPath,
): { line: number | null; column: number | null } {
  const exact = positions.value(path);
  if (exact !== null) return exact;
  for (let length = path.length - 1; length > 0; length--) {
    const around = positions.key(path.slice(0, length));
    if (around !== null) return around;
  }
  return { line: 1, column: 1 };
}

/** `peers.peer.pin`: the place says which element it is. */
export function dotted(path: KeyPath): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

function unknownKey(
  schema: z.ZodType | null,
  path: KeyPath,
  tree: unknown,
  positions: KeyPositions,
): ConfigMistake {
  const key = String(path.at(-1));
  const table = path.slice(0, -1);
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const meant = closestWord(key, known);
  const value = lookUp(tree, path);
  // Several tables are an array of them.
  const isTable = typeof (Array.isArray(value) ? value[0] : value) === 'object';
  return {
    ...(positions.key(path) ?? placeOf(positions, table)),
    what: isTable
      ? `unknown table [${dotted(path)}]`
      : `unknown key ${key}${table.length > 0 ? ` in [${dotted(table)}]` : ''}`,
    why: UNKNOWN_WHY,
    instead: meant === null ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`,
  };
}

function valueMistake(
  schema: z.ZodType | null,
  issue: z.core.$ZodIssue,
  tree: unknown,
  positions: KeyPositions,
): ConfigMistake {
  const path = issue.path as KeyPath;
  const value = lookUp(tree, path);
  const hint = hintOf(schema) ?? structureHint(issue, path);
  const name = dotted(path);
  const place = placeOf(positions, path);
  // A check of our own that finds nothing written has judged the default.
  if (value === undefined && issue.code !== 'custom')
    return { ...place, what: `${name} is missing`, why: hint.why, instead: hint.instead };
  const instead = ownAdvice(issue, value) ?? hint.instead;
  return { ...place, what: `${shownAs(name, value, hint)} ${problem(issue)}`, why: hint.why, instead };
}

function shownAs(name: string, value: unknown, hint: Hint): string {
  if (value === undefined) return `the default of ${name}`;
  return hint.secret || typeof value === 'object' ? name : `${name} = ${shortened(value)}`;
}

function problem(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'too_big':
    case 'too_small':
      return 'is out of range';
    case 'invalid_value':
      return 'is not known';
    case 'invalid_type':
      return `is not ${ARTICLES[issue.expected] ?? issue.expected}`;
    default:
      return 'is not valid';
  }
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'a table',
};

function ownAdvice(issue: z.core.$ZodIssue, value: unknown): string | null {
  if (issue.code === 'custom') return (issue.params?.instead as string | undefined) ?? null;
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return null;
  const meant = closestWord(value, issue.values.map(String));
  return meant === null ? null : `did you mean "${meant}"?`;
}

function structureHint(issue: z.core.$ZodIssue, path: KeyPath): Hint {
  const isArray = issue.code === 'invalid_type' && issue.expected === 'array';
  const header = isArray ? `[[${dotted(path)}]]` : `[${dotted(path)}]`;
  return {
    // What stands in the place of a table could be anything.
    secret: true,
    why: isArray ? 'there can be several of them' : 'it holds keys of its own',
    instead: `write ${header} on a line of its own and its keys below`,
  };
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_VALUE_LENGTH_MAX ? `${text.slice(0, SHOWN_VALUE_LENGTH_MAX)}…` : text;
}

function schemaAt(root: z.ZodType, path: KeyPath): z.ZodType | null {
  let schema: z.ZodType | null = root;
  for (const part of path) {
    const inner: z.ZodType | null = schema && withoutWrappers(schema);
    if (inner instanceof z.ZodObject) schema = (inner.shape[String(part)] as z.ZodType | undefined) ?? null;
    else if (inner instanceof z.ZodArray) schema = inner.element as z.ZodType;
    else return null;
  }
  return schema && withoutWrappers(schema);
}

function withoutWrappers(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return withoutWrappers(schema.unwrap() as z.ZodType);
  return schema;
}

function hintOf(schema: z.ZodType | null): Hint | undefined {
  return schema === null ? undefined : hints.get(schema);
}
