import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KnownAge, settleAge } from '../../src/core/age-claim.ts';

const claim = fc.record({
  said: fc.option(fc.nat(5)),
  byOrigin: fc.boolean(),
});

test('who heard the origin ends with its last word, in whatever order third parties spoke', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 8 }), (claims) => {
      const heard = claims.filter(({ said }) => said !== null);
      const byOrigin = heard.filter((each) => each.byOrigin).map(({ said }) => said!);
      const expected = byOrigin.at(-1) ?? Math.min(...heard.map(({ said }) => said!));
      const age = settled(claims);
      expect(age.confirmed).toBe(byOrigin.length > 0);
      expect(age.createdAt).toBe(Number.isFinite(expected) ? expected : null);
    }),
  );
});

test('claims may come twice, third parties’ ones at any time', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 8 }), fc.nat(8), (claims, cut) => {
      const others = claims.filter(({ byOrigin }) => !byOrigin);
      const again = [...claims.slice(0, cut), ...others, ...claims.slice(cut), ...others];
      expect(settled(again)).toEqual(settled(claims));
    }),
  );
});

function settled(claims: readonly { said: number | null; byOrigin: boolean }[]): KnownAge {
  let age: KnownAge = { createdAt: null, confirmed: false };
  for (const { said, byOrigin } of claims) age = settleAge(age, said, byOrigin);
  return age;
}
