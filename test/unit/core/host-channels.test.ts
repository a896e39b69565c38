import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import { type ChannelDocument, join, newDocument, setFields } from '../../../src/core/document.ts';
import { DocumentPacking } from '../../../src/core/document-packing.ts';
import { type Field, fieldKey } from '../../../src/core/field.ts';
import { differences, type HostChannel } from '../../../src/core/host-channel.ts';
import { HostChannels } from '../../../src/core/host-channels.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { registerCodec } from '../../../src/wire/register-text.ts';
import { arbitraryPart } from '../../law/arbitraries.ts';
import { at, b, channelId, flag } from '../../support/replica-fixture.ts';

const casemapping = 'rfc1459';
const codec = registerCodec(casemapping);
const key = '#a' as ChannelKey;

test('what is packed comes back as it was, be it the document or something else', () => {
  const parts = fc.tuple(arbitraryPart(casemapping), arbitraryPart(casemapping), fc.boolean());
  fc.assert(
    fc.property(parts, fc.constantFrom('#a', '#A'), ([part, other, isWhole], name) => {
      const document = newDocument(part);
      join(document, part);
      new DocumentPacking(codec).pack(document);
      const shown = setFields(isWhole ? part : other);
      const channel = channelOf({ name: name as IrcText, id: document.id, shown });
      const channels = packing(() => document);
      channels.set(key, channel);
      channels.pack(key);
      expect(channels.get(key)).toEqual(channel);
      expect(channels.get(key)).not.toBe(channels.get(key));
      expect([...channels]).toEqual([[key, channel]]);
      expect([...channels.ids()]).toEqual([document.id]);
    }),
  );
});

test('what shows all of its document is not written out', () => {
  const [part] = fc.sample(arbitraryPart(casemapping), 1);
  const document = newDocument(part!);
  join(document, part!);
  new DocumentPacking(codec).pack(document);
  const never = () => {
    throw new Error('written out');
  };
  const channels = new HostChannels();
  channels.packWith({ ...codec, encode: never }, () => document);
  const { name, id } = document;
  channels.set(key, channelOf({ name, id, shown: setFields(document) }));
  channels.pack(key);
  expect(channels.get(key)!.shown).toEqual(setFields(document));
});

test('what an update is under way for, or what stands for something else, is left as it is', () => {
  const offer = { offered: { createdAt: 0, fields: new Map() } };
  const wanted = { kind: 'limit' as const, value: 5 };
  const substitute = { wanted, shown: null, shownKey: null, reason: 'no limits here' };
  for (const more of [offer, { substitutes: new Map([['limit' as never, substitute]]) }]) {
    const channel = channelOf(more);
    const channels = packing();
    channels.set(key, channel);
    channels.pack(key);
    expect(channels.get(key)).toBe(channel);
  }
});

