import { expect, test } from 'vitest';
import { DigestFrontier, LEVEL_NODES_MAX } from '../../../src/peer/digest-frontier.ts';

test('the next level begins after the last line of the one before', () => {
  const frontier = new DigestFrontier('root');
  expect(frontier.take()).toBe('root');
  frontier.follow('a');
  frontier.follow('b');
  expect(frontier.peek()).toBeUndefined();
  expect(frontier.endLine()).toBe(true);
  expect(frontier.take()).toBe('a');
  frontier.follow('aa');
  expect(frontier.endLine()).toBe(true);
  expect(frontier.peek()).toBe('b');
  expect(frontier.take()).toBe('b');
  expect(frontier.endLine()).toBe(true);
  expect(frontier.take()).toBe('aa');
  expect(frontier.take()).toBeUndefined();
  expect(frontier.endLine()).toBe(false);
});

test('a level has at most so many nodes', () => {
  const frontier = new DigestFrontier(0);
  frontier.take();
  for (let n = 0; n < LEVEL_NODES_MAX; n++) frontier.follow(n);
  expect(frontier.complete).toBe(true);
  frontier.follow(LEVEL_NODES_MAX);
  expect(frontier.complete).toBe(false);
  frontier.endLine();
  let nodes = 0;
  while (frontier.take() !== undefined) nodes++;
  expect(nodes).toBe(LEVEL_NODES_MAX);
});
