import fc from 'fast-check';
import type { Casemapping } from '../../src/core/casemapping.ts';
import { ABSORBED_MAX, type DocumentPart, type Register } from '../../src/core/document.ts';
import type { ExchangeRule } from '../../src/core/exchange-scope.ts';
import { checkField, type Field, fieldKey, LIMIT_MAX, TIME_MAX } from '../../src/core/field.ts';
import { fieldClasses } from '../../src/core/field-class.ts';
import {
  type ChannelId,
  parseChannelName,
  parseServerName,
  type ServerName,
} from '../../src/core/identity.ts';
import { type IrcText, limits } from '../../src/core/irc-text.ts';
import { PIN_NAME, pinField } from '../../src/core/pin.ts';
import { isFloor, type Stamp } from '../../src/core/stamp.ts';
import { missingMax } from '../../src/wire/burst-end-line.ts';
import { type DigestMessage, SALT_MAX } from '../../src/wire/digest-line.ts';
import type { DocumentMessage } from '../../src/wire/document-line.ts';
import { lineProblemCodes } from '../../src/wire/line-problem.ts';
import { quoteList, quoteWord } from '../../src/wire/quote.ts';
import { byeCodes, type ControlMessage, compressions } from '../../src/wire/session-message.ts';

/** What users type to break a protocol. */
const nasty = fc.constantFrom(
  '"',
  '\\',
  '\\"',
  '\\,',
  ',',
  ':',
  ' ',
  '  ',
  '-',
  '+nt',
  '+k',
  '*',
  '=',
  '" KEY x "',
  ' TOPIC "x" y - ',
  'NOTOPIC',
  'STAMPS',
  'BANMASKS "*!*@*"',
  'CBURST #c',
  '\x01',
  '\x02',
  '\x03',
  '\x07',
  '\x7f',
  '\x80',
  '\xa0',
  '\xff',
  '%s',
  'PRIVMSG',
);

const byte = fc
  .integer({ min: 1, max: 255 })
  .map((code) => (code === 10 || code === 13 ? 'a' : String.fromCharCode(code)));

const printable = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));

/** Free text of at most `bytesMax` bytes: everything that an ircd may carry. */
export function arbitraryText(bytesMax: number): fc.Arbitrary<IrcText> {
  return fc
    .array(fc.oneof(nasty, byte, printable), { maxLength: 24 })
    .map((pieces) => pieces.join('').slice(0, bytesMax) as IrcText);
}

/** A word of 1 to `bytesMax` bytes. */
export function arbitraryWord(bytesMax: number): fc.Arbitrary<IrcText> {
  return arbitraryText(bytesMax).map(
    (text) => (text.replaceAll(' ', '').replace(/^:+/, '') || 'x') as IrcText,
  );
}

/** Few names, so that they meet; and some of any form. */
export const arbitraryServerName: fc.Arbitrary<ServerName> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constantFrom('a.example', 'b.example', 'c.example') },
    fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,20}[A-Za-z0-9])?(\.[a-z0-9]{1,8}){0,3}$/),
  )
  .map((name) => parseServerName(name)!);

export const arbitraryChannelId = fc.uuid().map((id) => id as ChannelId);

export const arbitraryChannelName: fc.Arbitrary<IrcText> = fc
  .tuple(fc.constantFrom('#', '#', '#', '+', '!'), arbitraryWord(limits.channelNameBytes - 1))
  .map(([prefix, rest]) => parseChannelName(prefix + rest.replaceAll(/[,\x07]/g, ''))!);

export const arbitraryStamp: fc.Arbitrary<Stamp> = fc.record({
  ms: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 48 - 1 })),
  counter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  server: arbitraryServerName,
});

const modeName = fc.oneof(
  fc.constantFrom('moderated', 'no-external', 'secret', 'topic-protected', 'reop', 'no-ctcp', 'permanent'),
  fc.constantFrom('letter-x', 'letter-upper-x', 'letter-n', 'letter-b', 'letter-upper-c', 'a', 'block-color'),
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/),
);

const mark = fc.record({
  setter: fc.oneof(
    fc.constant('' as IrcText),
    fc.constant('-' as IrcText),
    arbitraryWord(limits.setterBytes),
  ),
  setAt: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: TIME_MAX })),
});

