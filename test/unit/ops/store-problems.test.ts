import { expect, test } from 'vitest';
import { listStoreProblems } from '../../../src/ops/store-problems.ts';
import type { StoreProblem } from '../../../src/store/store-problem.ts';

const old: StoreProblem = { space: 'host', key: '#b\xe4r', reason: 'odd', bytes: 7, outcome: 'set-aside' };
const repaired: StoreProblem = {
  space: 'server',
  key: 'self',
  reason: 'gone',
  bytes: 0,
  outcome: 'repaired',
};

test('a problem is told without what the record says, and whether it is new', () => {
  const store = { problems: [old, repaired], newProblems: [repaired] };
  expect(listStoreProblems(store, { page_size: 0, page_token: '' })).toEqual({
    problems: [
      {
        space: 'host',
        key: Buffer.from([0x23, 0x62, 0xe4, 0x72]),
        reason: 'odd',
        size: 7,
        outcome: 'STORE_PROBLEM_OUTCOME_SET_ASIDE',
        found_now: false,
      },
      {
        space: 'server',
        key: Buffer.from('self'),
        reason: 'gone',
        size: 0,
        outcome: 'STORE_PROBLEM_OUTCOME_REPAIRED',
        found_now: true,
      },
    ],
    next_page_token: '',
  });
});

test('pages follow each other to the end, each problem once', () => {
  const problems = Array.from({ length: 2345 }, (_, n) => ({ ...old, key: String(n) }));
  const keys: string[] = [];
  let token = '';
  do {
    const page = listStoreProblems({ problems, newProblems: [] }, { page_size: 5000, page_token: token });
    expect(page.problems!.length).toBeLessThanOrEqual(1000);
    keys.push(...page.problems!.map(({ key }) => String(key)));
    token = page.next_page_token!;
  } while (token !== '');
  expect(keys).toEqual(problems.map(({ key }) => key));
});

test.each(['x', '0', '-1', '2', '1.5', '01', ' 1'])('the page token %j was not given', (token) => {
  const store = { problems: [old, repaired], newProblems: [] };
  const ask = () => listStoreProblems(store, { page_size: 1, page_token: token });
  expect(ask).toThrow('the page token is none that this call gave');
});
