import { expect, test } from 'vitest';
import type { Field, FieldKey } from '../../../src/core/field.ts';
import { fieldKey } from '../../../src/core/field.ts';
import type { HostChannel } from '../../../src/core/host-channel.ts';
import { ircBytes } from '../../../src/core/irc-text.ts';
import {
  decodeHostChannel,
  decodeShownDocument,
  encodeHostChannel,
  encodeShownDocument,
} from '../../../src/store/host-channel-record.ts';
import { ban, channelId, flag, name, noBan, topic } from '../../support/replica-fixture.ts';

const casemapping = 'rfc1459';

const channel: HostChannel = {
  name,
  id: channelId(1),
  createdAt: 1_700_000_000,
  shown: keyed([ban('lo!*@*', 5), topic('t\xff"\\', 7)]),
  substitutes: new Map([
    [
      keyOf(ban('long!*@*')),
      { wanted: ban('long!*@*'), shown: ban('lo!*@*', 5), shownKey: keyOf(ban('lo!*@*')), reason: 'cut' },
    ],
    [keyOf(flag('secret')), { wanted: flag('secret'), shown: null, shownKey: null, reason: 'not here' }],
  ]),
  keepsShowing: true,
  offered: { createdAt: 0, fields: keyed([noBan('x!*@*'), flag('moderated', false)]) },
};

test('a host’s channel survives', () => {
  expect(decode(encodeHostChannel(channel))).toEqual({ channel });
  const bare = {
    ...channel,
    id: null,
    offered: null,
    shown: new Map(),
    substitutes: new Map(),
    keepsShowing: false,
  };
  expect(decode(encodeHostChannel(bare))).toEqual({ channel: bare });
  const missing = { ...bare, missing: 'a name that is forbidden' };
  expect(decode(encodeHostChannel(missing))).toEqual({ channel: missing });
  const made = { ...bare, isNew: true };
  expect(decode(encodeHostChannel(made))).toEqual({ channel: made });
});

test('a record that makes no sense is a problem', () => {
  const text = Buffer.from(encodeHostChannel(channel)).toString('latin1');
  expect(decode(ircBytes(text.slice(0, -1)))).toHaveProperty('problem');
  expect(decode(ircBytes(text.replace(channelId(1), 'x')))).toEqual({ problem: 'the id is no UUID' });
  expect(decode(ircBytes(text.replaceAll('lo!*@*', 'lo !*@*')))).toHaveProperty('problem');
  const missing = Buffer.from(encodeHostChannel({ ...channel, missing: 'why' })).toString('latin1');
  expect(decode(ircBytes(missing.replace('"why"', '7')))).toHaveProperty('problem');
  const made = Buffer.from(encodeHostChannel({ ...channel, isNew: true })).toString('latin1');
  expect(decode(ircBytes(made.replace('"isNew":true', '"isNew":1')))).toHaveProperty('problem');
  expect(decode(ircBytes('[]'))).toHaveProperty('problem');
});

test('a reference to a document survives, and nothing else is one', () => {
  for (const isLeaving of [false, true]) {
    const reference = { id: channelId(1), createdAt: 7, isLeaving };
    expect(decodeShownDocument(encodeShownDocument(reference))).toEqual(reference);
  }
  expect(decodeShownDocument(encodeHostChannel(channel))).toBeNull();
  expect(decodeShownDocument(ircBytes('{"showsDocument":"x","createdAt":7}'))).toBeNull();
  expect(decodeShownDocument(ircBytes('{'))).toBeNull();
});

function decode(value: Uint8Array) {
  return decodeHostChannel(value, casemapping);
}

function keyOf(field: Field): FieldKey {
  return fieldKey(casemapping, field);
}

function keyed(fields: readonly Field[]): Map<FieldKey, Field> {
  return new Map(fields.map((field) => [keyOf(field), field]));
}
