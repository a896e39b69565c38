import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkedIrcd } from '../../src/adapter/dialect.ts';
import type { Plan } from '../../src/adapter/plan.ts';
import { planUpdate } from '../../src/adapter/plan-update.ts';
import { newShadowChannel, type ShadowChannel, setField } from '../../src/adapter/shadow-channel.ts';
import { channelKey } from '../../src/core/casemapping.ts';
import { checkField, type Field, type FieldKey, fieldKey, isSet } from '../../src/core/field.ts';
import { type IrcText, limits } from '../../src/core/irc-text.ts';
import { realIrcd as realHybrid } from '../unit/adapter/hybrid/real-ircd.ts';
import { realIrcd as realInspircd } from '../unit/adapter/inspircd/real-ircd.ts';
import { realIrcd as realNgircd } from '../unit/adapter/ngircd/real-ircd.ts';
import { arbitraryChannelName, arbitraryField } from './arbitraries.ts';

const NOW = 1795335000;

const name = fc.oneof(
  arbitraryChannelName,
  fc.integer({ min: 1, max: 60 }).map((length) => `#${'n'.repeat(length)}` as IrcText),
);
const fields = fc.array(
  fc.tuple(arbitraryField, fc.nat(limits.topicBytes)).map(([field, bytes]) => lengthened(field, bytes)),
  { maxLength: 20 },
);

// An ircd that cannot take one value must not go without all others of the update.
describe.each([
  ['InspIRCd', realInspircd, 8192],
  ['ngIRCd', realNgircd, 512],
  ['ircd-hybrid', realHybrid, 512],
] as const)('what %s is written', (_title, realIrcd, bytesMax) => {
  it('can be written, whatever fields are wanted', () => {
    fc.assert(
      fc.property(name, fields, fields, (of, first, second) => {
        const ircd = realIrcd();
        const made = planned(ircd, of, first, null);
        const shown = made.refusal === null ? channelOf(of, made) : null;
        const changed = planned(ircd, of, second, shown);
        for (const line of [...made.lines, ...changed.lines])
          expect(line.length + 2).toBeLessThanOrEqual(bytesMax);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Ended by so many bytes more, as far as its kind allows. */
function lengthened(field: Field, bytes: number): Field {
  const grown = (text: IrcText, bytesMax: number) =>
    (text + 'x'.repeat(Math.min(bytes, bytesMax - text.length))) as IrcText;
  return [withText(field, grown), field].find((each) => 'field' in checkField(each))!;
}

function withText(field: Field, grown: (text: IrcText, bytesMax: number) => IrcText): Field {
  if (field.kind === 'entry') return { ...field, mask: grown(field.mask, limits.maskBytes) };
  if (field.kind === 'join-key' && field.value !== null)
    return { ...field, value: grown(field.value, limits.joinKeyBytes) };
  if (field.kind !== 'topic' || field.value === null) return field;
  const { text, setter, setAt } = field.value;
  const long = { text: grown(text, limits.topicBytes), setter: grown(setter, limits.setterBytes), setAt };
  return { kind: 'topic', value: long };
}

function planned(
  ircd: LinkedIrcd,
  of: IrcText,
  wanted: readonly Field[],
  channel: ShadowChannel | null,
): Plan {
  const keyed = new Map<FieldKey, Field>(
    wanted.filter(isSet).map((field) => [fieldKey('ascii', field), field]),
  );
  return planUpdate(ircd, { name: of, wanted: keyed, channel, untouchable: new Set(), now: NOW });
}

/** The channel after the plan's lines. */
function channelOf(of: IrcText, { written, creates }: Plan): ShadowChannel {
  const channel = newShadowChannel(channelKey('ascii', of), of, creates!.createdAt);
  for (const [key, field] of written) setField(channel, key, field);
  return channel;
}
