import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelKey } from '../../../src/core/casemapping.ts';
import { join, newDocument, setFields } from '../../../src/core/document.ts';
import { DocumentPacking } from '../../../src/core/document-packing.ts';
import type { HostChannel } from '../../../src/core/host-channel.ts';
import { HostChannels } from '../../../src/core/host-channels.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';
import { registerCodec } from '../../../src/wire/register-text.ts';
import { arbitraryPart } from '../../law/arbitraries.ts';

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
      const channels = new HostChannels();
      channels.set(key, channel);
      channels.pack(key, codec, () => document);
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
  const channels = new HostChannels();
  channels.set(key, channelOf({ id: document.id, shown: setFields(document) }));
  const never = () => {
    throw new Error('written out');
  };
  channels.pack(key, { ...codec, encode: never }, () => document);
  expect(channels.get(key)!.shown).toEqual(setFields(document));
});

test('what an update is under way for, or what stands for something else, is left as it is', () => {
  const offer = { offered: { createdAt: 0, fields: new Map() } };
  const wanted = { kind: 'limit' as const, value: 5 };
  const substitute = { wanted, shown: null, shownKey: null, reason: 'no limits here' };
  for (const more of [offer, { substitutes: new Map([['limit' as never, substitute]]) }]) {
    const channel = channelOf(more);
    const channels = new HostChannels();
    channels.set(key, channel);
    channels.pack(key, codec, () => undefined);
    expect(channels.get(key)).toBe(channel);
  }
});

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
