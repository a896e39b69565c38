import { describe, expect, it } from 'vitest';
import type { TopicField } from '../../../../src/adapter/dialect.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { newShadowChannel } from '../../../../src/adapter/shadow-channel.ts';
import type { ChannelKey } from '../../../../src/core/casemapping.ts';
import type { Field } from '../../../../src/core/field.ts';
import type { IrcText } from '../../../../src/core/irc-text.ts';
import { freshIrcd, hybridConfig, realIrcd } from './real-ircd.ts';

const NOW = 1795335000;
/** Of a line that ircd-hybrid reads: all that follows belongs to the last one. */
const PARAMETERS_MAX = 15;
const text = (value: string) => value as IrcText;
const { writer } = realIrcd();
const set = (letter: string, parameter: string | null = null) => ({ adding: true, letter, parameter });

function topic(value: string, setter = 'bob!b@h', setAt = 1000): TopicField {
  return { kind: 'topic', value: { text: text(value), setter: text(setter), setAt } };
}

function planned(fitted: TopicField): string[] {
  return [...writer.planTopic({ name: text('#x'), createdAt: 2000, fitted, channel: null, now: NOW }).lines];
}

describe('HybridWriter', () => {
  it('makes a channel with all that closes it in its first line, and the keeper in it', () => {
    const changes = [set('b', 'bad!*@*'), set('s'), set('k', 'sesame'), set('i'), set('l', '5')];
    expect(writer.create(text('#x'), changes, NOW)).toEqual({
      lines: [':1AD SJOIN 1795335002 #x +skil sesame 5 :1ADAAAAAA', ':1AD TMODE 1795335002 #x +b bad!*@*'],
      createdAt: 1795335002,
    });
    expect(writer.create(text('#x'), [], NOW).lines).toEqual([':1AD SJOIN 1795335002 #x + :1ADAAAAAA']);
  });

  it('changes a channel under its own timestamp, and ends it by taking the keeper out', () => {
    const channel = newShadowChannel('#x' as ChannelKey, text('#x'), 1795334447);
    const changes = [set('m'), { adding: false, letter: 'k', parameter: '*' }];
    expect(writer.change(channel, changes)).toEqual([':1AD TMODE 1795334447 #x +m-k *']);
    expect(writer.remove(channel)).toEqual([':1ADAAAAAA PART #x']);
    expect(writer.ask(text('#x'))).toEqual([':1AD RESYNC #x']);
  });

  it('splits many entries so that no line is cut', () => {
    const name = text(`#${'n'.repeat(49)}`);
    const channel = newShadowChannel('#x' as ChannelKey, name, 1795334447);
    const masks = Array.from({ length: 60 }, (_, index) => `mask${index}!*@a.long.host.example`);
    const lines = writer.change(
      channel,
      masks.map((mask) => set('b', mask)),
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(510);
    expect(lines.flatMap((line) => line.split(' ').slice(5))).toEqual(masks);
  });

  it('splits many short entries so that no line has more parameters than the ircd takes apart', () => {
    const channel = newShadowChannel('#x' as ChannelKey, text('#x'), 1795334447);
    const masks = Array.from({ length: 40 }, (_, index) => `n${index}!*@*`);
    for (const adding of [true, false]) {
      const lines = writer.change(
        channel,
        masks.map((mask) => ({ adding, letter: 'b', parameter: mask })),
      );
      const params = lines.map((line) => parseIrcLine(line).params);
      expect(Math.max(...params.map(({ length }) => length))).toBe(PARAMETERS_MAX);
      expect(params.flatMap((each) => each.slice(3))).toEqual(masks);
    }
  });

  it('writes a topic under an older timestamp than the channel: so its time does not matter', () => {
    expect(planned(topic('hello \xff'))).toEqual([':1AD TBURST 1999 #x 1000 bob!b@h :hello \xff']);
    expect(planned({ kind: 'topic', value: null })).toEqual([`:1AD TBURST 1999 #x ${NOW} adapter.test :`]);
    // To the ircd a topic of time 0 is none.
    expect(planned(topic('t', '', 0))).toEqual([`:1AD TBURST 1999 #x ${NOW} adapter.test :t`]);
  });

  it.each([
    ['as it is', topic('t'), topic('t'), null],
    ['cut', topic('t'.repeat(301)), topic('t'.repeat(300)), 'topic cut to 300 bytes'],
    [
      'UTF-8 cut between characters',
      topic(`t${'\xc3\xa9'.repeat(150)}`),
      topic(`t${'\xc3\xa9'.repeat(149)}`),
      'topic cut to 299 bytes',
    ],
    [
      'with its setter cut',
      topic('t', 's'.repeat(120)),
      topic('t', 's'.repeat(105)),
      "the topic's setter cut to 105 bytes",
    ],
    ['none', topic(''), { kind: 'topic', value: null }, 'to this ircd an empty topic is none'],
    ['nobody', topic('t', ':x'), null, 'its setter starts with a colon'],
  ] as const)('shows a topic %s', (_how, wanted, fitted, reason) => {
    const result = writer.fitTopic(wanted as TopicField, text('#x'));
    expect(result.fitted).toEqual(fitted);
    expect(result.reason?.text ?? null).toBe(reason);
  });

  it('cuts the longest topic so that its line is not', () => {
    const name = text(`#${'n'.repeat(49)}`);
    const ircd = realIrcd();
    ircd.hear(parseIrcLine(':0HY 005 1AD TOPICLEN=400 :are supported by this server'));
    const wanted = topic('t'.repeat(400), 's'.repeat(105), 1_000_000_000);
    const { fitted } = ircd.writer.fitTopic(wanted, name);
    const request = { name, createdAt: 1795334447, fitted: fitted!, channel: null, now: NOW };
    const [line] = ircd.writer.planTopic(request).lines;
    expect(line!.length).toBeLessThanOrEqual(510);
    expect(line!.length).toBeGreaterThan(500);
  });

  it.each([
    ['sesame', 'sesame', null],
    ['k'.repeat(24), 'k'.repeat(23), 'key cut to 23 ASCII characters without : and ,'],
    ['a,b:c', 'abc', 'key cut to 23 ASCII characters without : and ,'],
    ['caf\xe9', 'cafi', 'key cut to 23 ASCII characters without : and ,'],
    [',:', null, 'nothing is left of the key on this ircd'],
  ])('shows the key %j as %j', (wanted, shown, reason) => {
    const result = writer.fit({ kind: 'join-key', value: text(wanted) });
    expect(result.fitted).toEqual(shown === null ? null : { kind: 'join-key', value: shown });
    expect(result.reason?.text ?? null).toBe(reason);
  });

  it.each<[string, Field, string | null]>([
    ['a mask', entry('a!*@*'), null],
    ['an extended ban that it can evaluate', entry('$a:account'), null],
    ['one that it cannot', entry('$q:x'), 'an extended ban that this ircd cannot evaluate'],
    ["another ircd's", entry('m:*!*@x'), 'an extended ban that this ircd cannot evaluate'],
    ['a mask that fits a line', entry(`${'x'.repeat(430)}!*@*`), null],
    ['one that does not', entry(`${'x'.repeat(431)}!*@*`), 'it does not fit a line of the ircd'],
    ['a mask that begins with a colon', entry(':x!*@*'), 'its mask starts with a colon'],
  ])('takes or refuses %s', (_what, field, reason) => {
    expect(writer.fit(field).reason?.text ?? null).toBe(reason);
  });

  it('lowers a limit that the ircd would pass over', () => {
    expect(writer.fit({ kind: 'limit', value: 2 ** 32 - 1 }).fitted).toEqual({
      kind: 'limit',
      value: 2 ** 31 - 1,
    });
    expect(writer.fit({ kind: 'limit', value: 5 })).toEqual({
      fitted: { kind: 'limit', value: 5 },
      reason: null,
    });
  });

  it.each([
    ['#x', null],
    ['+x', 'this ircd has only channels whose names start with #'],
    [`#${'n'.repeat(50)}`, "the channel's name is longer than 50 bytes"],
  ])('has a channel of the name %s: %s', (name, problem) => {
    expect(writer.nameProblem(text(name), 0)).toBe(problem);
  });

  it('has no channel without members where no keeper is wanted', () => {
    const ircd = freshIrcd(hybridConfig({ keeper: false }));
    expect(ircd.writer.nameProblem(text('#x'), 0)).toContain('[ircd] keeper is off');
  });
});

function entry(mask: string): Field {
  return { kind: 'entry', list: 'ban', mask: text(mask), value: { setter: text('x'), setAt: 1 } };
}
