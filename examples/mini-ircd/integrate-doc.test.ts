import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

/** The code blocks of the document: where each is from, and its text. */
const excerpts = [...read('docs/integrate.md').matchAll(/^```ts (\S+)\n(.*?)^```$/gms)].map(
  ([, path, code]) => [path!, code!] as const,
);

test('the document shows code of the examples', () => {
  const files = new Set(excerpts.map(([path]) => path));
  expect([...files].every((path) => path.startsWith('examples/'))).toBe(true);
  expect(files).toContain('examples/basic-burst/server-note.ts');
  expect(files).toContain('examples/url-burst/channel-urls.ts');
  expect(files).toContain('examples/mini-ircd/host-link.ts');
  expect(files).toContain('examples/mini-ircd/apply-update.ts');
  expect(excerpts.length).toBe(read('docs/integrate.md').split('```').length >> 1);
});

test.each(excerpts)('%s contains its excerpt', (path, code) => {
  expect(read(path)).toContain(code);
});
