import type { ChannelId } from '../core/identity.ts';

/** Why a line is rejected: a closed set. `other` stands for a code of a later version. */
export const lineProblemCodes = [
  'too-long',
  'bad-byte',
  'bad-blank',
  'bad-quote',
  'bad-escape',
  'unknown-verb',
  'missing-parameter',
  'repeated-parameter',
  'unexpected-word',
  'too-many',
  'bad-channel',
  'bad-id',
  'bad-server',
  'bad-mode',
  'bad-stamp',
  'bad-value',
  'other',
] as const;

export type LineProblemCode = (typeof lineProblemCodes)[number];

export interface LineProblem {
  readonly code: LineProblemCode;
  /** For people and logs. Never quotes the line, so it holds no join key; at most 512 bytes of ASCII. */
  readonly reason: string;
  /** The channel that the line was about, when that much could be read. */
  readonly channelId: ChannelId | null;
}

/** What is wrong, before it is known which channel it concerns. */
export interface Failure {
  readonly code: LineProblemCode;
  readonly reason: string;
}

export function failure(code: LineProblemCode, reason: string): Failure {
  return { code, reason };
}

export function parseLineProblemCode(text: string): LineProblemCode {
  return lineProblemCodes.find((code) => code === text) ?? 'other';
}
