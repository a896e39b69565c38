import type { ServerName } from '../core/identity.ts';
import type { DigestMessage } from '../wire/digest-line.ts';
import { DigestAnswerer } from './digest-answerer.ts';
import { DigestAsker } from './digest-asker.ts';
import type { DigestEvents, DigestOutcome, DigestSource } from './digest-round.ts';
import { ExchangedPairs } from './exchanged-pairs.ts';

export interface DigestExchangeOptions {
  readonly server: ServerName;
  readonly peer: ServerName;
}

export interface DigestExchangeDependencies {
  readonly source: DigestSource;
  readonly events: DigestEvents;
}

/**
 * Proves this side and a peer equal, or finds the documents that differ, and has each side send what it has of them.
 *
 * One round is under way at a time. Either side may begin it; of two begun at the same moment that of the server with the
 * bytewise smaller name goes on. Every line is answered by one, and a round ends by itself after a bounded number of them,
 * whatever the peer says. What changes during a round may be sent although it need not be, never the other way round.
 *
 * It keeps no time: when no answer comes, `abandon` is the caller's to call. Lines of a round that is over mean nothing.
 */
export class DigestExchange {
  readonly #options: DigestExchangeOptions;
  readonly #source: DigestSource;
  readonly #events: DigestEvents;
  readonly #pairs = new ExchangedPairs();
  readonly #told = new ExchangedPairs();
  #rounds = 0;
  #asker: DigestAsker | null = null;
  #answerer: DigestAnswerer | null = null;

  constructor(options: DigestExchangeOptions, { source, events }: DigestExchangeDependencies) {
    this.#options = options;
    this.#source = source;
    this.#events = events;
  }

  /** A round is under way. */
  get busy(): boolean {
    return this.#asker !== null || this.#answerer !== null;
  }

  /**
   * Begins a round. False: one is under way, or nothing is compared now.
   *
   * @param salt random, from 0 to 2^32 - 1
   */
  start(salt: number): boolean {
    const root = this.busy ? null : this.#source.root(salt);
    if (root === null) return false;
    const round = ++this.#rounds;
    this.#asker = new DigestAsker({
      round,
      salt,
      root,
      told: this.#told,
      source: this.#source,
      events: this.#events,
    });
    this.#events.emit({ verb: 'DIGEST', round, salt, root: root.sum });
    return true;
  }

  /** Takes in a line of the peer. */
  message(message: DigestMessage): void {
    if (message.verb === 'DIGEST') this.#begun(message);
    else if (message.verb === 'DIFFER') this.#answered(message);
    else this.#asked(message);
  }

  /** Gives up the round that is under way. */
  abandon(): void {
    if (this.busy) this.#end({ kind: 'failed', code: 'abandoned' });
  }

  #begun(message: Extract<DigestMessage, { verb: 'DIGEST' }>): void {
    if (this.#asker !== null) {
      if (this.#options.server < this.#options.peer) return;
      this.#end({ kind: 'failed', code: 'superseded' });
    }
    this.abandon();
    const root = this.#source.root(message.salt);
    if (root === null) {
      this.#events.emit({ verb: 'DIFFER', round: message.round, marks: null });
      return;
    }
    this.#answerer = new DigestAnswerer(message, this.#pairs, this.#source, this.#events);
    this.#endIf(this.#answerer.begin(root));
  }

  #asked({ round, nodes }: Extract<DigestMessage, { verb: 'SUMS' }>): void {
    if (this.#answerer?.round === round) this.#endIf(this.#answerer.asked(nodes));
  }

  #answered({ round, marks }: Extract<DigestMessage, { verb: 'DIFFER' }>): void {
    if (this.#asker?.round !== round) return;
    const next = this.#asker.answered(marks);
    if ('verb' in next) this.#events.emit(next);
    else this.#end(next);
  }

  #endIf(outcome: DigestOutcome | null): void {
    if (outcome !== null) this.#end(outcome);
  }

  #end(outcome: DigestOutcome): void {
    if (this.#answerer !== null) this.#pairs.endRound(isWhole(outcome));
    if (this.#asker !== null) this.#told.endRound(isWhole(outcome));
    this.#asker = null;
    this.#answerer = null;
    this.#events.ended(outcome);
  }
}

/** The round came across everything that differs. */
function isWhole(outcome: DigestOutcome): boolean {
  return outcome.kind === 'equal' || (outcome.kind === 'different' && outcome.complete);
}
