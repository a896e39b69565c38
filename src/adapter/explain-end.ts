import type { LinkEnd, LinkExplanation } from './dialect.ts';

/** What an operator can do about the ends of a link to one kind of ircd. */
export interface EndAdvice {
  /** About an `ERROR` of the ircd; null: nothing is known of it. */
  readonly error: (text: string) => string | null;
  /** The handshake took too long. */
  readonly timeout: LinkExplanation;
  /** The ircd closed without a word. */
  readonly closed: string;
  /** Nothing could be connected to. */
  readonly unreachable: string;
}

/** Why the link ended, and what to do about it. */
export function explainEnd(end: LinkEnd, advice: EndAdvice): LinkExplanation {
  switch (end.kind) {
    case 'error':
      return { reason: `the ircd says: ${end.text}`, next: advice.error(end.text) };
    case 'timeout':
      return advice.timeout;
    case 'closed':
      return { reason: 'the ircd closed the link before its SERVER line', next: advice.closed };
    case 'unreachable':
      return { reason: end.problem, next: advice.unreachable };
  }
}

/** Of an ircd that has answered, and then goes on too slowly. */
export const handshakeTooLong = 'the handshake took too long';
