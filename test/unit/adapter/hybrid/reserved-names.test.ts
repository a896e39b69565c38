import { afterEach, describe, expect, it } from 'vitest';
import { linkedApplier } from '../linked-applier.ts';
import { realIrcd } from './real-ircd.ts';

const NOW = 1795335000;
const PONG = ':0HY PONG hyb.test :1AD';
const END = ':0HY 219 1ADAAAAAZ q :End of /STATS report';
const ASKS = [
  `:1AD UID 1ADAAAAAZ 1 ${NOW} +io cburst adapter.test adapter.test 127.0.0.1 1ADAAAAAZ * :asks which names are forbidden`,
  ':1ADAAAAAZ STATS q 0HY',
  ':1ADAAAAAZ QUIT :',
];

describe('names that RESVs forbid', () => {
  const link = linkedApplier(realIrcd(), '', NOW);

  afterEach(() => link.stop());

  function answers(...reserved: string[]): void {
    link.answered(
      [...reserved.map((name) => `:0HY 217 1ADAAAAAZ Q ${name} :no ${name}`), END, PONG].join('\n'),
    );
  }

  it('are asked for before channels are made, once for all, and again when a minute is over', () => {
    link.update('#evil', []);
    link.update('#good', []);
    expect(link.written()).toEqual(ASKS);
    answers('#evil*', 'badnick');
    expect(link.told()).toEqual(['#evil refused: operators of this ircd forbade the name: no #evil*']);
    expect(link.written()).toEqual([`:1AD SJOIN ${NOW + 2} #good + :1ADAAAAAA`, ':1AD RESYNC #good']);
    link.answered(`:0HY SJOIN ${NOW + 2} #good + :1ADAAAAAA\n:0HY MLOCK ${NOW + 2} #good 0 :\n${PONG}`);
    expect(link.told()).toEqual(['#good applied: ']);

    link.clock.now += 59;
    link.update('#evil', []);
    expect(link.written()).toEqual([]);
    expect(link.told()).toHaveLength(1);

    link.clock.now += 1;
    link.update('#good', [{ kind: 'flag', name: 'moderated', set: true }]);
    expect(link.written()).toEqual([`:1AD TMODE ${NOW + 2} #good +m`, ':1AD RESYNC #good']);
    link.update('#evil', []);
    expect(link.written()[1]).toBe(ASKS[1]);
    link.answered(PONG);
    answers('#other');
    expect(link.written()).toContainEqual(expect.stringContaining(' SJOIN '));
  });
});
