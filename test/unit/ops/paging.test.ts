import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { pageByName } from '../../../src/ops/paging.ts';

const name = (text: string) => text;

test('each item is on one page, by name, although others come and go between two', () => {
  let items = ['d', 'b', 'a', 'c'];
  const seen: string[] = [];
  let token = '';
  do {
    const { page, next_page_token } = pageByName(items, name, { page_size: 2, page_token: token });
    seen.push(...page);
    token = next_page_token;
    items = ['d', 'c', 'aa'];
  } while (token !== '');
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

test('the last page has no token, full or not', () => {
  expect(pageByName(['a', 'b'], name, { page_size: 2, page_token: '' })).toEqual({
    page: ['a', 'b'],
    next_page_token: '',
  });
  expect(pageByName([], name, { page_size: 0, page_token: '' })).toEqual({ page: [], next_page_token: '' });
});

test('a page holds 100 unless asked otherwise, and 1000 at most', () => {
  const items = Array.from({ length: 1500 }, (_, n) => String(10_000 + n));
  expect(pageByName(items, name, { page_size: 0, page_token: '' }).page).toHaveLength(100);
  expect(pageByName(items, name, { page_size: 1e6, page_token: '' }).page).toHaveLength(1000);
});

test.each(['b', 'not base64!', 'YQ==', 'Yf'])('the token "%s" is none', (page_token) => {
  expect(() => pageByName([], name, { page_size: 0, page_token })).toThrow(
    expect.objectContaining({ code: status.INVALID_ARGUMENT, reason: 'PAGE_TOKEN_INVALID' }),
  );
});
