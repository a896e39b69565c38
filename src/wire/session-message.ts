import type { Casemapping } from '../core/casemapping.ts';
import type { ChannelId, ServerName } from '../core/identity.ts';
import type { DocumentMessage } from './document-line.ts';
import type { LineProblem, LineProblemCode } from './line-problem.ts';

/** Why a link ends: a closed set. A code of a later version decodes as `internal`. */
export const byeCodes = [
  'version',
  'name',
  'self',
  'casemapping',
  'duplicate',
  'protocol',
  'timeout',
  'shutdown',
  'internal',
  'expelled',
] as const;

export type ByeCode = (typeof byeCodes)[number];

/** One line of a session. Numbers are whole, from 0 to 2^53 - 1. */
export type SessionMessage =
  | {
      readonly verb: 'HELLO';
      readonly version: number;
      readonly server: ServerName;
      readonly casemapping: Casemapping;
      /** A lower-case UUID: changes when the sender's sequence starts anew. */
      readonly epoch: string;
      /** For people, at most 256 bytes. */
      readonly software: string;
      readonly capabilities: readonly string[];
      readonly peers: readonly ServerName[];
    }
  /** What I durably have of yours; null: nothing. */
  | { readonly verb: 'RESUME'; readonly epoch: string | null; readonly sequence: number }
  /** My burst starts; `resume`: only what changed since `sequence`. */
  | { readonly verb: 'BURST'; readonly mode: 'full' | 'resume'; readonly sequence: number }
  | { readonly verb: 'CBURST'; readonly message: DocumentMessage }
  /** Ends a page of CBURST lines; `sequence` is a valid resume point once the page is durable, null inside a burst. */
  | {
      readonly verb: 'PAGE';
      readonly number: number;
      readonly lines: number;
      readonly sequence: number | null;
    }
  /** That page is durable here. */
  | { readonly verb: 'ACK'; readonly number: number }
  /** End of the burst, with the number of documents presented. */
  | { readonly verb: 'EOB'; readonly documents: number }
  | {
      readonly verb: 'NAK';
      readonly page: number;
      readonly line: number;
      readonly code: LineProblemCode;
      readonly reason: string;
      readonly channelId: ChannelId | null;
    }
  /** Asks for a channel; null: for everything. */
  | { readonly verb: 'REQUEST'; readonly channelId: ChannelId | null }
  | { readonly verb: 'PING'; readonly token: string }
  | { readonly verb: 'PONG'; readonly token: string }
  | { readonly verb: 'BYE'; readonly code: ByeCode; readonly reason: string };

/** What `encodeMessage` takes: everything but CBURST, whose lines `encodeDocument` makes. */
export type ControlMessage = Exclude<SessionMessage, { verb: 'CBURST' }>;

export declare function encodeMessage(message: ControlMessage): string;

export declare function decodeMessage(
  line: string,
  casemapping: Casemapping,
): SessionMessage | { problem: LineProblem };
