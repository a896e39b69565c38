import type { DocumentPart } from '../../src/core/document.ts';
import { type Field, fieldKey } from '../../src/core/field.ts';
import { parseChannelId, parseServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { encodeDocument } from '../../src/wire/document-line.ts';
import { lineBytesMax } from '../../src/wire/line-bytes.ts';
import { wholeForm } from '../../src/wire/line-form.ts';
import { channelFacts, topicOf } from './data-set.ts';

const origin = parseServerName('a.bench')!;

/** The channel as a replica holds it; `change`: which topic it has, by a later stamp. */
export function documentOf(index: number, change = 0): DocumentPart {
  const { name, createdAt, setter, setAt, bans, guard } = channelFacts(index);
  const at = { setter: setter as IrcText, setAt };
  const topic = { text: topicOf(index, change) as IrcText, ...at };
  const fields: Field[] = [
    { kind: 'topic', value: topic },
    { kind: 'flag', name: 'no-external', set: true },
    { kind: 'flag', name: 'topic-protected', set: true },
    ...bans.map((mask): Field => ({ kind: 'entry', list: 'ban', mask: mask as IrcText, value: at })),
  ];
  if (guard !== null) {
    fields.push({ kind: 'join-key', value: guard.joinKey as IrcText }, { kind: 'limit', value: guard.limit });
  }
  const stamp = { ms: setAt * 1000 + change, counter: index % 7, server: origin };
  return {
    ...{ id: parseChannelId(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`)! },
    ...{ name: name as IrcText, origin, createdAt: createdAt * 1000, splitBorn: false },
    ...{ written: true, absorbed: new Set<never>(), unknown: new Map() },
    registers: new Map(fields.map((field) => [fieldKey('rfc1459', field), { field, stamp }])),
  };
}

/** The line of it in a burst. */
export function lineOf(index: number): string {
  return encodeDocument({ part: documentOf(index), members: 1 }, { form: wholeForm, lineBytesMax })[0]!;
}
