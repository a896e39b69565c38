import type { Include } from './included-text.ts';
import type { IrcdConfig, LinkBlock, Written } from './ircd-config.ts';
import { lineCounter } from './text-lines.ts';

interface Entry {
  readonly key: string;
  readonly line: number;
  readonly values: readonly string[];
}

interface Block {
  readonly name: string;
  readonly line: number;
  readonly entries: readonly Entry[];
}

/** Its `.include "file"`. */
export function findHybridIncludes(text: string): Include[] {
  return [...text.matchAll(TOKEN)].flatMap(({ index, 0: whole, 2: include }) => {
    if (include === undefined) return [];
    return [{ kind: 'file', name: includedName(include), start: index, end: index + whole.length }];
  });
}

/** ircd-hybrid's `name { key = value, …; };`. */
export function readHybridConfig(text: string): IrcdConfig {
  const { blocks, elsewhere } = readBlocks(text);
  const info = (key: string) =>
    lastValue(
      blocks.filter(({ name }) => name === 'serverinfo'),
      key,
    );
  const ports = blocks.filter(({ name }) => name === 'listen').flatMap(portsOf);
  return {
    serverName: info('name'),
    sid: info('sid'),
    casemapping: null,
    ports: ports.length === 0 ? null : ports,
    links: blocks.filter(({ name }) => name === 'connect').map(linkBlock),
    modules: null,
    elsewhere,
  };
}

/** A comment, an include, a string, a word, or a single sign. */
const TOKEN =
  /(\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*)|(\.include\s+[<"][^>"\n]*[>"])|"((?:\\.|[^"\\])*)"|([^\s{}=;,"#]+)|([{}=;,])/g;

interface Token {
  readonly text: string;
  readonly sign: boolean;
  readonly line: number;
}

function readBlocks(text: string): { blocks: Block[]; elsewhere: Written[] } {
  const lineOf = lineCounter(text);
  const tokens: Token[] = [];
  const elsewhere: Written[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [, comment, include, string, word, sign] = match;
    if (comment !== undefined) continue;
    const line = lineOf(match.index);
    if (include !== undefined) elsewhere.push({ value: includedName(include), line });
    else if (sign !== undefined) tokens.push({ text: sign, sign: true, line });
    else tokens.push({ text: word ?? string!.replace(/\\(.)/g, '$1'), sign: false, line });
  }
  return { blocks: blocksOf(tokens), elsewhere };
}

function includedName(include: string): string {
  return include.replace(/^\.include\s+[<"]|[>"]$/g, '');
}

function blocksOf(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  let open: { name: string; line: number; entries: Entry[] } | null = null;
  let statement: Token[] = [];
  for (const token of tokens) {
    if (token.sign && token.text === '{') {
      const [name] = statement;
      open = { name: name?.text.toLowerCase() ?? '', line: name?.line ?? token.line, entries: [] };
      blocks.push(open);
      statement = [];
    } else if (token.sign && (token.text === ';' || token.text === '}')) {
      const entry = entryOf(statement);
      if (open !== null && entry !== null) open.entries.push(entry);
      if (token.text === '}') open = null;
      statement = [];
    } else {
      statement.push(token);
    }
  }
  return blocks;
}

/** `key = value, value`; blanks part the words of a time or size, and count as one value. */
function entryOf([key, equals, ...rest]: readonly Token[]): Entry | null {
  if (key === undefined || equals?.text !== '=') return null;
  const values: string[] = [''];
  for (const { text, sign } of rest) {
    if (sign) values.push('');
    else values.push(`${values.pop()} ${text}`.trim());
  }
  return { key: key.text.toLowerCase(), line: key.line, values };
}

function lastValue(blocks: readonly Block[], key: string): Written | null {
  const entry = blocks.flatMap(({ entries }) => entries).findLast((each) => each.key === key);
  return entry === undefined ? null : { value: entry.values[0] ?? '', line: entry.line };
}

/** Flags count for the ports after them. */
function portsOf({ entries }: Block): Written<number>[] {
  let tls = false;
  return entries.flatMap(({ key, line, values }) => {
    if (key === 'flags') tls = values.includes('tls') || values.includes('ssl');
    if (key !== 'port' || tls) return [];
    return values.flatMap((range) => {
      const [from = Number.NaN, to = from] = range.split('..').map(Number);
      if (!(from <= to) || to > 65535) return [];
      return Array.from({ length: to - from + 1 }, (_, i) => ({ value: from + i, line }));
    });
  });
}

function linkBlock(block: Block): LinkBlock {
  const value = (key: string) => lastValue([block], key);
  const encrypted = value('encrypted');
  const tls = block.entries.find(
    ({ key, values }) => key === 'flags' && values.some((flag) => /^(tls|ssl)$/.test(flag)),
  );
  return {
    line: block.line,
    name: value('name'),
    sends: value('send_password'),
    takes: value('accept_password'),
    otherwise: [
      ...(encrypted !== null && /^(yes|true|on)$/i.test(encrypted.value)
        ? [
            {
              value: 'accept_password counts as a hash',
              line: encrypted.line,
              instead: 'write encrypted = no;',
            },
          ]
        : []),
      ...(tls === undefined
        ? []
        : [
            {
              value: 'the ircd wants TLS on this link',
              line: tls.line,
              instead: 'remove tls from its flags',
            },
          ]),
    ],
    mayHaveOthers: value('hub_mask') !== null,
  };
}