describe('a channel that shows its document', () => {
  const document = newDocument({
    id: channelId(9),
    name: '#a' as IrcText,
    origin: b,
    createdAt: 1,
    splitBorn: false,
  });
  const write = (...fields: Field[]) => {
    for (const field of fields) {
      document.setRegister(fieldKey(casemapping, field), { field, stamp: at(0, b) });
    }
    new DocumentPacking(codec).pack(document);
  };

  test('is a reference to it, until the document changes: then it is what it was', () => {
    write(flag('secret'));
    const channels = packing();
    expect(channels.setAsDocument(key, document, 7)).toBe(true);
    expect(channels.asDocument(key)).toEqual({ id: document.id, createdAt: 7, isLeaving: false });
    expect(channels.outgrown(key, document)).toBe(false);
    write(flag('moderated'));
    expect(channels.outgrown(key, document)).toBe(true);
    expect(channels.asDocument(key)).toBeNull();
    expect([...channels.get(key)!.shown.values()]).toEqual([flag('secret')]);
    expect(channels.outgrown(key, document)).toBe(false);
  });

  test('is read from it as long as it says the same', () => {
    write(flag('secret'));
    const channels = packing(() => document);
    channels.setAsDocument(key, document, 7);
    expect(channels.showsAllOf(key, document)).toBe(true);
    const [register] = document.registers.values();
    expect([...channels.get(key)!.shown.values()][0]).toBe(register!.field);
    write(flag('no-external'));
    expect(channels.showsAllOf(key, document)).toBe(false);
    expect(channels.get(key)!.shown.has(fieldKey(casemapping, flag('no-external')))).toBe(false);
  });

  test('is one still while the host is told to show it no more, with that as what is offered', () => {
    write(flag('secret'));
    const unpacked: string[] = [];
    const channels = new HostChannels();
    const decode: typeof codec.decode = (origin, text) => {
      unpacked.push(text);
      return codec.decode(origin, text);
    };
    channels.packWith({ ...codec, decode }, () => document);
    channels.setAsDocument(key, document, 7);
    expect(channels.leave(key)).toBe('#a');
    expect(channels.showsAllOf(key, document)).toBe(false);
    expect(channels.asDocument(key)).toEqual({ id: document.id, createdAt: 7, isLeaving: true });
    expect(unpacked).toEqual([]);
    const shown = setFields(document);
    const offered = { createdAt: 7, fields: differences(shown, new Map()) };
    expect(channels.get(key)).toMatchObject({ shown, offered });
    expect(offered.fields.get(fieldKey(casemapping, flag('secret')))).toEqual(flag('secret', false));
    write(flag('reop'));
    expect(channels.outgrown(key, document)).toBe(true);
    expect(channels.get(key)).toMatchObject({ shown, offered });
    expect(channels.leave(key)).toBeNull();
    channels.setAsDocument(key, document, 8);
    expect(channels.get(key)!.offered).toBeNull();
  });

  test('has to be one for that', () => {
    const channels = packing();
    expect(channels.leave(key)).toBeNull();
    channels.set(key, channelOf({}));
    expect(channels.leave(key)).toBeNull();
    channels.pack(key);
    expect(channels.leave(key)).toBeNull();
    expect(channels.get(key)!.offered).toBeNull();
  });

  test('is none while nothing can be packed', () => {
    expect(new HostChannels().setAsDocument(key, document, 7)).toBe(false);
    const unpacked = newDocument(document);
    expect(packing().setAsDocument(key, unpacked, 7)).toBe(false);
  });

  test('tells its id without being unpacked', () => {
    write(flag('secret'));
    const channels = new HostChannels();
    const unpacked = () => {
      throw new Error('unpacked');
    };
    channels.packWith({ encode: (part) => codec.encode(part), decode: unpacked }, unpacked);
    channels.setAsDocument(key, document, 7);
    expect(channels.idOf(key)).toBe(document.id);
    expect(() => channels.get(key)).toThrow('unpacked');
  });

  test('and what was offered of one is not to be stored, until it changes', () => {
    const channels = packing();
    const channel = channelOf({ id: document.id, offered: { createdAt: 0, fields: new Map() } });
    channels.setImplied(key, channel);
    expect(channels.get(key)).toBe(channel);
    expect(channels.outgrown(key, document)).toBe(true);
    expect(channels.outgrown(key, document)).toBe(false);
    channels.setImplied(key, channel);
    channels.set(key, channel);
    expect(channels.outgrown(key, document)).toBe(false);
  });
});

function packing(documentOf: () => ChannelDocument | undefined = () => undefined): HostChannels {
  const channels = new HostChannels();
  channels.packWith(codec, documentOf);
  return channels;
}

function channelOf(more: Partial<HostChannel>): HostChannel {
  return {
    name: '#a' as IrcText,
    id: null,
    createdAt: 5,
    shown: new Map(),
    substitutes: new Map(),
    keepsShowing: false,
    offered: null,
    ...more,
  };
}
