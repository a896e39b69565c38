import { expect, test } from 'vitest';
import {
  decodePage,
  encodePages,
  pageBytesMax,
  pageRecordsMax,
} from '../../../src/store/record-page-codec.ts';

test('a page has this form on disk, for ever', () => {
  const record = { space: 'doc', key: '#\u00e4', value: Buffer.from([0, 1, 255]) };
  const [page] = [...encodePages([record])];
  expect(page!.body.toString('hex')).toBe('eba16ad80b000000030200646f6323e40001ff');
  expect(page!.frames).toEqual([{ offset: 0, bytes: 19 }]);
});

test('packs records up to the bounds of a page', () => {
  const small = { space: 's', key: 'k', value: new Uint8Array(0) };
  const sizes = [...encodePages(Array(pageRecordsMax + 1).fill(small))].map(({ frames }) => frames.length);
  expect(sizes).toEqual([pageRecordsMax, 1]);
  const large = { ...small, value: new Uint8Array(pageBytesMax / 2) };
  const huge = { ...small, value: new Uint8Array(pageBytesMax * 3) };
  const pages = [...encodePages([large, large, large, huge, small])];
  expect(pages.map(({ frames }) => frames.length)).toEqual([2, 2, 1]);
});

test('no records, no pages; no bytes, no records', () => {
  expect([...encodePages([])]).toEqual([]);
  expect(decodePage(new Uint8Array(0))).toEqual({ records: [], damage: [] });
});

test('a page cut short keeps the records before the cut', () => {
  const records = ['a', 'b', 'c'].map((key) => ({ space: 's', key, value: Buffer.from(key) }));
  const { body, frames } = [...encodePages(records)][0]!;
  const cut = decodePage(body.subarray(0, body.length - 1));
  expect(cut.records.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(cut.damage.map(({ offset }) => offset)).toEqual([frames[2]!.offset]);
});
