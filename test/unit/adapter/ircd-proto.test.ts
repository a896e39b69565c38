import { describe, expect, it } from 'vitest';
import { resultToProto, updateFromProto } from '../../../src/adapter/ircd-proto.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import type { ChannelUpdate__Output } from '../../../src/proto-types/cburst/v1/ChannelUpdate.ts';

describe('updateFromProto', () => {
  const update = (parts: object): ChannelUpdate__Output =>
    ({
      number: 4,
      host_sequence: 2,
      channel: Buffer.from('#\xff', 'latin1'),
      ...parts,
    }) as ChannelUpdate__Output;

  it('keeps the bytes of the name', () => {
    expect(updateFromProto(update({ update: 'removal', removal: {} }))).toEqual({
      update: { number: 4, hostSequence: 2, name: '#\xff', fields: null },
    });
  });

  it.each([
    ['a field that says nothing', { update: 'view', view: { fields: [{}] } }],
    [
      'a key with a line end',
      {
        update: 'view',
        view: {
          fields: [{ field: 'join_key', join_key: { _value: 'value', value: Buffer.from('a\nQUIT') } }],
        },
      },
    ],
    ['neither view nor removal', {}],
  ])('refuses %s', (_, parts) => {
    const result = updateFromProto(update(parts));
    expect(result).toEqual({ problem: expect.stringMatching(/^update 4/) });
    expect(JSON.stringify(result)).not.toContain('QUIT');
  });
});

it('a result says what is shown instead', () => {
  const message = resultToProto({
    number: 7,
    name: '#c' as IrcText,
    status: 'truncated',
    createdAt: 5,
    deviations: [{ wanted: { kind: 'limit', value: 9 }, shown: null, reason: 'x'.repeat(300) }],
  });
  expect(message).toMatchObject({
    status: 'RESULT_STATUS_TRUNCATED',
    deviations: [{ wanted: { limit: { value: 9 } } }],
  });
  expect(message.deviations![0]!.reason).toHaveLength(256);
  expect(message.deviations![0]).not.toHaveProperty('shown');
});
