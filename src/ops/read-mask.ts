import type { MessageTypeDefinition } from '@grpc/proto-loader';
import type { FieldMask__Output } from '../proto-types/google/protobuf/FieldMask.ts';
import { CallError } from '../rpc/call-error.ts';

/**
 * Leaves of a message the fields that a read mask names: those of its own, by name, as none below a repeated one can be named.
 * Absent, empty or `*`: all. Throws a CallError that names the first path which is no field of `type`.
 */
export function readMask<T extends object>(
  type: MessageTypeDefinition<T, object>,
  mask: FieldMask__Output | null,
): (message: T) => Partial<T> {
  const paths = mask?.paths ?? [];
  const known = fieldNames(type);
  const wrong = paths.find((path) => path !== EVERYTHING && !known.includes(path));
  if (wrong !== undefined) {
    const shown = JSON.stringify(wrong.slice(0, PATH_SHOWN_MAX));
    throw new CallError('READ_MASK_INVALID', `${shown} is no field: there are ${known.join(', ')}`, {
      field: 'read_mask',
    });
  }
  if (paths.length === 0 || paths.includes(EVERYTHING)) return (message) => message;
  const named = new Set(paths);
  return (message) =>
    Object.fromEntries(Object.entries(message).filter(([name]) => named.has(name))) as Partial<T>;
}

const EVERYTHING = '*';
/** Of a path that is no field, in an error: longer than any that is one. */
const PATH_SHOWN_MAX = 64;

function fieldNames<T extends object>({ type }: MessageTypeDefinition<T, object>): string[] {
  return (type as { field: { name: string }[] }).field.map(({ name }) => name);
}
