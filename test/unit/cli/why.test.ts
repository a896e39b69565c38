import { expect, test } from 'vitest';
import { onlyField } from '../../../src/cli/commands/why.ts';

const flag = { field: { field: 'flag', flag: { name: 'secret', value: true } } };
const answer = { documents: [{ fields: [flag] }], host_deviations: [] } as unknown as Parameters<
  typeof onlyField
>[0];

test('a field that nobody wrote is told which there are, and the command for all of them', () => {
  expect(() => onlyField(answer, 'topci', "cburst why '#help'")).toThrow(
    expect.objectContaining({
      exitCode: 4,
      message: 'nobody ever wrote "topci"; its fields: secret',
      next: "cburst why '#help', for all of them",
    }),
  );
});
