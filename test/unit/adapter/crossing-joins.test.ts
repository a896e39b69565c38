import { describe, expect, it } from 'vitest';
import type { LinkedIrcd } from '../../../src/adapter/dialect.ts';
import { realIrcd as realHybrid } from './hybrid/real-ircd.ts';
import { realIrcd as realInspircd } from './inspircd/real-ircd.ts';
import { linkedApplier } from './linked-applier.ts';
import { realIrcd as realNgircd } from './ngircd/real-ircd.ts';

const NOW = 1795335000;

/** Lines as each ircd sends them, in the order in which they come. */
interface Dialect {
  readonly ircd: () => LinkedIrcd;
  /** Alice is there, and an empty #far that the adapter keeps. */
  readonly burst: string;
  /** Alice makes #far: she joins after it ended. */
  readonly makes: string;
  /** Alice joins #far, which is there. */
  readonly joins: string;
  readonly parts: string;
  /** What the ircd answers when it is asked for #far, which alice is in. */
  readonly hasIt: string;
  readonly pong: string;
  readonly created: string;
}

const NGIRCD_ANSWER = `:ngircd.test 324 adapter.test #far +
:ngircd.test 329 adapter.test #far 1795335001
:ngircd.test 331 adapter.test #far :No topic is set
:ngircd.test 368 adapter.test #far :End of channel ban list
:ngircd.test 349 adapter.test #far :End of channel exception list
:ngircd.test 347 adapter.test #far :End of channel invite list`;

const dialects: [string, Dialect][] = [
  [
    'InspIRCd',
    {
      ircd: realInspircd,
      burst: `:0IN UID 0INAAAAAB 1795334444 alice h h alice 127.0.0.1 1795334444 + :Alice
:0IN FJOIN #far 1795334609 +n :
:0IN ENDBURST`,
      makes: ':0IN FJOIN #far 1795335001 +nt :o,0INAAAAAB:1',
      joins: ':0INAAAAAB IJOIN #far 2',
      parts: ':0INAAAAAB PART #far :bye',
      hasIt: ':0IN FJOIN #far 1795335001 +nt :o,0INAAAAAB:1\n:0IN METADATA #far 1795335001 maxlist :b 100',
      pong: ':0IN PONG 1AD',
      created: '#far created: #far 1795335001 held 1: +no-external, +topic-protected',
    },
  ],
  [
    'ircd-hybrid',
    {
      ircd: realHybrid,
      burst: `:0HY UID alice 1 1795334931 +i ~alice 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAA * :Real alice
:0HY SJOIN 1795334931 #far +n :1ADAAAAAA
:0HY MLOCK 1795334931 #far 0 :
:0HY EOB`,
      makes: ':0HY SJOIN 1795335001 #far +nt :@0HYAAAAAA',
      joins: ':0HYAAAAAA JOIN 1795335001 #far +',
      parts: ':0HYAAAAAA PART #far :bye',
      hasIt: ':0HY SJOIN 1795335001 #far +nt :@0HYAAAAAA\n:0HY MLOCK 1795335001 #far 0 :',
      pong: ':0HY PONG hyb.test :1AD',
      created: '#far created: #far 1795335001 held 1: +no-external, +topic-protected',
    },
  ],
  [
    'ngIRCd',
    {
      ircd: realNgircd,
      burst: `:ngircd.test NICK alice 1 ~alice 127.0.0.1 1 + :Alice
:ngircd.test CHANINFO #far +n
:ngircd.test PING :ngircd.test`,
      makes: ':alice JOIN #far\x07o',
      joins: ':alice JOIN #far',
      parts: ':alice PART #far :bye',
      hasIt: NGIRCD_ANSWER,
      pong: ':ngircd.test PONG adapter.test :cburst',
      created: '#far created: #far 1795335001 held 1: ',
    },
  ],
];

describe.each(dialects)('a join that crosses lines of the adapter on %s', (_, dialect) => {
  const { ircd, burst, makes, joins, parts, hasIt, pong, created } = dialect;

  /** #far was read, and the sidecar was told. */
  function linked() {
    const link = linkedApplier(ircd(), burst, NOW);
    link.pump();
    const empty = hasIt.replace('o,0INAAAAAB:1', '').replace('@0HYAAAAAA', '1ADAAAAAA');
    link.answered(`${empty.replaceAll('1795335001', '1795334609')}\n${pong}`);
    link.told();
    link.written();
    return link;
  }

  it('is heard of when the channel was to end and had just been asked for', () => {
    const link = linked();
    link.update('#far', null);
    expect(link.asked('#far')).toBe(true);
    link.answered(`${makes}\n${pong}`);
    if (link.asked('#far')) link.answered(`${hasIt}\n${pong}`);
    expect(link.told()).toContain(created);
    expect(link.shadow.channel('#far')?.members.size).toBe(1);
    link.stop();
  });

  it('is nothing when the user has left again before it was asked for once more', () => {
    const link = linked();
    link.update('#far', null);
    link.answered(`${makes}\n${pong}`);
    link.answered(`${parts}\n${pong}`);
    link.answered(pong);
    expect(link.shadow.channel('#far')).toBeNull();
    link.stop();
  });

  it('is heard of in a channel that has ended for the adapter and is still there for the ircd', () => {
    const link = linkedApplier(ircd(), burst.replace(/.*#far.*\n/g, ''), NOW);
    link.say(joins);
    link.pump();
    expect(link.asked('#far')).toBe(true);
    expect(link.told()).toEqual([]);
    link.answered(`${hasIt}\n${pong}`);
    expect(link.told()).toEqual([created]);
    link.stop();
  });
});
