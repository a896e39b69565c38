import { expect, test } from 'vitest';
import { endCode } from '../../../src/metrics/end-code.ts';
import { byeCodes } from '../../../src/wire/session-message.ts';

test.each(byeCodes)('%s is found, whichever side gave it', (code) => {
  expect(endCode(`${code}: some reason: timeout: or other`)).toBe(code);
  expect(endCode(`the peer ended the link: ${code}: some reason`)).toBe(code);
});

test.each(['read ECONNRESET', 'timeout', 'the peer closed the connection: version: 2', ''])(
  '%j is the connection alone',
  (reason) => {
    expect(endCode(reason)).toBe('connection');
  },
);
