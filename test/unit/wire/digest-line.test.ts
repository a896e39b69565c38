import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type DigestMessage, nodeDigestBytes, SUMS_BYTES_MAX } from '../../../src/wire/digest-line.ts';
import { lineBytesMax } from '../../../src/wire/line-bytes.ts';
import { decodeMessage, encodeMessage } from '../../../src/wire/session-message.ts';

interface Vector {
  readonly name: string;
  readonly line: string;
  /** False: the encoder writes the same in another way. */
  readonly canonical?: boolean;
  readonly means?: DigestMessage;
  readonly problem?: string;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../vectors/digest-lines.json', import.meta.url), 'utf8'),
);

test.each(vectors.filter((vector) => vector.means))('$name', ({ line, means, canonical }) => {
  expect(decodeMessage(line, 'rfc1459')).toEqual(means);
  if (canonical !== false) expect(encodeMessage(means!)).toBe(line);
});

test.each(vectors.filter((vector) => vector.problem))('rejected: $name', ({ line, problem }) => {
  expect(decodeMessage(line, 'rfc1459')).toEqual({
    problem: { code: problem, reason: expect.stringMatching(/^[ -~]{1,512}$/), channelId: null },
  });
});

test('as many nodes as fit make no line too long', () => {
  const node = { kind: 'sums', sums: [1, 2, 3] } as const;
  const nodes = Array(Math.floor(SUMS_BYTES_MAX / nodeDigestBytes(node))).fill(node);
  const message: DigestMessage = { verb: 'SUMS', round: Number.MAX_SAFE_INTEGER, nodes };
  const line = encodeMessage(message);
  expect(line.length).toBeGreaterThan(lineBytesMax - 100);
  expect(decodeMessage(line, 'rfc1459')).toEqual(message);
});
