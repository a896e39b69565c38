import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkedApplier } from '../linked-applier.ts';
import { realIrcd } from './real-ircd.ts';

const NOW = 1795335000;
const PONG = ':0HY PONG hyb.test :1AD';
const END = ':0HY 219 1ADAAAAAZ q :End of /STATS report';
const ASKS = [
  `:1AD UID 1ADAAAAAZ 1 ${NOW} +io cburst adapter.test adapter.test 127.0.0.1 1ADAAAAAZ * :asks for limits and forbidden names`,
  ':1ADAAAAAZ STATS q 0HY',
  ':1ADAAAAAZ QUIT :',
];
const MAKES_GOOD = [`:1AD SJOIN ${NOW + 2} #good + :1ADAAAAAA`, ':1AD RESYNC #good'];

describe('names that RESVs forbid', () => {
  let link: ReturnType<typeof linkedApplier>;

  beforeEach(() => {
    vi.useFakeTimers();
    link = linkedApplier(realIrcd(), '', NOW);
  });

  afterEach(() => {
    link.stop();
    vi.useRealTimers();
  });

  function answers(...reserved: string[]): void {
    link.answered(
      [...reserved.map((name) => `:0HY 217 1ADAAAAAZ Q ${name} :no ${name}`), END, PONG].join('\n'),
    );
  }

  it('are asked for before channels are made, once for all that wait', () => {
    link.update('#evil', []);
    link.update('#good', []);
    expect(link.written()).toEqual(ASKS);
    answers('#evil*', 'badnick');
    expect(link.told()).toEqual(['#evil refused: operators of this ircd forbade the name: no #evil*']);
    vi.advanceTimersByTime(1000);
    expect(link.written()).toEqual(ASKS);
    answers('#evil*');
    expect(link.written()).toEqual(MAKES_GOOD);
    link.answered(`:0HY SJOIN ${NOW + 2} #good + :1ADAAAAAA\n:0HY MLOCK ${NOW + 2} #good 0 :\n${PONG}`);
    expect(link.told()).toEqual(['#good applied: ']);
    link.update('#good', [{ kind: 'flag', name: 'moderated', set: true }]);
    expect(link.written()).toEqual([`:1AD TMODE ${NOW + 2} #good +m`, ':1AD RESYNC #good']);
  });

  it('are known that were reserved after the last question and before a channel is wished for', () => {
    link.update('#evil', []);
    answers('#evil');
    link.written();
    link.told();
    link.update('#late', []);
    vi.advanceTimersByTime(999);
    expect(link.written()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(link.written()).toEqual(ASKS);
    answers('#late');
    expect(link.told()).toEqual(['#late refused: operators of this ircd forbade the name: no #late']);
  });

  it('are asked for again for a channel that is wished for while the ircd answers', () => {
    link.update('#evil', []);
    vi.advanceTimersByTime(5000);
    link.update('#late', []);
    link.written();
    answers();
    expect(link.written()).toEqual([
      `:1AD SJOIN ${NOW + 2} #evil + :1ADAAAAAA`,
      ':1AD RESYNC #evil',
      ...ASKS,
    ]);
    link.say(`:0HY SJOIN ${NOW + 2} #evil + :1ADAAAAAA\n:0HY MLOCK ${NOW + 2} #evil 0 :`);
    answers('#late');
    expect(link.told()).toEqual(['#late refused: operators of this ircd forbade the name: no #late']);
  });

  it('are told at debug: what is asked, what waits for it, and which answer counts for whom', () => {
    const asks = (question: number) => ['asking the ircd which names it forbids', { question }];
    const says = (question: number) => ['the ircd has said which names it forbids', { question }];
    const judged = (channel: string, question: number) => [
      'the ircd has said whether it forbids the name',
      { channel, question },
    ];
    const wait = (updates: number, waitMs: number | null) => [
      'updates wait',
      { updates, why: 'names', waitMs },
    ];
    link.update('#one', []);
    link.update('#two', []);
    expect(link.logged()).toEqual([asks(1), wait(1, null)]);
    answers();
    expect(link.logged()).toEqual([says(1), judged('#one', 1)]);
    vi.advanceTimersByTime(1000);
    expect(link.logged()).toEqual([asks(2)]);
    // What it answers first is the channel that was made.
    answers();
    answers();
    expect(link.logged()).toEqual([says(2), judged('#two', 2)]);
  });

  it('are asked for a few times when ten thousand channels come at once', () => {
    let questions = 0;
    const answerAll = (): void => {
      while (link.owes()) {
        questions += link.written().filter((line) => line === ASKS[1]).length;
        link.answered(`${END}\n${PONG}`);
      }
    };
    link.update('#first', []);
    link.updateAll(Array.from({ length: 9999 }, (_, index) => `#c${index}`));
    answerAll();
    for (let second = 0; second < 20; second++) {
      vi.advanceTimersByTime(1000);
      answerAll();
    }
    expect(link.told()).toHaveLength(10_000);
    expect(questions).toBe(2);
    const reasons = link.logged().flatMap(([text, { why }]) => (text === 'updates wait' ? [why] : []));
    expect(new Set(reasons)).toEqual(new Set(['names', 'answer', 'pace']));
    expect(reasons.length).toBeLessThan(100);
  });
});
