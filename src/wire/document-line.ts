import type { Casemapping } from '../core/casemapping.ts';
import type { DocumentPart } from '../core/document.ts';
import type { LineProblem } from './line-problem.ts';

/** What one CBURST line says. */
export interface DocumentMessage {
  readonly part: DocumentPart;
  /** Local members of the sender, 0 to 4294967295; null: the sender does not hold the channel. */
  readonly members: number | null;
}

export interface EncodeOptions {
  /** False: the plain form of the line, without stamps and without unset fields (but NOTOPIC). */
  readonly stamps: boolean;
  /** Longest line in bytes without its line ending, 16384 at least: every single register fits in that. */
  readonly lineBytesMax: number;
}

export declare function encodeDocument(message: DocumentMessage, options: EncodeOptions): string[];

export declare function decodeDocument(
  line: string,
  casemapping: Casemapping,
): { message: DocumentMessage } | { problem: LineProblem };
