import { type Command, InvalidArgumentError } from 'commander';
import { toJson } from './json-output.ts';
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

/** A column for each field. */
export function renderOnlyFields(
  messages: readonly object[],
  fields: readonly string[],
  terminal: Terminal,
): string {
  const columns = fields.map((field) => ({ title: field.toUpperCase(), shrinks: true }) as const);
  const rows = onlyFields(messages, fields).map((message) => Object.values(message).map(cellOf));
  return renderTable(columns, rows, terminal);
}

/** The messages with nothing but the fields, in that order. An answer is read with every field that it lacks at its default. */
export function onlyFields(messages: readonly object[], fields: readonly string[]): object[] {
  return messages.map((message) =>
    Object.fromEntries(fields.map((field) => [field, (message as Record<string, unknown>)[field]])),
  );
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
