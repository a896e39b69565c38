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
  const groups: Groups = [];
  for (const register of registers) {
    if (!isIn(form, register.field)) continue;
    const group = groupOf(register.field);
    const present = groups[group];
    if (present === undefined) groups[group] = [register];
    else present.push(register);
  }
  const written: WrittenParameters = { words: [], stamps: [] };
  writeTopic(written, groups[TOPIC]);
  writeLetters(written, groups);
  writeKeyAndLimit(written, groups);
  for (const [index, prefix] of PREFIXES.entries())
    writeMasks(written, groups[MASKS + index], `${prefix}MASKS`, `${prefix}MARKS`);
  writeItems(written, groups[MODES], 'MODES');
  writeItems(written, groups[PARAMS], 'PARAMS');
  writeItems(written, groups[META], 'META');
  for (const [index, prefix] of PREFIXES.entries())
    writeItems(written, groups[UNMASKS + index], `UN${prefix}MASKS`);
  return form.stamps ? written : { words: written.words, stamps: [] };
}

type FieldOf<Kind> = Extract<Field, { kind: Kind }>;

const LISTS = Object.keys(listPrefixes);
const PREFIXES = [...Object.values(listPrefixes), otherListPrefix];

/** The registers by the words in which they are written: a place for each parameter, for each prefix one. */
type Groups = (Register[] | undefined)[];

const TOPIC = 0;
const ON = 1;
const OFF = 2;
const KEY = 3;
const LIMIT = 4;
const MODES = 5;
const PARAMS = 6;
const META = 7;
const MASKS = 8;
const UNMASKS = MASKS + PREFIXES.length;

function isIn(form: LineForm, field: Field): boolean {
  if (field.kind === 'metadata' && !form.metadata) return false;
  return form.stamps || field.kind === 'topic' || isSet(field);
}

function groupOf(field: Field): number {
  switch (field.kind) {
    case 'topic':
      return TOPIC;
    case 'join-key':
      return KEY;
    case 'limit':
      return LIMIT;
    case 'flag':
      if (flagLetter(field.name) === null) return MODES;
      return field.set ? ON : OFF;
    case 'parameter':
      return PARAMS;
    case 'metadata':
      return META;
    case 'entry':
      return (field.value === null ? UNMASKS : MASKS) + prefixIndex(field.list);
  }
}

/** Where in `PREFIXES` the list's is. */
function prefixIndex(list: string): number {
  const index = LISTS.indexOf(list);
  return index < 0 ? LISTS.length : index;
}

function writeTopic(written: WrittenParameters, group: readonly Register[] | undefined): void {
  if (group === undefined) return;
  const [{ field, stamp }] = group as [Register];
  const { value } = field as FieldOf<'topic'>;
  written.stamps.push(stamp);
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
  const on = byLetter(groups[ON]);
  const off = byLetter(groups[OFF]);
  const letters = on.map(letterOf);
  if (isSetIn(groups[KEY])) letters.push('k');
  if (isSetIn(groups[LIMIT])) letters.push('l');
  if (letters.length > 0) written.words.push(`+${letters.sort().join('')}`);
  if (off.length > 0) written.words.push(`-${off.map(letterOf).join('')}`);
  for (const { stamp } of on) written.stamps.push(stamp);
  for (const { stamp } of off) written.stamps.push(stamp);
}

function byLetter(registers: Register[] = []): Register[] {
  return registers.length < 2 ? registers : registers.sort((a, b) => (letterOf(a) < letterOf(b) ? -1 : 1));
}

function letterOf({ field }: Register): string {
  return flagLetter((field as FieldOf<'flag'>).name)!;
}

function isSetIn(group: readonly Register[] | undefined): boolean {
  return group !== undefined && isSet(group[0]!.field);
}

function writeKeyAndLimit(written: WrittenParameters, groups: Groups): void {
  const key = groups[KEY]?.[0];
  if (key !== undefined) {
    const { value } = key.field as FieldOf<'join-key'>;
    written.words.push(value === null ? 'NOKEY' : `KEY ${quoteWord(value)}`);
    written.stamps.push(key.stamp);
  }
  const limit = groups[LIMIT]?.[0];
  if (limit !== undefined) {
    const { value } = limit.field as FieldOf<'limit'>;
    written.words.push(value === null ? 'NOLIMIT' : `LIMIT ${value}`);
    written.stamps.push(limit.stamp);
  }
}

function writeMasks(
  written: WrittenParameters,
  group: readonly Register[] | undefined,
  masks: string,
  marks: string,
): void {
  if (group === undefined) return;
  writeItems(written, group, masks);
  const items = group.map(({ field }) => markItem((field as FieldOf<'entry'>).value));
  while (items.at(-1) === '') items.pop();
  if (items.length > 0) written.words.push(`${marks} ${quoteList(items)}`);
}

function markItem(mark: EntryMark | null): string {
  const seconds = mark === null || mark.setAt === 0 ? '' : String(mark.setAt);
  return mark === null || mark.setter === '' ? seconds : `${seconds} ${mark.setter}`;
}

function writeItems(written: WrittenParameters, group: readonly Register[] | undefined, name: string): void {
  if (group === undefined) return;
  written.words.push(`${name} ${quoteList(group.map(itemOf))}`);
  for (const { stamp } of group) written.stamps.push(stamp);
}

function itemOf({ field }: Register): string {
  switch (field.kind) {
    case 'flag':
      return `${field.set ? '+' : '-'}${field.name}`;
    case 'parameter':
    case 'metadata':
      return field.value === null ? `-${field.name}` : `${field.name}=${field.value}`;
    case 'entry':
      return LISTS.includes(field.list) ? field.mask : `${field.list}:${field.mask}`;
    default:
      throw new TypeError(`a ${field.kind} is no item of a list`);
  }
}
