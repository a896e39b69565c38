/** What stands in the place of a secret. */
export const censor = '[redacted]';
/** Keys whose values are secret wherever they are. */
export const secretKeys: ReadonlySet<string> = new Set([
  'joinKey',
  'join_key',
  'password',
  'sendPassword',
  'receivePassword',
  'token',
  'authorization',
  'Authorization',
  'keyPem',
]);
/** Deeper objects are not logged: they are somebody's whole state. */
const DEPTH_MAX = 6;

/**
 * A copy of what is to be logged without join keys, passwords and tokens. Defence in depth: nothing should pass them to
 * the log at all. Errors and other class instances are left to their serializers.
 */
export function redact(value: Record<string, unknown>): Record<string, unknown> {
  return redactObject(value, 0);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEPTH_MAX) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return isPlain(value) ? redactObject(value, depth) : value;
}

function redactObject(value: Record<string, unknown>, depth: number): Record<string, unknown> {
  const isJoinKey = value.kind === 'join-key';
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const secret = secretKeys.has(key) || (isJoinKey && key === 'value');
      return [key, secret && item !== null && item !== undefined ? censor : redactValue(item, depth + 1)];
    }),
  );
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