/** Any field within the limits, its mask completed. */
export const arbitraryField: fc.Arbitrary<Field> = fc
  .oneof(
    fc.record({
      kind: fc.constant('topic'),
      value: fc.option(
        fc.tuple(arbitraryText(limits.topicBytes), mark).map(([text, by]) => ({ text, ...by })),
      ),
    }),
    fc.record({ kind: fc.constant('flag'), name: modeName, set: fc.boolean() }),
    fc.record({ kind: fc.constant('join-key'), value: fc.option(arbitraryWord(limits.joinKeyBytes)) }),
    fc.record({ kind: fc.constant('limit'), value: fc.option(fc.integer({ min: 1, max: LIMIT_MAX })) }),
    fc.record({
      kind: fc.constant('parameter'),
      name: modeName,
      value: fc.option(arbitraryWord(limits.parameterBytes)),
    }),
    fc.record({
      kind: fc.constant('metadata'),
      name: fc
        .oneof(modeName, fc.stringMatching(/^[a-z0-9][a-z0-9._-]{3,12}$/))
        .filter((it) => it !== PIN_NAME),
      value: fc.option(arbitraryText(limits.metadataBytes)),
    }),
    fc.array(arbitraryServerName, { maxLength: 3 }).map((names) => pinField(names.length > 0 ? names : null)),
    fc.record({
      kind: fc.constant('entry'),
      list: fc.oneof(fc.constantFrom('ban', 'except', 'invite', 'quiet'), modeName),
      mask: arbitraryWord(limits.maskBytes - 4),
      value: fc.option(mark),
    }),
  )
  .map((field: Field) => {
    const checked = checkField(field);
    if ('problem' in checked) throw new Error(`the generator made a bad field: ${checked.problem}`);
    return checked.field;
  });

export const arbitraryRegister: fc.Arbitrary<Register> = fc.record({
  field: arbitraryField,
  stamp: arbitraryStamp,
});

export const arbitraryCreatedAt = fc.option(
  fc.oneof(
    fc.integer({ min: 0, max: TIME_MAX }).map((seconds) => seconds * 1000),
    fc.integer({ min: 0, max: TIME_MAX * 1000 + 999 }),
  ),
);

/** The words that a parameter of a later version may have as its value, as they stand in the line. */
const token = fc.oneof(
  arbitraryWord(100).map(quoteWord),
  fc.array(arbitraryText(30), { minLength: 2, maxLength: 5 }).map(quoteList),
);

const unknown = fc
  .array(fc.tuple(fc.stringMatching(/^X[A-Z0-9-]{0,8}$/), token), { maxLength: 4 })
  .map((pairs) => new Map(pairs));

const arbitraryAbsorbed: fc.Arbitrary<ReadonlySet<ChannelId>> = fc
  .oneof(fc.constant([]), fc.array(arbitraryChannelId, { maxLength: ABSORBED_MAX, size: 'max' }))
  .map((ids) => new Set(ids));

/** A part with any registers. */
export function arbitraryPart(
  casemapping: Casemapping,
  options: { maxRegisters?: number } = {},
): fc.Arbitrary<DocumentPart> {
  return fc
    .record({
      id: arbitraryChannelId,
      name: arbitraryChannelName,
      origin: arbitraryServerName,
      createdAt: arbitraryCreatedAt,
      splitBorn: fc.boolean(),
      written: fc.boolean(),
      absorbed: arbitraryAbsorbed,
      registers: fc.array(arbitraryRegister, {
        maxLength: options.maxRegisters ?? 12,
        size: 'max',
      }),
      unknown,
    })
    .map(({ registers, written, ...part }) => {
      const keyed = new Map(registers.map((register) => [fieldKey(casemapping, register.field), register]));
      const stamped = keyed.values().some(({ stamp }) => !isFloor(stamp));
      return { ...part, written: written || stamped, registers: keyed };
    });
}

export function arbitraryDocumentMessage(
  casemapping: Casemapping,
  options: { maxRegisters?: number } = {},
): fc.Arbitrary<DocumentMessage> {
  return fc.record({
    part: arbitraryPart(casemapping, options),
    members: fc.option(fc.integer({ min: 0, max: 4294967295 })),
  });
}

const bits = (count: number) =>
  fc.oneof(
    fc.constant(0),
    fc.maxSafeNat().map((n) => n % 2 ** count),
  );
const leaf = fc.record({ tag: bits(18), digest: bits(48) });

/** Lines of a digest exchange, with few numbers of rounds, so that they meet. */
export const arbitraryDigestMessage: fc.Arbitrary<DigestMessage> = fc
  .oneof(
    fc.record({ verb: fc.constant('DIGEST'), salt: fc.integer({ min: 0, max: SALT_MAX }), root: bits(48) }),
    fc.record({
      verb: fc.constant('SUMS'),
      nodes: fc.array(
        fc.oneof(
          fc.record({
            kind: fc.constant('sums'),
            sums: fc.array(bits(36), { minLength: 3, maxLength: 3 }),
          }),
          fc.record({ kind: fc.constant('leaves'), leaves: fc.array(leaf, { maxLength: 5 }) }),
        ),
        { minLength: 1, maxLength: 8 },
      ),
    }),
    fc.record({ verb: fc.constant('DIFFER'), marks: fc.option(fc.stringMatching(/^[0-4f]{0,12}$/)) }),
  )
  .chain((message) => fc.nat(3).map((round) => ({ ...message, round })));

