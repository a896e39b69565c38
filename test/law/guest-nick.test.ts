import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guestNick } from '../../src/adapter/guest-nick.ts';
import { nickKey } from '../../src/core/member.ts';

const forbidden = /[^A-Za-z0-9[\]\\`_^{|}-]/;
const nick = fc.string({ unit: fc.constantFrom(...'aAbB[{09-_^~/.\xe9'), minLength: 1, maxLength: 40 });
const request = fc.record({
  casemapping: fc.constantFrom('ascii' as const, 'rfc1459' as const),
  rules: fc.record({
    bytesMax: fc.integer({ min: 9, max: 31 }),
    forbidden: fc.constant(forbidden),
    isSuffixDue: fc.boolean(),
  }),
  suffix: fc.constantFrom('|net', '|srv', '_'),
  nick,
  server: fc.constantFrom('a.test', 'b.test'),
  needsSuffix: fc.boolean(),
});

it('a guest has a nick that the ircd takes and nobody has, its own or with the suffix, and always the same', () => {
  fc.assert(
    fc.property(request, fc.array(nick, { maxLength: 8 }), fc.nat(3), (asked, others, refusals) => {
      const taken = new Set(others.map((other) => nickKey(asked.casemapping, other)));
      const ask = () => guestNick({ ...asked, isTaken: (key) => taken.has(key) });
      // Each nick that it is given is taken by somebody else the next time.
      for (let n = 0; n < refusals; n++) taken.add(nickKey(asked.casemapping, ask()!));
      const given = ask()!;
      expect(given.length).toBeLessThanOrEqual(asked.rules.bytesMax);
      expect(given).not.toMatch(forbidden);
      expect(given).not.toMatch(/^[0-9-]/);
      expect(taken.has(nickKey(asked.casemapping, given))).toBe(false);
      expect(ask()).toBe(given);
      if (given !== asked.nick) expect(given.endsWith(asked.suffix)).toBe(true);
      else expect(asked.needsSuffix || asked.rules.isSuffixDue).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

it('keeps its own nick where that is possible', () => {
  fc.assert(
    fc.property(request, (asked) => {
      const isFit =
        asked.nick.length <= asked.rules.bytesMax &&
        !forbidden.test(asked.nick) &&
        !/^[0-9-]/.test(asked.nick);
      const isOwn = isFit && !asked.needsSuffix && !asked.rules.isSuffixDue;
      expect(guestNick({ ...asked, isTaken: () => false }) === asked.nick).toBe(isOwn);
    }),
    { numRuns: 1000 },
  );
});

it('never is what services are called', () => {
  const rules = { bytesMax: 30, forbidden, isSuffixDue: false };
  const asked = { casemapping: 'ascii', rules, suffix: '|net', server: 'a', needsSuffix: false } as const;
  expect(guestNick({ ...asked, nick: 'NickServ', isTaken: () => false })).toBe('NickServ|net');
});

it('is none where everything is taken', () => {
  fc.assert(
    fc.property(request, (asked) => {
      expect(guestNick({ ...asked, isTaken: () => true })).toBeNull();
    }),
  );
});
