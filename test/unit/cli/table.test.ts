import { expect, test } from 'vitest';
import { renderPairs, renderTable } from '../../../src/cli/table.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

const plain: Terminal = { width: null, paint: (_style, text) => text };
const painted: Terminal = { width: null, paint: (style, text) => `<${style}>${text}</>` };

test('columns are as wide as their widest cell on the screen', () => {
  const columns = [{ title: 'CHANNEL' }, { title: 'N', align: 'right' }, { title: 'TOPIC' }] as const;
  const rows = [
    ['#日本', 5, 'x'],
    ['#general', 12345, ''],
  ];
  expect(renderTable(columns, rows, plain)).toBe(
    ['CHANNEL       N  TOPIC', '#日本         5  x', '#general  12345', ''].join('\n'),
  );
});

test('colours surround the text, not the padding', () => {
  const rows = [[{ text: 'up', style: 'green' as const }, 'x']];
  expect(renderTable([{ title: 'STATE' }, { title: 'Y' }], rows, painted)).toBe(
    '<bold>STATE</>  <bold>Y</>\n<green>up</>     x\n',
  );
});

test('on a narrow terminal the columns that may shrink are cut', () => {
  const columns = [{ title: 'NAME' }, { title: 'TOPIC', shrinks: true }, { title: 'Z' }] as const;
  const table = renderTable(columns, [['#a', 'x'.repeat(40), 'end']], { ...plain, width: 30 });
  expect(table.split('\n')).toEqual([`NAME  TOPIC${' '.repeat(14)}  Z`, `#a    ${'x'.repeat(18)}…  end`, '']);
});

test('on one that is too narrow for that, each cell has its line, and nothing is cut', () => {
  const columns = [{ title: 'NAME' }, { title: 'TOPIC', shrinks: true }, { title: 'SET BY' }] as const;
  const rows = [
    ['#a', 'x'.repeat(40), 'somebody'],
    ['', 'y', { text: 'else', style: 'green' as const }],
  ];
  expect(renderTable(columns, rows, { ...plain, width: 20 }).split('\n')).toEqual([
    ...['name    #a', `topic   ${'x'.repeat(40)}`, 'set by  somebody', ''],
    ...['topic   y', 'set by  else', ''],
  ]);
  expect(renderTable(columns, [], { ...plain, width: 20 })).toBe('NAME  TOPIC  SET BY\n');
  expect(renderTable(columns, rows, { ...plain, width: 28 })).toContain('NAME  TOPIC         SET BY');
  expect(renderTable(columns, rows, { ...plain, width: 24 })).toContain('NAME  TOPIC     SET BY');
});

test('what strangers typed moves no cursor', () => {
  const table = renderTable([{ title: 'T' }], [['\x1b[2J\u202eevil\n']], plain);
  expect(table).toBe('T\n\\u001b[2J\\u202eevil\\u000a\n');
});

test('pairs have their values below each other', () => {
  expect(
    renderPairs(
      [
        ['server', 'a'],
        ['up', { text: '1\x07', style: 'green' }],
      ],
      painted,
    ),
  ).toBe('<dim>server</>  a\n<dim>up    </>  <green>1\\u0007</>\n');
});
