import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { type KeyPath, locateKeys } from '../../../src/config/locate-keys.ts';

const text = `# comment with [brackets] = "x"
name = "a # b"
"quoted key" = 'lit'
site."google.com".on = true

[server]
  name = """multi
[not.a.table]
ends with two quotes"""""   # comment
  after = '''
x = 1'''
[ "a" . b ]
list = [ 1, "two, ]", # three = 3
  [ 4, 5 ],
  { x = 1, y = { z = [6] } },
]
[[peers.peer]]
name = "one"
[peers.peer.extra]
deep = 2024-01-01 10:00:00
[[peers.peer]]
name = "two"
inline = { a.b = 1, 'c d' = 2,
  e = 3 }
`;

test.each<[KeyPath, string]>([
  [['name'], '2:1 2:8'],
  [['quoted key'], '3:1 3:16'],
  [['site', 'google.com', 'on'], '4:19 4:24'],
  [['server'], '6:1 6:1'],
  [['server', 'name'], '7:3 7:10'],
  [['server', 'after'], '10:3 10:11'],
  [['a', 'b', 'list'], '13:1 13:8'],
  [['a', 'b', 'list', 0], '13:10 13:10'],
  [['a', 'b', 'list', 2, 1], '14:8 14:8'],
  [['a', 'b', 'list', 3, 'y', 'z', 0], '15:23 15:23'],
  [['peers', 'peer', 0], '17:1 17:1'],
  [['peers', 'peer', 0, 'name'], '18:1 18:8'],
  [['peers', 'peer', 0, 'extra', 'deep'], '20:1 20:8'],
  [['peers', 'peer', 1, 'name'], '22:1 22:8'],
  [['peers', 'peer', 1, 'inline', 'a', 'b'], '23:14 23:18'],
  [['peers', 'peer', 1, 'inline', 'c d'], '23:21 23:29'],
  [['peers', 'peer', 1, 'inline', 'e'], '24:3 24:7'],
])('%j is found', (path, places) => {
  expect(() => parse(text)).not.toThrow();
  const positions = locateKeys(text);
  const shown = [positions.key(path), positions.value(path)].map((at) => `${at?.line}:${at?.column}`);
  expect(shown.join(' ')).toBe(places);
});

test('what is not there is not found', () => {
  const positions = locateKeys(text);
  for (const path of [['x'], ['not', 'a', 'table'], ['peers', 'peer', 2], ['three']])
    expect(positions.key(path)).toBeNull();
});

const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.array(fc.string(), { maxLength: 3 }));
const key = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/), fc.string()).filter((k) => k !== '__proto__');
const { tree } = fc.letrec<{ tree: Record<string, unknown> }>((tie) => ({
  tree: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 3 }, leaf, tie('tree'), fc.array(tie('tree'), { minLength: 1, maxLength: 3 })),
    { maxKeys: 5 },
  ),
}));

test('every key of any document is found where it stands', () => {
  fc.assert(
    fc.property(tree, (document) => {
      const toml = stringify(document);
      const positions = locateKeys(toml);
      const lines = toml.split('\n');
      for (const [path, value] of leaves(parse(toml))) {
        const { line, column } = positions.value(path)!;
        const rest = [lines[line - 1]!.slice(column - 1), ...lines.slice(line)].join('\n');
        expect(parseFirstValue(rest)).toEqual(value);
      }
    }),
  );
});

function* leaves(value: unknown, path: KeyPath = []): Generator<[KeyPath, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value];
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* leaves(item, [...path, i]);
  else for (const [name, item] of Object.entries(value)) yield* leaves(item, [...path, name]);
}

/** The value that `rest` begins with: in an array the rest of the array follows it. */
function parseFirstValue(rest: string): unknown {
  const firstLine = rest.split('\n')[0]!;
  const inArray = [...firstLine.matchAll(/[,\]}]/g)].map(({ index }) => firstLine.slice(0, index));
  for (const candidate of [firstLine, ...inArray.reverse()]) {
    try {
      return parse(`v = ${candidate}`).v;
    } catch {
      // A longer piece than the value: the next one is shorter.
    }
  }
  return undefined;
}
