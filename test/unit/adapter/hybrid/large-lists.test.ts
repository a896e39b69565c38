import { afterEach, describe, expect, it } from 'vitest';
import { entry, flag } from '../../../support/field-fixture.ts';
import { linkedApplier } from '../linked-applier.ts';
import { hybridConfig, realIrcd } from './real-ircd.ts';

const NOW = 1795335000;
const ALICE = ':0HY UID alice 1 1795334931 +i ~alice 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAA * :Real alice\n';
const bans = Array.from({ length: 600 }, (_, index) => entry('ban', `n${index}!*@*`));

describe('lists of a channel with L, at an ircd with max_bans 100 and max_bans_large 500', () => {
  let link: ReturnType<typeof linkedApplier>;

  afterEach(() => link.stop());

  function linked(modes: string, carried: readonly 'large-lists'[] = []): void {
    const ircd = realIrcd(hybridConfig({ carryModes: carried }));
    link = linkedApplier(ircd, `${ALICE}:0HY SJOIN 1795334447 #c ${modes} :@0HYAAAAAA\n:0HY EOB`, NOW);
  }

  /** Bans that are written for an update. */
  function written(...more: Parameters<typeof flag>[0][]): number {
    link.update('#c', [...bans, ...more.map((name) => flag(name))]);
    const lines = link.written().filter((line) => line.includes(' TMODE '));
    return lines.flatMap((line) => line.split(' ')).filter((word) => word.endsWith('!*@*')).length;
  }

  it('are as long as INFO says, not as 005 does', () => {
    linked('+L');
    expect(written()).toBe(500);
  });

  it('are as long as others where it is without L, also since a while', () => {
    linked('+n');
    expect(written('no-external')).toBe(100);
    link.stop();
    linked('+L');
    link.say(':0HYAAAAAA TMODE 1795334447 #c -L');
    expect(written()).toBe(100);
  });

  it('are as long when the same update sets it', () => {
    linked('+n', ['large-lists']);
    expect(written('no-external', 'large-lists')).toBe(500);
  });

  it('are known to be long by the answer to a question', () => {
    linked('+n');
    link.update('#c', [flag('no-external'), flag('moderated')]);
    link.answered(
      ':0HY SJOIN 1795334447 #c +Lmn :@0HYAAAAAA\n:0HY MLOCK 1795334447 #c 0 :\n:0HY PONG hyb.test :1AD',
    );
    link.written();
    expect(written('no-external', 'moderated')).toBe(500);
  });
});
