/**
 * An answer of the sidecar for programs: the messages of proto/cburst/v1 with their names. Bytes are a string where they
 * are UTF-8 and `{"hex": "…"}` where not, so that nothing is lost and nothing is taken for something else.
 */
export function toJson(message: unknown): unknown {
  if (message instanceof Uint8Array) return bytesToJson(message);
  if (Array.isArray(message)) return message.map(toJson);
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(
    Object.entries(message)
      // The loader notes in `_name` that the optional field `name` is there.
      .filter(([key]) => !key.startsWith('_'))
      .map(([key, value]) => [key, toJson(value)]),
  );
}

/** One document, readable. */
export function jsonDocument(message: unknown): string {
  return `${JSON.stringify(toJson(message), null, 2)}\n`;
}

/** One line. */
export function jsonLine(message: unknown): string {
  return `${JSON.stringify(toJson(message))}\n`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bytesToJson(bytes: Uint8Array): string | { hex: string } {
  try {
    return utf8.decode(bytes);
  } catch {
    return { hex: Buffer.from(bytes).toString('hex') };
  }
}
