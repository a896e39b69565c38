import { describe, expect, it } from 'vitest';
import type { TopicField } from '../../../src/adapter/dialect.ts';
import { fitTopic } from '../../../src/adapter/fit-topic.ts';
import type { IrcText } from '../../../src/core/irc-text.ts';

function topic(text: string, setter = 'al!a@h'): TopicField {
  return { kind: 'topic', value: { text: text as IrcText, setter: setter as IrcText, setAt: 7 } };
}

/** What an ircd takes whose line holds ten bytes of both. */
function fit(wanted: TopicField, setterBytesMax = 6) {
  const { fitted, reason } = fitTopic(wanted, { setterBytesMax, textBytesMax: (by) => 10 - by.length });
  return { value: fitted?.value ?? null, isRefused: fitted === null, reason: reason?.text ?? null };
}

describe('fitTopic', () => {
  it.each([topic('text'), topic('', ''), topic('text', '')])('keeps what fits', (wanted) => {
    const isEmpty = wanted.value!.text === '';
    expect(fit(wanted).value).toEqual(isEmpty ? null : wanted.value);
    expect(fit({ kind: 'topic', value: null })).toEqual({ value: null, isRefused: false, reason: null });
  });

  it('says what it cut, the text before the setter', () => {
    expect(fit(topic('texts'))).toMatchObject({ value: { text: 'text' }, reason: 'topic cut to 4 bytes' });
    expect(fit(topic('texts'), 5)).toMatchObject({
      value: { text: 'texts', setter: 'al!a@', setAt: 7 },
      reason: "the topic's setter cut to 5 bytes",
    });
    expect(fit(topic('texts, longer'), 5).reason).toBe('topic cut to 5 bytes');
  });

  it('takes an empty topic for none, and says so', () => {
    expect(fit(topic(''))).toEqual({
      value: null,
      isRefused: false,
      reason: 'to this ircd an empty topic is none',
    });
  });

  it('refuses a setter that would be read as something else', () => {
    expect(fit(topic('text', 'a b'))).toMatchObject({
      isRefused: true,
      reason: 'its setter contains a blank',
    });
  });
});
