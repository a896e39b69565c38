import type { Random } from '../sim/random.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** A field of an encoded message, without knowing its type: what looks like a message is taken for one. */
interface ProtoField {
  readonly number: number;
  value: number | string | ProtoField[];
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
/** As deep as a host's messages go. */
const depthMax = 8;
const NUMBERS = [0, 1, 2, 127, 128, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 2 ** 53 - 1];

/** One to three changes of fields; what is changed keeps the form of a message, but for one time in ten. */
export function mutateProto(
  input: string,
  other: string,
  dictionary: readonly string[],
  bytesMax: number,
  random: Random,
): string {
  const fields = parseFields(input, 0);
  if (fields === null || random.chance(0.1)) return mutateBytes(input, other, dictionary, bytesMax, random);
  for (let edits = 1 + random.whole(3); edits > 0; edits--) {
    const siblings = someList(fields, random);
    if (siblings.length === 0) siblings.push({ number: 1 + random.whole(6), value: random.whole(3) });
    else editField(siblings, parseFields(other, 0) ?? [], dictionary, random);
  }
  const text = encodeFields(fields);
  return text.length > bytesMax ? input : text;
}

/** Some field of `input`, whatever its depth, repeated. */
export function growProto(input: string, random: Random): (times: number) => string {
  const fields = parseFields(input, 0) ?? [];
  const siblings = someList(fields, random);
  if (siblings.length === 0) return () => input;
  const at = random.whole(siblings.length);
  const repeated = siblings[at]!;
  return (times) => {
    siblings.splice(at, 1, ...new Array<ProtoField>(times).fill(repeated));
    const text = encodeFields(fields);
    siblings.splice(at, times, repeated);
    return text;
  };
}

export function varint(value: number): string {
  let rest = value;
  let text = '';
  for (; rest >= 128; rest = Math.floor(rest / 128)) text += String.fromCharCode((rest % 128) | 128);
  return text + String.fromCharCode(rest);
}

/** The fields of an encoded message, or null when it is none. Numbers of fixed width are not of this API. */
export function parseFields(text: string, depth: number): ProtoField[] | null {
  const fields: ProtoField[] = [];
  for (let at = 0; at < text.length; ) {
    const tag = readVarint(text, at);
    const content = tag === null ? null : readVarint(text, tag.end);
    if (tag === null || content === null || tag.value >> 3 === 0) return null;
    const number = tag.value >> 3;
    at = content.end;
    if ((tag.value & 7) === VARINT) {
      fields.push({ number, value: content.value });
      continue;
    }
    if ((tag.value & 7) !== LENGTH_DELIMITED || at + content.value > text.length) return null;
    const bytes = text.slice(at, at + content.value);
    at += content.value;
    fields.push({
      number,
      value: (depth < depthMax && bytes !== '' && parseFields(bytes, depth + 1)) || bytes,
    });
  }
  return fields;
}

export function encodeFields(fields: readonly ProtoField[]): string {
  let text = '';
  for (const { number, value } of fields) {
    if (typeof value === 'number') {
      text += varint(number * 8 + VARINT) + varint(value);
      continue;
    }
    const bytes = typeof value === 'string' ? value : encodeFields(value);
    text += varint(number * 8 + LENGTH_DELIMITED) + varint(bytes.length) + bytes;
  }
  return text;
}

function readVarint(text: string, at: number): { value: number; end: number } | null {
  let value = 0;
  for (let end = at; end < text.length && end < at + 8; end++) {
    const byte = text.charCodeAt(end);
    value += (byte & 127) * 128 ** (end - at);
    if (byte < 128) return { value, end: end + 1 };
  }
  return null;
}

/** The fields of some message in the tree, its root among them. */
function someList(fields: ProtoField[], random: Random): ProtoField[] {
  let list = fields;
  while (random.chance(0.75)) {
    const deeper = list.map(({ value }) => value).filter((value) => Array.isArray(value));
    if (deeper.length === 0) break;
    list = random.pick(deeper);
  }
  return list;
}

function editField(
  siblings: ProtoField[],
  other: ProtoField[],
  dictionary: readonly string[],
  random: Random,
): void {
  const at = random.whole(siblings.length);
  const field = siblings[at]!;
  switch (random.whole(7)) {
    case 0:
      siblings.splice(at, 1);
      break;
    case 1:
      siblings.splice(random.whole(siblings.length), 0, copyOf(field));
      break;
    case 2: {
      const place = random.whole(siblings.length);
      [siblings[at], siblings[place]] = [siblings[place]!, field];
      break;
    }
    case 3: {
      const foreign = someList(other, random);
      if (foreign.length > 0) siblings.splice(at, random.whole(2), copyOf(random.pick(foreign)));
      break;
    }
    case 4:
      siblings.splice(at, 1, { number: 1 + random.whole(10), value: field.value });
      break;
    default:
      field.value = otherValue(field.value, dictionary, random);
  }
}

function otherValue(
  value: ProtoField['value'],
  dictionary: readonly string[],
  random: Random,
): ProtoField['value'] {
  if (typeof value === 'number') return random.chance(0.5) ? value + 1 : random.pick(NUMBERS);
  if (typeof value !== 'string') return random.chance(0.5) ? [] : value;
  if (random.chance(0.4)) return random.pick(dictionary);
  return mutateBytes(value, random.pick(dictionary), dictionary, 8192, random);
}

function copyOf({ number, value }: ProtoField): ProtoField {
  return { number, value: Array.isArray(value) ? value.map(copyOf) : value };
}
