import { expect, test } from 'vitest';
import { diffAdapterConfig } from '../../../src/config/diff-adapter-config.ts';
import { adapterConfig } from '../../support/adapter-config.ts';

test('what differs is named as the file does, and no password is shown', () => {
  const before = adapterConfig();
  const after = {
    ...before,
    link: { ...before.link, sendPassword: 'sesame' },
    adapter: { ...before.adapter, linesPerSecond: 7 },
  };
  expect(diffAdapterConfig(before, before)).toEqual([]);
  expect(diffAdapterConfig(before, after)).toEqual([
    '[link] send_password: another one',
    `[adapter] lines_per_second: ${before.adapter.linesPerSecond} -> 7`,
  ]);
});
