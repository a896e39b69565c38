import type { Register } from '../core/document.ts';
import { type EntryMark, type Field, isSet } from '../core/field.ts';
import type { Stamp } from '../core/stamp.ts';
import type { LineForm } from './line-form.ts';
import { flagLetter } from './mode-letters.ts';
import { listPrefixes, otherListPrefix } from './parameter-names.ts';
import { quoteList, quoteText, quoteWord } from './quote.ts';
import { formatTimestamp } from './timestamp.ts';

/** The words that say what `registers` hold, and, where the form has them, their stamps in the order of the words. */
export interface WrittenParameters {
  readonly words: string[];
  readonly stamps: Stamp[];
}

/** Leaves out what the form has not got: without stamps what is unset, but for the topic. */
export function writeParameters(registers: Iterable<Register>, form: LineForm): WrittenParameters {
  const groups = new Map<string, Register[]>();
  for (const register of registers) {
    if (!isIn(form, register.field)) continue;
    const group = groupOf(register);
    const present = groups.get(group);
    if (present === undefined) groups.set(group, [register]);
    else present.push(register);
  }
  const written: WrittenParameters = { words: [], stamps: [] };
  writeTopic(written, groups);
  writeLetters(written, groups);
  writeKeyAndLimit(written, groups);
  for (const prefix of PREFIXES) writeMasks(written, groups, `${prefix}MASKS`);
  writeItems(written, groups, 'MODES');
  writeItems(written, groups, 'PARAMS');
  writeItems(written, groups, 'META');
  for (const prefix of PREFIXES) writeItems(written, groups, `UN${prefix}MASKS`);
  return form.stamps ? written : { ...written, stamps: [] };
}

type Groups = ReadonlyMap<string, readonly Register[]>;
type FieldOf<Kind> = Extract<Register['field'], { kind: Kind }>;

const PREFIXES = [...Object.values(listPrefixes), otherListPrefix];

function isIn(form: LineForm, field: Field): boolean {
  if (field.kind === 'metadata' && !form.metadata) return false;
  return form.stamps || field.kind === 'topic' || isSet(field);
}

/** Names the words in which the register is written. */
function groupOf({ field }: Register): string {
  switch (field.kind) {
    case 'topic':
    case 'join-key':
    case 'limit':
      return field.kind;
    case 'flag':
      if (flagLetter(field.name) === null) return 'MODES';
      return field.set ? '+' : '-';
    case 'parameter':
      return 'PARAMS';
    case 'metadata':
      return 'META';
    case 'entry':
      return `${field.value === null ? 'UN' : ''}${prefixOf(field.list) ?? otherListPrefix}MASKS`;
  }
}

function prefixOf(list: string): string | undefined {
  return Object.hasOwn(listPrefixes, list) ? listPrefixes[list as keyof typeof listPrefixes] : undefined;
}

function writeTopic(written: WrittenParameters, groups: Groups): void {
  const register = groups.get('topic')?.[0];
  if (register === undefined) return;
  const { value } = register.field as FieldOf<'topic'>;
  written.stamps.push(register.stamp);
  if (value === null) {
    written.words.push('NOTOPIC');
    return;
  }
  const setAt = value.setAt === 0 ? '-' : formatTimestamp(value.setAt * 1000);
  written.words.push(`TOPIC ${quoteText(value.text)} ${setterWord(value.setter)} ${setAt}`);
}

/** A bare `-` says that the setter is unknown, so one that is called so is quoted. */
function setterWord(setter: string): string {
  if (setter === '') return '-';
  return setter === '-' ? quoteText(setter) : quoteWord(setter);
}

function writeLetters(written: WrittenParameters, groups: Groups): void {
  const on = byLetter(groups.get('+'));
  const off = byLetter(groups.get('-'));
  const letters = on.map(({ letter }) => letter);
  if (isSetIn(groups, 'join-key')) letters.push('k');
  if (isSetIn(groups, 'limit')) letters.push('l');
  if (letters.length > 0) written.words.push(`+${letters.sort().join('')}`);
  if (off.length > 0) written.words.push(`-${off.map(({ letter }) => letter).join('')}`);
  for (const { register } of [...on, ...off]) written.stamps.push(register.stamp);
}

function byLetter(registers: readonly Register[] = []): { letter: string; register: Register }[] {
  return registers
    .map((register) => ({ letter: flagLetter((register.field as FieldOf<'flag'>).name)!, register }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1));
}

function isSetIn(groups: Groups, group: string): boolean {
  const register = groups.get(group)?.[0];
  return register !== undefined && isSet(register.field);
}

function writeKeyAndLimit(written: WrittenParameters, groups: Groups): void {
  for (const register of [...(groups.get('join-key') ?? []), ...(groups.get('limit') ?? [])]) {
    const { field } = register;
    if (field.kind === 'join-key')
      written.words.push(field.value === null ? 'NOKEY' : `KEY ${quoteWord(field.value)}`);
    else if (field.kind === 'limit')
      written.words.push(field.value === null ? 'NOLIMIT' : `LIMIT ${field.value}`);
    written.stamps.push(register.stamp);
  }
}

function writeMasks(written: WrittenParameters, groups: Groups, name: string): void {
  writeItems(written, groups, name);
  const marks = (groups.get(name) ?? []).map(({ field }) => markItem((field as FieldOf<'entry'>).value));
  while (marks.at(-1) === '') marks.pop();
  if (marks.length > 0) written.words.push(`${name.replace('MASKS', 'MARKS')} ${quoteList(marks)}`);
}

function markItem(mark: EntryMark | null): string {
  const seconds = mark === null || mark.setAt === 0 ? '' : String(mark.setAt);
  return mark === null || mark.setter === '' ? seconds : `${seconds} ${mark.setter}`;
}

function writeItems(written: WrittenParameters, groups: Groups, name: string): void {
  const registers = groups.get(name);
  if (registers === undefined) return;
  written.words.push(`${name} ${quoteList(registers.map(itemOf))}`);
  for (const { stamp } of registers) written.stamps.push(stamp);
}

function itemOf({ field }: Register): string {
  switch (field.kind) {
    case 'flag':
      return `${field.set ? '+' : '-'}${field.name}`;
    case 'parameter':
    case 'metadata':
      return field.value === null ? `-${field.name}` : `${field.name}=${field.value}`;
    case 'entry':
      return prefixOf(field.list) === undefined ? `${field.list}:${field.mask}` : field.mask;
    default:
      throw new TypeError(`a ${field.kind} is no item of a list`);
  }
}
