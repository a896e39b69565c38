import { parseCasemapping } from '../core/casemapping.ts';
import type { Include } from './included-text.ts';
import type { IrcdConfig, LinkBlock, Written } from './ircd-config.ts';
import { lineCounter } from './text-lines.ts';

interface Tag {
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly values: ReadonlyMap<string, Written>;
}

/** Its `<include>` tags. */
export function findInspircdIncludes(text: string): Include[] {
  const tags = readTags(text).filter(({ name }) => name === 'include');
  return tags.map(({ start, end, values }) => {
    const [[kind = '', { value = '' } = {}] = []] = values;
    return { kind: kind === 'file' || kind === 'directory' ? kind : 'other', name: value, start, end };
  });
}

/** InspIRCd's `<name key="value">`, and variables of `<define>`. */
export function readInspircdConfig(text: string): IrcdConfig {
  const tags = readTags(text);
  const one = (name: string, key: string) =>
    tags.findLast((tag) => tag.name === name)?.values.get(key) ?? null;
  const casemapping = one('options', 'casemapping');
  return {
    serverName: one('server', 'name'),
    sid: one('server', 'id'),
    casemapping:
      casemapping === null
        ? { value: 'rfc1459', line: 0 }
        : { ...casemapping, value: parseCasemapping(casemapping.value) },
    ports: portsOf(tags),
    links: tags.filter(({ name }) => name === 'link').map(linkBlock),
    modules: new Set(tags.filter(({ name }) => name === 'module').map(({ values }) => moduleName(values))),
    elsewhere: tags
      .filter(({ name }) => name === 'include')
      .map(({ line, values }) => ({ value: [...values.values()][0]?.value ?? '', line })),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  nl: '\n',
};
/** A comment, or a tag: its values may hold anything but a quotation mark. */
const COMMENT_OR_TAG =
  /#[^\n]*|<([a-z0-9_:-]+)((?:\s+[a-z0-9_.-]+\s*=\s*"[^"]*"|\s+#[^\n]*(?=\n))*)\s*\/?>/gi;
const KEY_VALUE = /([a-z0-9_.-]+)\s*=\s*"([^"]*)"|#[^\n]*/gi;

function readTags(text: string): Tag[] {
  const variables = new Map<string, string>();
  const lineOf = lineCounter(text);
  const tags: Tag[] = [];
  for (const match of text.matchAll(COMMENT_OR_TAG)) {
    const [, name, body] = match;
    if (name === undefined) continue;
    const line = lineOf(match.index);
    const inside = match.index + 1 + name.length;
    const values = new Map<string, Written>();
    for (const pair of body!.matchAll(KEY_VALUE)) {
      if (pair[1] === undefined) continue;
      const value = pair[2]!.replace(/&([a-z0-9_.-]+);/gi, (whole, entity: string) => {
        return ENTITIES[entity.toLowerCase()] ?? variables.get(entity) ?? whole;
      });
      values.set(pair[1].toLowerCase(), { value, line: lineOf(inside + pair.index) });
    }
    if (name.toLowerCase() === 'define')
      variables.set(values.get('name')?.value ?? '', values.get('value')?.value ?? '');
    const end = match.index + match[0].length;
    tags.push({ name: name.toLowerCase(), line, start: match.index, end, values });
  }
  return tags;
}

function portsOf(tags: readonly Tag[]): Written<number>[] | null {
  const binds = tags.filter(({ name, values }) => name === 'bind' && values.get('type')?.value === 'servers');
  const plain = binds.filter(({ values }) => !values.has('ssl') && !values.has('sslprofile'));
  const ports = plain.flatMap(({ line, values }) => numbersOf(values.get('port')?.value ?? '', line));
  return ports.length === 0 ? null : ports;
}

/** `7000-7005,7010`. */
function numbersOf(list: string, line: number): Written<number>[] {
  return list.split(',').flatMap((item) => {
    const [from = Number.NaN, to = from] = item.split('-').map(Number);
    if (!(from <= to) || to > 65535) return [];
    return Array.from({ length: to - from + 1 }, (_, i) => ({ value: from + i, line }));
  });
}

function linkBlock({ line, values }: Tag): LinkBlock {
  const tls = values.get('ssl') ?? values.get('sslprofile');
  return {
    line,
    name: values.get('name') ?? null,
    sends: values.get('sendpass') ?? null,
    takes: values.get('recvpass') ?? null,
    otherwise:
      tls === undefined
        ? []
        : [{ ...tls, value: 'the ircd wants TLS on this link', instead: 'remove its ssl and sslprofile' }],
    mayHaveOthers: true,
  };
}

/** With or without `m_` and `.so`. */
function moduleName(values: Tag['values']): string {
  return (values.get('name')?.value ?? '').replace(/^m_/, '').replace(/\.so$/, '');
}
