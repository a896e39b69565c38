import { expect, test } from 'vitest';
import { jsonLine, toJson } from '../../../src/cli/json-output.ts';

test('bytes are text where they are UTF-8, and hex where not', () => {
  expect(
    toJson({ name: Buffer.from('#café'), list: [Buffer.from([0x23, 0xe9])], empty: Buffer.alloc(0) }),
  ).toEqual({
    name: '#café',
    list: [{ hex: '23e9' }],
    empty: '',
  });
});

test('a replacement character that was there is text', () => {
  expect(toJson(Buffer.from('\ufeff\ufffd'))).toBe('\ufeff\ufffd');
});

test("the loader's marks are left out", () => {
  expect(
    toJson({ join_key: { _value: 'value', value: Buffer.from('*') }, field: 'join_key', none: null }),
  ).toEqual({
    join_key: { value: '*' },
    field: 'join_key',
    none: null,
  });
});

test('a line is one line', () => {
  expect(jsonLine({ text: Buffer.from('a\nb') })).toBe('{"text":"a\\nb"}\n');
});
