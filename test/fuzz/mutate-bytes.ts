import type { Random } from '../sim/random.ts';

const INTERESTING = ['0', '1', '-1', '9', '4294967295', '4294967296', '9007199254740991', '9007199254740992'];

/** One to four changes of bytes, words of `dictionary`, or parts of `input` and `other`. At most `bytesMax` long. */
export function mutateBytes(
  input: string,
  other: string,
  dictionary: readonly string[],
  bytesMax: number,
  random: Random,
): string {
  let text = input;
  for (let edits = 1 + random.whole(4); edits > 0; edits--) text = edit(text, other, dictionary, random);
  return text.length > bytesMax ? text.slice(0, bytesMax) : text;
}

/** Some part of `input` repeated; words and lines more often than others. */
export function growBytes(input: string, random: Random): (times: number) => string {
  const { from, to } = random.chance(0.5) ? somePart(input, random, 64) : somePiece(input, random);
  const head = input.slice(0, from);
  const part = input.slice(from, to) || 'x';
  const tail = input.slice(to);
  return (times) => head + part.repeat(times) + tail;
}

function edit(text: string, other: string, dictionary: readonly string[], random: Random): string {
  const at = random.whole(text.length + 1);
  const put = (piece: string, cut = 0) => text.slice(0, at) + piece + text.slice(at + cut);
  switch (random.whole(10)) {
    case 0:
      return put(String.fromCharCode(random.whole(256)), 1);
    case 1:
      return put(String.fromCharCode(random.whole(256)));
    case 2:
      return put('', 1 + random.whole(8));
    case 3:
      return put(random.pick(dictionary));
    case 4:
      return put(random.pick(dictionary), random.whole(12));
    case 5: {
      const { from, to } = somePart(text, random, 200);
      return put(text.slice(from, to).repeat(1 + random.whole(4)));
    }
    case 6: {
      const { from, to } = somePart(other, random, 400);
      return put(other.slice(from, to), random.whole(40));
    }
    case 7: {
      const { from, to } = somePiece(text, random);
      return text.slice(0, from) + text.slice(to);
    }
    case 8: {
      const { from, to } = somePiece(text, random);
      const place = somePiece(text, random).from;
      return text.slice(0, place) + text.slice(from, to) + text.slice(place);
    }
    default: {
      const { from, to } = somePiece(text, random);
      return (
        text.slice(0, from) + random.pick(random.chance(0.5) ? INTERESTING : dictionary) + text.slice(to)
      );
    }
  }
}

interface Part {
  readonly from: number;
  readonly to: number;
}

function somePart(text: string, random: Random, lengthMax: number): Part {
  const from = random.whole(text.length + 1);
  return { from, to: Math.min(text.length, from + 1 + random.whole(lengthMax)) };
}

/** What stands between two blanks, commas or line ends, with the one that ends it. */
function somePiece(text: string, random: Random): Part {
  const at = random.whole(text.length + 1);
  const mark = random.pick([' ', ',', '\n']);
  const end = text.indexOf(mark, at);
  return { from: at === 0 ? 0 : text.lastIndexOf(mark, at - 1) + 1, to: end < 0 ? text.length : end + 1 };
}
