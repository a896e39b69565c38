import { ircText } from '../core/irc-text.ts';

/** The JSON object in `value`, or null. Nothing is passed on of what a parser says: it quotes what it read, join keys too. */
export function parseJsonObject(value: Uint8Array): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(ircText(value));
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
