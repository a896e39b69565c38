import { strict as assert } from 'node:assert';
import type { Casemapping } from '../core/casemapping.ts';
import { type Register, wins } from '../core/document.ts';
import type { RegisterCodec } from '../core/document-packing.ts';
import { checkField, type Field, type FieldKey, fieldKey } from '../core/field.ts';
import type { ServerName } from '../core/identity.ts';
import { LineCursor } from './line-cursor.ts';
import { type LineForm, wholeForm } from './line-form.ts';
import { keyOfLetterFlag } from './mode-letters.ts';
import type { Parameters } from './parameter-draft.ts';
import { readParameters } from './read-parameters.ts';
import { decodeStamps, encodeStamps, isPlainList } from './stamp-list.ts';
import { writeParameters } from './write-parameters.ts';

/** What a CBURST line says of registers: its words, and the value of STAMPS, which is empty when there is none. */
export interface RegisterWords {
  readonly words: string;
  readonly stamps: string;
}

/**
 * Registers as the words of a CBURST line, so that most lines for peers and store are put together from it: the words, LF,
 * which no line contains, and the value of STAMPS.
 */
export function registerCodec(casemapping: Casemapping): RegisterCodec {
  return {
    encode({ registers, origin }) {
      const { words, stamps } = writeRegisters([...registers.values()], origin, wholeForm);
      // Joined by the array, whose result is flat: a rope of its pieces would be kept with them.
      return [words, stamps].join('\n');
    },
    decode(origin, text) {
      const { words, stamps } = packedWords(text);
      if (words === '') return new Map();
      const cursor = new LineCursor(words);
      const { fields } = readParameters(cursor);
      const items = stamps === '' ? [] : stamps.split(',');
      const registers = readRegisters(cursor, { fields, stamps: items }, origin, casemapping);
      assert(cursor.failure === null, 'what was packed can be unpacked');
      return registers;
    },
  };
}

/**
 * The text of a line's registers in the words in which it came, from `begin` on: nothing is written that was just read. Null:
 * these words are not together, or say a thing twice or otherwise than it is kept. With it a new channel of a burst is not
 * encoded before it is stored, which took 15 % of the time from line to disk.
 */
export function packedAsRead(
  line: string,
  begin: number,
  { fields, stamps, wordsEnd }: Parameters,
  registers: ReadonlyMap<FieldKey, Register>,
): string | null {
  if (wordsEnd === null || registers.size !== fields.length) return null;
  let index = 0;
  for (const { field } of registers.values()) if (field !== fields[index++]) return null;
  const list = stamps.join(',');
  if (!isPlainList(list)) return null;
  return [line.slice(begin, wordsEnd), list].join('\n');
}

/** The parts of a text that `registerCodec` made. */
export function packedWords(text: string): RegisterWords {
  const end = text.lastIndexOf('\n');
  return { words: text.slice(0, end), stamps: text.slice(end + 1) };
}

export function writeRegisters(
  registers: readonly Register[],
  origin: ServerName,
  form: LineForm,
): RegisterWords {
  const { words, stamps } = writeParameters(registers, form);
  return { words: words.join(' '), stamps: encodeStamps(stamps, origin) };
}

/** The registers of a line's parameters; what is wrong with them is the cursor's failure. */
export function readRegisters(
  cursor: LineCursor,
  { fields, stamps: items }: Pick<Parameters, 'fields' | 'stamps'>,
  origin: ServerName,
  casemapping: Casemapping,
): Map<FieldKey, Register> {
  const registers = new Map<FieldKey, Register>();
  if (cursor.failure !== null) return registers;
  const stamps = decodeStamps(items, fields.length, origin);
  if (stamps === null) cursor.fail('bad-stamp', 'STAMPS has a malformed item or more items than fields');
  for (let index = 0; index < fields.length && stamps !== null; index++) {
    const keyed = keyedField(cursor, fields[index]!, casemapping);
    if (keyed === null) break;
    const { key, field } = keyed;
    const register = { field, stamp: stamps[index]! };
    // A line is the join of the writes in it, as two lines would be: two spellings of a mask are no error.
    if (wins(register, registers.get(key))) registers.set(key, register);
  }
  return registers;
}

/** The checked field and its key, null when something is wrong with it. */
function keyedField(
  cursor: LineCursor,
  field: Field,
  casemapping: Casemapping,
): { key: FieldKey; field: Field } | null {
  const key = field.kind === 'flag' ? keyOfLetterFlag(field) : undefined;
  if (key !== undefined) return { key, field };
  const checked = checkField(field);
  if ('field' in checked) return { key: fieldKey(casemapping, checked.field), field: checked.field };
  cursor.fail('bad-value', checked.problem);
  return null;
}
