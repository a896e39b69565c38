import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelKey } from '../../src/core/casemapping.ts';
import { type ChannelDocument, type DocumentPart, join, newDocument } from '../../src/core/document.ts';
import { ExchangePolicy, type PeerRules } from '../../src/core/exchange-policy.ts';
import {
  admitsChannel,
  decodeScope,
  type ExchangeRule,
  encodeScope,
  intersectScopes,
  ruleScope,
} from '../../src/core/exchange-scope.ts';
import { fieldClass, fieldClasses } from '../../src/core/field-class.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { arbitraryChannelName, arbitraryExchangeRule, arbitraryPart } from './arbitraries.ts';

const casemapping = 'rfc1459';
const peer = 'p.example' as ServerName;

const peerRules: fc.Arbitrary<PeerRules> = fc.record({
  import: arbitraryExchangeRule,
  export: arbitraryExchangeRule,
});
const rulesOfAuthors = fc.dictionary(fc.constantFrom('a.example', 'b.example'), peerRules);
const name = fc.oneof(
  arbitraryChannelName,
  fc.stringMatching(/^[#+][a-cA-C[{]{0,4}$/).map((text) => text as IrcText),
);

const parts = fc
  .array(arbitraryPart(casemapping), { minLength: 1, maxLength: 4 })
  .map(([first, ...rest]) => [first!, ...rest.map((each) => ({ ...first!, ...withoutIdentity(each) }))]);

test('filtering by class commutes with joining', () => {
  let refusals = 0;
  fc.assert(
    fc.property(parts, name, peerRules, (given, channel, rules) => {
      const policy = policyOf({ [peer]: rules });
      const named = given.map((each) => ({ ...each, name: channel }));
      const whole = policy.incoming(peer, joined(named));
      const pieces = named.map((each) => policy.incoming(peer, each));
      if (whole === null) {
        expect(pieces.every((each) => each === null)).toBe(true);
        return;
      }
      if (whole.refused.length > 0) refusals++;
      expect(joined(pieces.map((each) => each!.part))).toEqual(joined([whole.part]));
      const sent = policy.outgoing(peer, joined(named));
      const sentPieces = named.map((each) => policy.outgoing(peer, each));
      if (sent === null) expect(sentPieces.every((each) => each === null)).toBe(true);
      else expect(joined(sentPieces as DocumentPart[])).toEqual(joined([sent]));
    }),
  );
  expect(refusals).toBeGreaterThan(0);
});

test('every register is let in or named as refused, by the rules of who delivers and who stamped', () => {
  fc.assert(
    fc.property(parts, name, peerRules, rulesOfAuthors, ([given], channel, ofPeer, ofAuthors) => {
      const rules: Record<string, PeerRules> = { ...ofAuthors, [peer]: ofPeer };
      const one = { ...given!, name: channel };
      const imported = policyOf(rules).incoming(peer, one);
      if (imported === null) {
        expect(lets(ofPeer.import, channel)).toBe(false);
        return;
      }
      for (const [key, { field, stamp }] of one.registers) {
        const authors = rules[stamp.server]?.import;
        const passes =
          ofPeer.import.fields.includes(fieldClass(field)) &&
          (authors === undefined || (authors.fields.includes(fieldClass(field)) && lets(authors, channel)));
        expect([imported.part.registers.has(key), imported.refused.includes(key)]).toEqual([passes, !passes]);
      }
    }),
  );
});

test('what was let in is let in again', () => {
  fc.assert(
    fc.property(parts, peerRules, rulesOfAuthors, ([given], ofPeer, ofAuthors) => {
      const policy = policyOf({ ...ofAuthors, [peer]: ofPeer });
      const once = policy.incoming(peer, given!);
      if (once !== null) expect(policy.incoming(peer, once.part)).toEqual({ part: once.part, refused: [] });
    }),
  );
});

test('a scope survives as words, and an intersection lets through what both do', () => {
  fc.assert(
    fc.property(arbitraryExchangeRule, arbitraryExchangeRule, name, (one, other, channel) => {
      const both = intersectScopes(ruleScope(casemapping, one), ruleScope(casemapping, other));
      const decoded = decodeScope(casemapping, encodeScope(both));
      if ('problem' in decoded) throw new Error(decoded.problem);
      expect(encodeScope(decoded.scope)).toEqual(encodeScope(both));
      const key = channelKey(casemapping, channel);
      const passes = lets(one, channel) && lets(other, channel);
      for (const scope of [both, decoded.scope]) expect(admitsChannel(scope, key)).toBe(passes);
      for (const each of fieldClasses)
        expect(decoded.scope.classes.has(each)).toBe(
          one.fields.includes(each) && other.fields.includes(each),
        );
    }),
  );
});

/** The rule's meaning, said in another way. */
function lets({ channels, except }: ExchangeRule, channel: IrcText): boolean {
  const key = channelKey(casemapping, channel);
  const matches = (each: IrcText) => {
    const pattern = channelKey(casemapping, each)
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]');
    return new RegExp(`^${pattern}$`).test(key);
  };
  return channels.some(matches) && !except.some(matches);
}

function policyOf(rules: Record<string, PeerRules>): ExchangePolicy {
  return new ExchangePolicy({
    casemapping,
    rules: new Map(Object.entries(rules).map(([server, each]) => [server as ServerName, each])),
  });
}

function withoutIdentity({ registers, unknown }: DocumentPart) {
  return { registers, unknown };
}

function joined(given: readonly DocumentPart[]): ChannelDocument {
  const document = newDocument({ ...given[0]!, createdAt: null, splitBorn: false });
  for (const part of given) join(document, part);
  return document;
}
