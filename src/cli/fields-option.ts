import { type Command, InvalidArgumentError } from 'commander';
import { jsonDocument, toJson } from './json-output.ts';
import { type Cell, renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

export interface FieldsOption {
  readonly fields?: readonly string[];
}

/** Adds `--fields` to a command that lists messages. */
export function addFieldsOption(command: Command): Command {
  return command.option(
    '--fields <list>',
    'only these fields, as --json names them: name,members',
    parseFields,
  );
}

/** The read mask that the option asks for. */
export function readMaskOf({ fields }: FieldsOption): { read_mask?: { paths: string[] } } {
  return fields === undefined ? {} : { read_mask: { paths: [...fields] } };
}

/** Of the messages in `list[name]` what was asked for: a column each, or for programs the same list with nothing else. */
export function renderFields<Name extends string>(
  list: { readonly [name in Name]: readonly object[] },
  name: Name,
  options: FieldsOption & { readonly json?: true },
  terminal: Terminal,
): string {
  const rows = list[name].map((message) => onlyFields(message, options.fields ?? []));
  if (options.json) return jsonDocument({ ...list, [name]: rows.map((row) => Object.fromEntries(row)) });
  const columns = (options.fields ?? []).map(
    (field) => ({ title: field.toUpperCase(), shrinks: true }) as const,
  );
  return renderTable(
    columns,
    rows.map((row) => row.map(([, value]) => cellOf(value))),
    terminal,
  );
}

/** An answer is read with every field that it lacks at its default. */
function onlyFields(message: object, fields: readonly string[]): [string, unknown][] {
  return fields.map((field) => [field, (message as Record<string, unknown>)[field]]);
}

function cellOf(value: unknown): Cell {
  const json = toJson(value);
  if (json === undefined || json === null || json === '') return '-';
  if (Array.isArray(json)) return json.join(' ') || '-';
  return typeof json === 'object' ? JSON.stringify(json) : String(json);
}

function parseFields(text: string): string[] {
  const fields = text.split(',').map((field) => field.trim());
  if (fields.every((field) => /^[a-z_]+$/.test(field))) return [...new Set(fields)];
  throw new InvalidArgumentError('They are names with commas between them, for instance name,members.');
}
