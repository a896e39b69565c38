/**
 * Services have a few dozen clients, and some that hold nicks of users for a while: those that have it for long are among the
 * last that were seen when all go.
 */
const NICKS_MAX = 1000;

/** What clients of services were called, those that were seen last. Nobody else gets such a nick while they are away. */
export class ServiceNicks {
  readonly #nicks = new Set<string>();

  /** It is there, or goes. */
  note(nick: string): void {
    this.#nicks.delete(nick);
    this.#nicks.add(nick);
    if (this.#nicks.size > NICKS_MAX) this.#nicks.delete(this.#nicks.values().next().value!);
  }

  all(): Iterable<string> {
    return this.#nicks;
  }
}
