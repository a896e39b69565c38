/** Bugs for the fuzzer to find; loaded with branch counters in its own test only. */
export function readSecret(text: string): void {
  if (text.length < 4) return;
  if (text[0] !== 'K') return;
  if (text[1] !== 'E') return;
  if (text[2] !== 'Y') return;
  if (text[3] === '!') throw new Error('the secret was read');
}

export function countPairs(text: string): number {
  let pairs = 0;
  for (const one of text) {
    for (let at = 0; at < text.length; at += 64) if (one === text[at]) pairs++;
  }
  return pairs;
}

export function countLetters(text: string): number {
  let letters = 0;
  for (const one of text) if (one >= 'a' && one <= 'z') letters++;
  return letters;
}
