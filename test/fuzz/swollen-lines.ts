import type { Random } from '../sim/random.ts';

/** Three times the text of which a link keeps what it read. */
export const swollenBytesMax = 3 << 20;

/** Items of a line: as many as a document has room for at most, or one more. */
const itemsMax = 4097;

/** Short items: what they become takes the most memory, for their text. */
const itemForms = {
  BANMASKS: (n: string) => n,
  UNINVITEMASKS: (n: string) => n,
  LISTMASKS: (n: string) => `q:${n}`,
  META: (n: string) => `-${n}`,
  MODES: (n: string) => `+${n}`,
  PARAMS: (n: string) => `${n}=1`,
};

/** Lines with a long list each, of many channels, up to `swollenBytesMax` together; short ones more often. */
export function swollenLines(random: Random): string[] {
  const parameter = random.pick(Object.keys(itemForms)) as keyof typeof itemForms;
  return listLines(parameter, random.skewed(1, itemsMax + 1), random.skewed(4096, swollenBytesMax));
}

/** Lines of `bytes` together, each with `count` items that no other has. */
export function listLines(parameter: keyof typeof itemForms, count: number, bytes: number): string[] {
  const lines: string[] = [];
  for (let sum = 0; sum < bytes; sum += lines.at(-1)!.length) {
    const number = lines.length;
    const items = Array.from({ length: count }, (_, n) =>
      itemForms[parameter]((number * count + n).toString(36)),
    );
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    lines.push(`CBURST #c${number} ${id} c.example 2024-01-01T12:00:00Z ${parameter} "${items.join(',')}"`);
  }
  return lines;
}
