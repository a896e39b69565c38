import type { Include } from './included-text.ts';
import type { IrcdConfig, LinkBlock, Written } from './ircd-config.ts';

interface Section {
  readonly name: string;
  readonly line: number;
  readonly values: Map<string, Written>;
}

/** Where it looks if it is not told. */
const INCLUDE_DIR_DEFAULT = 'ngircd.conf.d';

/** The directory whose files come after its own; those name no other. */
export function findNgircdIncludes(text: string, depth: number): Include[] {
  if (depth > 0) return [];
  const named = readNgircdConfig(text).elsewhere[0];
  const place = { start: text.length, end: text.length, isLast: true } as const;
  if (named !== undefined) return [{ kind: 'directory', name: named.value, ...place }];
  return [{ kind: 'directory', name: INCLUDE_DIR_DEFAULT, ...place, isOptional: true }];
}

/** ngIRCd's `[Section]` and `Key = value`. */
export function readNgircdConfig(text: string): IrcdConfig {
  const sections = readSections(text);
  const one = (section: string, key: string) =>
    sections.find(({ name, values }) => name === section && values.has(key))?.values.get(key) ?? null;
  const ports = one('global', 'ports');
  const included = one('options', 'includedir');
  return {
    serverName: one('global', 'name'),
    sid: null,
    casemapping: null,
    ports: ports === null ? [{ value: DEFAULT_PORT, line: 0 }] : portsOf(ports),
    links: sections.filter(({ name }) => name === 'server').map(linkBlock),
    modules: null,
    elsewhere: included === null ? [] : [included],
  };
}

const DEFAULT_PORT = 6667;

function readSections(text: string): Section[] {
  const sections: Section[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const line = index + 1;
    const header = /^\[([^\]]+)\]$/.exec(trimmed)?.[1];
    if (header !== undefined) sections.push({ name: header.trim().toLowerCase(), line, values: new Map() });
    const pair = /^([^=]+)=(.*)$/.exec(trimmed);
    if (header === undefined && pair !== null)
      sections.at(-1)?.values.set(pair[1]!.trim().toLowerCase(), { value: pair[2]!.trim(), line });
  }
  return sections;
}

function portsOf({ value, line }: Written): Written<number>[] {
  return value.split(/[\s,]+/).flatMap((port) => (/^\d+$/.test(port) ? [{ value: Number(port), line }] : []));
}

function linkBlock({ line, values }: Section): LinkBlock {
  const host = values.get('host');
  const calls =
    host !== undefined && values.has('port') && !/^(yes|true|1)$/i.test(values.get('passive')?.value ?? 'no');
  return {
    line,
    name: values.get('name') ?? null,
    sends: values.get('peerpassword') ?? null,
    takes: values.get('mypassword') ?? null,
    otherwise: calls
      ? [
          {
            ...host,
            value: 'the ircd would dial the adapter, which dials itself',
            instead: 'write Passive = yes',
          },
        ]
      : [],
    mayHaveOthers: true,
  };
}
