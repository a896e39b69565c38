/** A test for text against a glob of `*` and `?`, in time linear in text times pattern. Empty: everything matches. */
export function globMatcher(glob: string): (text: string) => boolean {
  if (glob === '') return () => true;
  return (text) => matches(glob, text);
}

/** Greedy with one point to return to: no glob makes it exponential. */
function matches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resume = t;
    } else if (glob[g] === '?' || glob[g] === text[t]) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}
