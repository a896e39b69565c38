import { describe, expect, it } from 'vitest';
import type { LinkEnd } from '../../../src/adapter/dialect.ts';
import { explainEnd } from '../../../src/adapter/explain-end.ts';

const advice = {
  error: (text: string) => (text === 'known' ? 'look there' : null),
  timeout: { reason: 'too long', next: 'wait' },
  closed: 'add a block',
  unreachable: 'start it',
};

describe('explainEnd', () => {
  it.each<[LinkEnd, string, string | null]>([
    [{ kind: 'error', text: 'known' }, 'the ircd says: known', 'look there'],
    [{ kind: 'error', text: 'other' }, 'the ircd says: other', null],
    [{ kind: 'timeout' }, 'too long', 'wait'],
    [{ kind: 'closed' }, 'the ircd closed the link before its SERVER line', 'add a block'],
    [{ kind: 'unreachable', problem: 'ECONNREFUSED' }, 'ECONNREFUSED', 'start it'],
  ])('says why, and what to do: %j', (end, reason, next) => {
    expect(explainEnd(end, advice)).toEqual({ reason, next });
  });
});
