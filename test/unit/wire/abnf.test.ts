import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LineCursor } from '../../../src/wire/line-cursor.ts';
import { AbnfGrammar } from '../../support/abnf-grammar.ts';

interface Vector {
  readonly name: string;
  readonly line: string;
  readonly means?: unknown;
  readonly problem?: string;
}

const document = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
const rules = [...document.matchAll(/^```abnf\n(.*?)^```/gms)].map(([, text]) => text).join('');
const vectors = ['document-lines', 'session-lines', 'digest-lines', 'member-lines'].flatMap(readVectors);
const valid = vectors.filter(({ means }) => means !== undefined);

/** Names with rules of their own are not those of a later version. */
const named = [...new Set(rules.match(/%s"[A-Z]+"/g))].map((literal) => literal.slice(3, -1));
const plain = new AbnfGrammar(rules);
const known = `(?:UN)?${plain.source('prefix')}MA(?:SK|RK)S|${named.join('|')}`;
const grammar = new AbnfGrammar(rules, { name: `(?!(?:${known}) )${plain.source('name')}` });

/** What is wrong with the words of a line, whatever they mean. */
const syntactic = new Set([
  'bad-byte',
  'bad-blank',
  'bad-quote',
  'bad-escape',
  'unknown-verb',
  'unexpected-word',
]);

/** By the parameter or verb before a list: the rule of its items. */
const itemRules = {
  ABSORBED: 'id',
  STAMPS: 'stamp',
  BANMARKS: 'mark',
  LISTMARKS: 'mark',
  CAPS: 'token',
  FIELDS: 'token',
  PEERS: 'server',
  MESH: 'server',
  HAVE: 'held',
  MISSING: 'id',
  GONE: 'nick',
  USERS: 'user',
} as const;

test('every rule has a meaning', () => {
  for (const rule of grammar.rules) expect(grammar.source(rule), rule).not.toBe('(?:)');
});

test('every valid line is one of the grammar', () => {
  const others = valid.filter(({ line }) => !isLine(line)).map(({ name }) => name);
  expect(valid.length).toBeGreaterThan(200);
  expect(others).toEqual([]);
});

test('a line whose words are wrong is none of it', () => {
  const wrong = vectors.filter(({ problem }) => problem !== undefined && syntactic.has(problem));
  expect(wrong.length).toBeGreaterThan(30);
  expect(wrong.filter(({ line }) => isLine(line)).map(({ name }) => name)).toEqual([]);
});

describe('every item of a list is one of its rule', () => {
  const found = valid.flatMap(({ line }) => itemsOf(line));
  test.each(Object.entries(itemRules))('%s', (name, rule) => {
    const items = found.filter((item) => item.name === name).flatMap((list) => list.items);
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter((item) => !grammar.matches(rule, item))).toEqual([]);
  });
});

test.each([
  [
    'nick',
    ['a', '[a]', 'a:b', '"\\', 'n'.repeat(128)],
    ['', ':a', '#a', '+a', '$a', 'a!', 'a,b', 'n'.repeat(129)],
  ],
  ['username', ['~a', 'a:b,?*', 'u'.repeat(128)], ['', ':a', 'a@b', 'a b', 'u'.repeat(129)]],
  ['host', ['::1'.slice(1).padStart(4, '0'), 'h'.repeat(255)], ['', ':a', 'a!b', 'h'.repeat(256)]],
  ['account', ['a', 'a!b@c', '\x01', 'c'.repeat(128)], ['', ':a', 'a b', 'c'.repeat(129)]],
])('a %s is what it is in the code', (rule, fits, others) => {
  expect(fits.filter((text) => !grammar.matches(rule, text))).toEqual([]);
  expect(others.filter((text) => grammar.matches(rule, text))).toEqual([]);
});

/** Of the rule of its verb, and pairs of a later version after it. */
function isLine(line: string): boolean {
  const rule = line.split(' ')[0]!.toLowerCase();
  if (!grammar.rules.has(rule)) return false;
  return new RegExp(`^${grammar.source(rule)}(?: ${grammar.source('pair')})*$`, 's').test(line);
}

/** The lists of a line, by the word before them. */
function itemsOf(line: string): { name: string; items: string[] }[] {
  const cursor = new LineCursor(line);
  const lists: { name: string; items: string[] }[] = [];
  for (let before = ''; cursor.next(); before = cursor.quoted ? '' : cursor.raw)
    if (Object.hasOwn(itemRules, before)) lists.push({ name: before, items: cursor.items() });
  return lists;
}

function readVectors(file: string): Vector[] {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), 'utf8'));
}
