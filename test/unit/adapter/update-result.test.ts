import { describe, expect, it } from 'vitest';
import { newShadowChannel, type ShadowChannel } from '../../../src/adapter/shadow-channel.ts';
import { type AppliedUpdate, updateResult } from '../../../src/adapter/update-result.ts';
import { channelKey } from '../../../src/core/casemapping.ts';
import { type Field, type FieldKey, fieldKey } from '../../../src/core/field.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';

describe('updateResult', () => {
  it('names everything that the ircd shows otherwise', () => {
    const result = updateResult(update([limit(9), flag('private')]), channel(limit(5), flag('secret')));
    expect(result).toEqual({
      number: 1,
      name: '#c',
      status: 'refused',
      createdAt: 1000,
      deviations: [
        { wanted: limit(9), shown: limit(5), reason: 'the ircd shows it so' },
        { wanted: flag('private'), shown: null, reason: 'the ircd did not take it' },
        { wanted: { ...flag('secret'), set: false }, shown: flag('secret'), reason: 'the ircd shows it so' },
      ],
    });
  });

  it('is as bad as the worst of it', () => {
    expect(updateResult(update([limit(5)]), channel(limit(5))).status).toBe('applied');
    expect(updateResult(update([limit(9)]), channel(limit(5))).status).toBe('truncated');
    expect(updateResult(update([limit(9)]), null)).toMatchObject({ status: 'refused', createdAt: 0 });
    expect(updateResult(update([]), channel())).toMatchObject({ status: 'applied' });
    expect(updateResult({ ...update([limit(9)]), observe: true }, null)).toMatchObject({
      status: 'observed',
      deviations: [{ wanted: limit(9), shown: null, reason: 'the adapter only observes' }],
    });
  });

  it('takes the reasons of the plan', () => {
    const reasons = new Map([[keyOf(limit(9)), { text: 'because', status: 'refused' as const }]]);
    expect(updateResult({ ...update([limit(9)]), reasons }, channel(limit(5)))).toMatchObject({
      status: 'refused',
      deviations: [{ reason: 'because' }],
    });
  });

  it('says why there is no channel, also where no field could', () => {
    const refusal = { text: 'a name that is forbidden', status: 'refused' as const };
    expect(updateResult({ ...update([]), refusal }, null)).toEqual({
      number: 1,
      name: '#c',
      status: 'refused',
      createdAt: 0,
      deviations: [],
      missing: 'a name that is forbidden',
    });
    expect(updateResult(update([]), null)).toMatchObject({ missing: 'the ircd does not have the channel' });
    expect(updateResult(update([]), channel())).not.toHaveProperty('missing');
    expect(updateResult(update(null), null)).not.toHaveProperty('missing');
  });

  it('compares entries by mask, not by who set them', () => {
    const shown = { ...ban('a!*@*'), value: { setter: 'y' as IrcText, setAt: 9 } } as Field;
    expect(updateResult(update([ban('a!*@*')]), channel(shown)).deviations).toEqual([]);
  });

  it('names an altered entry once, as what stands for the wanted one', () => {
    const [wanted, shown] = [ban('odd!*@*'), ban('odd!*@x')];
    const altered = new Map([[keyOf(wanted), shown]]);
    expect(updateResult({ ...update([wanted]), altered }, channel(shown)).deviations).toEqual([
      { wanted, shown, reason: 'the ircd shows it so' },
    ]);
  });

  it('of a removal says whether the channel is still there', () => {
    expect(updateResult(update(null), null)).toMatchObject({ status: 'applied', createdAt: 0 });
    expect(updateResult(update(null), channel(limit(5)))).toMatchObject({
      status: 'refused',
      deviations: [],
      createdAt: 1000,
    });
  });
});

function update(fields: readonly Field[] | null): AppliedUpdate {
  const wanted = fields && new Map(fields.map((field) => [keyOf(field), field]));
  const nothingElse = { reasons: new Map(), refusal: null, altered: new Map(), observe: false };
  return { number: 1, name: '#c' as IrcText, wanted, ...nothingElse };
}

function channel(...fields: Field[]): ShadowChannel {
  const made = newShadowChannel(channelKey('ascii', '#c'), '#c' as IrcText, 1000);
  for (const field of fields) made.fields.set(keyOf(field), field);
  return made;
}

function keyOf(field: Field): FieldKey {
  return fieldKey('ascii', field);
}

function flag(name: string): Extract<Field, { kind: 'flag' }> {
  return { kind: 'flag', name, set: true };
}

function limit(value: number): Field {
  return { kind: 'limit', value };
}

function ban(mask: string): Field {
  return { kind: 'entry', list: 'ban', mask: mask as IrcText, value: { setter: 'x' as IrcText, setAt: 1 } };
}
