import { type ChannelDocument, type DocumentPart, join, newDocument, partOf } from './document.ts';
import { fieldsBytes } from './field.ts';
import { type PeerMessage, quarantineCodes, type Suspicion } from './guard.ts';
import type { ChannelId, ServerName } from './identity.ts';

/** What a peer said of a channel id and waits for an operator. Plain data. */
export interface QuarantinedMessage extends PeerMessage, Suspicion {
  /** How operators name it. */
  readonly number: number;
  /** When the first of it came, Unix ms by this server's clock. */
  readonly since: number;
}

/** More than an operator will look through. */
export const QUARANTINED_MAX = 10_000;
/** What all of them may come to, as `quarantinedBytes` counts. */
export const QUARANTINE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Messages that are kept and not applied, one for each peer and channel id: what the peer says of the id meanwhile is joined
 * to it. Bounded; what finds no room has to be refused to the peer, so that nothing is lost in silence.
 */
export class Quarantine {
  readonly #held = new Map<number, QuarantinedMessage>();
  readonly #numbers = new Map<ChannelId, Map<ServerName, number>>();
  #bytes = 0;
  #last = 0;

  /** Every message, the oldest first. */
  list(): QuarantinedMessage[] {
    return [...this.#held.values()].sort((a, b) => a.number - b.number);
  }

  /** The last number that was given; 0: none was. */
  get lastNumber(): number {
    return this.#last;
  }

  /** No number up to this one is given again: operators may know what it stood for. */
  continueNumbers(last: number): void {
    this.#last = Math.max(this.#last, last);
  }

  get size(): number {
    return this.#held.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(number: number): QuarantinedMessage | undefined {
    return this.#held.get(number);
  }

  find(peer: ServerName, id: ChannelId): QuarantinedMessage | undefined {
    const number = this.#numbers.get(id)?.get(peer);
    return number === undefined ? undefined : this.#held.get(number);
  }

  /** What peers said of `id`: to be judged again when more is known of it. */
  about(id: ChannelId): QuarantinedMessage[] {
    return [...(this.#numbers.get(id)?.values() ?? [])].map((number) => this.#held.get(number)!);
  }

  /** Keeps a message. A problem says why it could not: the peer has to be told. */
  add(
    message: PeerMessage,
    suspicion: Suspicion,
    now: number,
  ): { readonly held: QuarantinedMessage } | { readonly problem: string } {
    const present = this.find(message.peer, message.part.id);
    const held: QuarantinedMessage = {
      number: present?.number ?? this.#last + 1,
      since: present?.since ?? now,
      peer: message.peer,
      members: message.members,
      part: this.whole(message),
      ...graver(present, suspicion),
    };
    if (!this.#hasRoom(held, present))
      return { problem: 'it should wait for an operator, and too much does' };
    this.restore(held);
    return { held };
  }

  /** All that its peer said of the id: what waits already, and the message. */
  whole({ peer, part }: PeerMessage): DocumentPart {
    return joined(this.find(peer, part.id)?.part, part);
  }

  /** Puts back what was stored. */
  restore(held: QuarantinedMessage): void {
    this.take(held.number);
    this.#held.set(held.number, held);
    const numbers = this.#numbers.get(held.part.id) ?? new Map<ServerName, number>();
    this.#numbers.set(held.part.id, numbers.set(held.peer, held.number));
    this.#bytes += quarantinedBytes(held);
    this.continueNumbers(held.number);
  }

  /** Takes a message out: it was approved, rejected, or is no longer suspect. */
  take(number: number): QuarantinedMessage | undefined {
    const held = this.#held.get(number);
    if (held === undefined) return undefined;
    this.#held.delete(number);
    const numbers = this.#numbers.get(held.part.id)!;
    numbers.delete(held.peer);
    if (numbers.size === 0) this.#numbers.delete(held.part.id);
    this.#bytes -= quarantinedBytes(held);
    return held;
  }

  #hasRoom(held: QuarantinedMessage, present: QuarantinedMessage | undefined): boolean {
    const more = quarantinedBytes(held) - (present === undefined ? 0 : quarantinedBytes(present));
    if (present === undefined && this.#held.size >= QUARANTINED_MAX) return false;
    return this.#bytes + more <= QUARANTINE_BYTES_MAX;
  }
}

/** Registers as `fieldBytes` counts, and what else of a part has no fixed size. */
export function quarantinedBytes({ part }: QuarantinedMessage): number {
  let bytes = part.name.length + fieldsBytes(part.registers.values().map(({ field }) => field));
  for (const [name, value] of part.unknown) bytes += name.length + value.length;
  for (const id of part.absorbed) bytes += id.length;
  return bytes;
}

/** All that the peer said; of what cannot be joined (its origin, its age) the last. */
function joined(present: DocumentPart | undefined, part: DocumentPart): DocumentPart {
  // Without the text of its registers, which would count as nothing.
  if (present === undefined) return { ...part, registers: part.registers };
  const whole: ChannelDocument = newDocument(part);
  join(whole, present);
  join(whole, part);
  whole.createdAt = part.createdAt ?? present.createdAt;
  return partOf(whole);
}

/** What an operator has to know before approving: what followed does not make it harmless. */
function graver(present: Suspicion | undefined, next: Suspicion): Suspicion {
  const gravity = ({ code }: Suspicion) => quarantineCodes.indexOf(code);
  const { code, text } = present !== undefined && gravity(present) < gravity(next) ? present : next;
  return { code, text };
}