const whole = fc.maxSafeNat();
const prose = fc.string({ unit: 'grapheme-ascii', maxLength: 80 });

const policy = fc.oneof(
  fc.constantFrom('local', 'oldest', 'merge'),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/),
);

/** Groups of globs, parted by empty items; one empty item alone stands for no list. */
const globs = fc
  .array(fc.oneof(fc.constant('' as IrcText), arbitraryChannelName, arbitraryWord(20)), { maxLength: 9 })
  .filter((items) => items.length !== 1 || items[0] !== '');

const glob = fc
  .tuple(fc.constantFrom('#', '#', '+', '*', '?'), fc.stringMatching(/^[a-cA-C[{*?]{0,4}$/))
  .map(([head, rest]) => (head + rest) as IrcText);

/** Globs of few letters, so that they match. */
export const arbitraryExchangeRule: fc.Arbitrary<ExchangeRule> = fc.record({
  channels: fc.oneof(fc.constant(['*' as IrcText]), fc.array(glob, { maxLength: 3 })),
  except: fc.array(glob, { maxLength: 2 }),
  fields: fc.oneof(fc.constant(fieldClasses), fc.subarray([...fieldClasses])),
});

/** Servers, and what is kept from them. */
const relayItems = fc.uniqueArray(arbitraryServerName, { maxLength: 4 }).chain((servers) =>
  fc
    .array(fc.subarray([...fieldClasses, '#a*', '-#b?', '-*']), {
      minLength: servers.length,
      maxLength: servers.length,
    })
    .map((rules) => servers.flatMap((server, nth) => [`@${server}`, ...rules[nth]!])),
);

/** Every message of a session but CBURST. */
export const arbitraryControlMessage: fc.Arbitrary<ControlMessage> = fc.oneof(
  fc.record({
    verb: fc.constant('HELLO'),
    version: fc.nat(65535),
    server: arbitraryServerName,
    casemapping: fc.constantFrom('ascii', 'rfc1459', 'rfc1459-strict'),
    epoch: fc.uuid(),
    software: prose,
    capabilities: fc.array(modeName, { maxLength: 6 }),
    peers: fc.array(arbitraryServerName, { maxLength: 6 }),
    run: fc.option(fc.uuid()),
    time: fc.option(whole),
    conflicts: fc.option(
      fc.record({
        policy,
        overrides: fc.array(fc.tuple(arbitraryChannelName, policy)).map((all) => new Map(all)),
      }),
    ),
    channels: fc.option(globs),
    fields: fc.option(fc.array(modeName, { maxLength: 6 })),
    relay: relayItems,
    have: fc.array(
      fc.record({ burstType: fc.stringMatching(/^[A-Z]{1,16}$/), run: fc.uuid(), sequence: whole }),
      { maxLength: 4 },
    ),
  }),
  fc.record({ verb: fc.constant('RESUME'), epoch: fc.option(fc.uuid()), sequence: whole }),
  fc.record({ verb: fc.constant('BURST'), mode: fc.constantFrom('full', 'resume'), sequence: whole }),
  fc.record({ verb: fc.constant('PAGE'), number: whole, lines: whole, sequence: fc.option(whole) }),
  fc.record({ verb: fc.constant('ACK'), number: whole }),
  fc.record({
    verb: fc.constant('EOB'),
    documents: whole,
    ids: fc.option(fc.stringMatching(/^[0-9a-f]{16}$/)),
    missing: fc.array(arbitraryChannelId, { maxLength: missingMax }),
  }),
  fc.record({ verb: fc.constant('MESH'), servers: fc.array(arbitraryServerName, { maxLength: 6 }) }),
  fc.record({ verb: fc.constant('COMPRESS'), algorithm: fc.constantFrom(...compressions) }),
  fc.record({
    verb: fc.constant('NAK'),
    page: whole,
    line: whole,
    code: fc.constantFrom(...lineProblemCodes),
    reason: prose,
    channelId: fc.option(arbitraryChannelId),
  }),
  arbitraryDigestMessage,
  fc.record({ verb: fc.constant('REQUEST'), channelId: fc.option(arbitraryChannelId) }),
  fc.record({ verb: fc.constantFrom('PING', 'PONG'), token: arbitraryText(64) }),
  fc.record({ verb: fc.constant('BYE'), code: fc.constantFrom(...byeCodes), reason: prose }),
);
