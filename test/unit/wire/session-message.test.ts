import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { HelloMessage } from '../../../src/wire/hello-line.ts';
import { type ControlMessage, decodeMessage, encodeMessage } from '../../../src/wire/session-message.ts';

interface Vector {
  readonly name: string;
  readonly line: string;
  /** False: the encoder writes the same in another way. */
  readonly canonical?: boolean;
  readonly means?: Meaning;
  readonly problem?: string;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../vectors/session-lines.json', import.meta.url), 'utf8'),
);

test.each(vectors.filter((vector) => vector.means))('$name', ({ line, means, canonical }) => {
  const message = messageOf(means!);
  expect(decodeMessage(line, 'rfc1459')).toEqual(message);
  if (canonical !== false) expect(encodeMessage(message)).toBe(line);
});

test.each(vectors.filter((vector) => vector.problem))('rejected: $name', ({ line, problem }) => {
  expect(decodeMessage(line, 'rfc1459')).toEqual({
    problem: { code: problem, reason: expect.stringMatching(/^[ -~]{1,512}$/), channelId: null },
  });
});

test('a CBURST line is a message of the session', () => {
  const id = '123e4567-e89b-12d3-a456-426614174000';
  const line = `CBURST #c ${id} hub - MEMBERS 1`;
  expect(decodeMessage(line, 'ascii')).toMatchObject({
    verb: 'CBURST',
    message: { members: 1, part: { id } },
  });
  expect(decodeMessage(`CBURST #c ${id} hub`, 'ascii')).toMatchObject({
    problem: { code: 'missing-parameter', channelId: id },
  });
});

test('a reason that no line can hold is made to fit', () => {
  const reason = `first\r\nsecond \u20ac${'x'.repeat(1000)}`;
  const line = encodeMessage({ verb: 'BYE', code: 'internal', reason });
  expect(line).toMatch(/^BYE internal "first\?\?second \?x{497}"$/);
});

/** A message in JSON: what is a map in it is an array of pairs there. */
type Meaning = Exclude<ControlMessage, HelloMessage> | HelloInJson;

interface HelloInJson extends Omit<HelloMessage, 'conflicts'> {
  readonly conflicts: { readonly policy: string; readonly overrides: readonly [IrcText, string][] } | null;
}

function messageOf(means: Meaning): ControlMessage {
  if (means.verb !== 'HELLO' || means.conflicts === null) return means as ControlMessage;
  const { policy, overrides } = means.conflicts;
  return { ...means, conflicts: { policy, overrides: new Map(overrides) } };
}
