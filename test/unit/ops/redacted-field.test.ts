import { expect, test } from 'vitest';
import { redactedField } from '../../../src/ops/redacted-field.ts';
import { flag, joinKey } from '../../support/replica-fixture.ts';

test('of a join key is told that it is set, or that it is not, and of other fields everything', () => {
  expect(redactedField(joinKey('sesame'))).toEqual(redactedField(joinKey('*')));
  const unset = redactedField({ kind: 'join-key', value: null });
  expect(unset).not.toEqual(redactedField(joinKey('*')));
  expect(redactedField(flag('secret'))).toMatchObject({ flag: { name: 'secret', set: true } });
});
