import type { DocumentPart } from './document.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import { parseServerName, type ServerName } from './identity.ts';
import { type IrcText, limits } from './irc-text.ts';
import type { Stamp } from './stamp.ts';

/** The metadata entry in which an operator's decision stands: which servers have this id for the channel's name. */
export const PIN_NAME = 'pin';

const EVERY_SERVER = '*';

/** The decision that `servers` (null: all) have this id. */
export function pinField(servers: readonly ServerName[] | null): Field {
  const value = servers === null ? EVERY_SERVER : [...servers].sort().join(' ');
  return { kind: 'metadata', name: PIN_NAME, value: value as IrcText };
}

/** The decision is taken back. */
export function unpinField(): Field {
  return { kind: 'metadata', name: PIN_NAME, value: null };
}

/** When it was decided that `server` has this id; null: it was not. */
export function pinFor(document: DocumentPart, server: ServerName): Stamp | null {
  const register = document.registers.get(PIN_KEY);
  if (register?.field.kind !== 'metadata' || register.field.value === null) return null;
  const { value } = register.field;
  return value === EVERY_SERVER || value.split(' ').includes(server) ? register.stamp : null;
}

/** An operator decided who has this id. */
export function isPinned({ registers }: DocumentPart): boolean {
  const field = registers.get(PIN_KEY)?.field;
  return field !== undefined && isSet(field);
}

/** What is wrong with `value` as a pin, or null. */
export function pinProblem(value: string): string | null {
  if (value.length > limits.metadataBytes) return `pin is longer than ${limits.metadataBytes} bytes`;
  const names = value.split(' ');
  const valid = value === EVERY_SERVER || names.every((name) => parseServerName(name) !== null);
  return valid ? null : 'pin names neither servers nor *';
}

/** Names the decision within its channel. */
export const PIN_KEY = `metadata:${PIN_NAME}` as FieldKey;
