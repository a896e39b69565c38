import { expect, test } from 'vitest';
import { rereadConfig } from '../../../src/adapter/reread-config.ts';
import type { AdapterConfig } from '../../../src/config/adapter-config.ts';
import { adapterConfig } from '../../support/adapter-config.ts';

const running = adapterConfig();

/** What is logged when the file says this. */
function logged(load: () => AdapterConfig): unknown[][] {
  const lines: unknown[][] = [];
  const log = {
    info: (...line: unknown[]) => lines.push(['info', ...line]),
    warn: (...line: unknown[]) => lines.push(['warn', ...line]),
  };
  rereadConfig(running, { load, log: log as never });
  return lines;
}

test('what the file says now is told, with what to do', () => {
  const other = { ...running, adapter: { ...running.adapter, observe: !running.adapter.observe } };
  expect(logged(() => running)).toEqual([['info', expect.stringContaining('what the adapter works by')]]);
  expect(logged(() => other)).toEqual([
    [
      'info',
      {
        changes: [`[adapter] observe: ${running.adapter.observe} -> ${other.adapter.observe}`],
        next: 'restart the adapter',
      },
      'the configuration was read again, and is another one',
    ],
  ]);
});

test('a mistake is told now, not at the next start', () => {
  const load = () => {
    throw new Error('adapter.toml:1:1: wrong');
  };
  expect(logged(load)).toEqual([
    ['warn', expect.anything(), 'the configuration cannot be used: adapter.toml:1:1: wrong'],
  ]);
});
