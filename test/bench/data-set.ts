import type { ChannelView__Output } from '../../src/proto-types/cburst/v1/ChannelView.ts';
import type { Field, Field__Output } from '../../src/proto-types/cburst/v1/Field.ts';
import type { HostChannel } from '../../src/proto-types/cburst/v1/HostChannel.ts';

/** Unix seconds; the same in every run, so that every run carries the same bytes. */
const createdAt = 1_750_000_000;
const setAt = createdAt + 60;
const setter = 'N0SSAAAAAA!bench@user.test';
const topicBytes = 60;
/** A changed topic has other words: a repeated one would cost a compressed link nothing. */
const changeStride = 1_000_003;

const words =
  'news help chat linux music games radio trivia dev ops web rust perl java node python anime films books art maths bots quiz sport food travel photo cars space bikes gardens cats dogs weather events jobs wiki rules links paste forum status support channel english deutsch welcome please read before asking logs public topic today weekly meeting friday release version stable testing docs'.split(
    ' ',
  );

export function channelName(index: number): string {
  return `#chan${String(index).padStart(6, '0')}`;
}

/** What a channel is, for whoever shows it. Times are Unix seconds. */
export interface ChannelFacts {
  readonly name: string;
  readonly createdAt: number;
  readonly topic: string;
  readonly setter: string;
  readonly setAt: number;
  readonly bans: readonly string[];
  /** On one in ten. */
  readonly guard: { readonly joinKey: string; readonly limit: number } | null;
}

export function channelFacts(index: number): ChannelFacts {
  return {
    name: channelName(index),
    createdAt,
    topic: topicOf(index),
    setter,
    setAt,
    bans: [0, 1, 2].map((ban) => banMask(index, ban)),
    guard: index % 10 === 0 ? { joinKey: `key${index}`, limit: 100 + (index % 100) } : null,
  };
}

/**
 * Sixty characters of words that repeat little, so that compression is not flattered. `change` 0: the first topic. A later
 * change of a channel sorts after an earlier one: where two have the same second, ircds take the greater text.
 */
export function topicOf(index: number, change = 0): string {
  const number = String(index).padStart(6, '0');
  let text = change === 0 ? number : `c${String(change).padStart(6, '0')} ${number}`;
  for (let word = 0; text.length < topicBytes; word++)
    text += ` ${words[scatter(index * 16 + word + change * changeStride) % words.length]}`;
  return `${text
    .slice(0, topicBytes - 1)
    .trimEnd()
    .padEnd(topicBytes - 1, '.')}.`;
}

/** The channel as its host shows it: topic, +nt, three bans, and key and limit on one in ten. */
export function hostChannel(index: number): HostChannel {
  return {
    name: bytes(channelName(index)),
    created_at: createdAt,
    held: true,
    members: 1,
    fields: fieldsOf(index, 0),
  };
}

export function topicField(index: number, change: number): Field {
  return {
    topic: { value: { text: bytes(topicOf(index, change)), setter: bytes(setter), set_at: setAt + change } },
  };
}

/** What is wrong with what a host was told of the channel, or null. `change`: which topic it should have. */
export function viewProblem(index: number, change: number, view: ChannelView__Output | null): string | null {
  if (view === null) return `${channelName(index)}: not shown`;
  const wanted = fieldsOf(index, change).map(textOf).sort();
  const shown = view.fields.map((field) => textOf(field)).sort();
  if (shown.join('\n') !== wanted.join('\n'))
    return `${channelName(index)}: ${shown.join(' ')} for ${wanted.join(' ')}`;
  if (view.created_at !== createdAt * 1000) return `${channelName(index)}: created at ${view.created_at}`;
  return view.remote_members === 1 ? null : `${channelName(index)}: ${view.remote_members} members`;
}

function fieldsOf(index: number, change: number): Field[] {
  const { bans, guard } = channelFacts(index);
  const flags = ['no-external', 'topic-protected'].map((name): Field => ({ flag: { name, set: true } }));
  const entries = bans.map((mask): Field => ({ entry: banOf(mask) }));
  const guarded: Field[] = guard
    ? [{ join_key: { value: bytes(guard.joinKey) } }, { limit: { value: guard.limit } }]
    : [];
  return [topicField(index, change), ...flags, ...entries, ...guarded];
}

function banOf(mask: string) {
  return { list: 'ban', mask: bytes(mask), present: true, setter: bytes(setter), set_at: setAt };
}

function banMask(index: number, ban: number): string {
  const host = scatter(index * 4 + ban + 7_777_777)
    .toString(16)
    .padStart(8, '0');
  return `*!*@${host}.dyn.example.net`;
}

/** Everything that the field says, as text; what was read and what was built give the same. */
function textOf({ topic, flag, join_key, limit, entry, parameter }: Field | Field__Output): string {
  const text = (value: unknown) => Buffer.from((value ?? '') as Uint8Array).toString('latin1');
  if (topic) return `topic ${text(topic.value?.text)}|${text(topic.value?.setter)}|${topic.value?.set_at}`;
  if (flag) return `flag ${flag.name} ${flag.set}`;
  if (join_key) return `key ${text(join_key.value)}`;
  if (limit) return `limit ${limit.value}`;
  if (entry)
    return `${entry.list} ${text(entry.mask)}|${text(entry.setter)}|${entry.set_at}|${entry.present}`;
  return `another field: ${JSON.stringify(parameter)}`;
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function scatter(number: number): number {
  let x = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}
