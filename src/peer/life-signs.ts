export const PING_INTERVAL_MS = 30_000;
export const SILENCE_MAX_MS = 90_000;
/** How long a link that is asked whether it is still there may stay silent. */
export const PROBE_MS = 5_000;

/** Whether the other side of a link is there: what was heard of it, and the questions that it has to answer. */
export class LifeSigns {
  readonly #ping: (token: string) => void;
  #heardAt: number;
  #pingedAt: number;
  #probe: { readonly token: string; until: number } | null = null;
  #probes = 0;
  /** Between the last question and its answer; 0: none was answered. */
  latencyUs = 0;

  /** `ping` sends a question with that token. */
  constructor(ping: (token: string) => void, now: number) {
    this.#ping = ping;
    this.#heardAt = now;
    this.#pingedAt = now;
  }

  ask(now: number): void {
    this.#pingedAt = now;
    this.#ping(String(Math.floor(now)));
  }

  /** Asks for an answer soon, in a way that no earlier question is answered. */
  probe(now: number): void {
    if (this.#probe !== null) return;
    this.#probe = { token: `probe-${++this.#probes}`, until: now + PROBE_MS };
    this.#ping(this.#probe.token);
  }

  heard(now: number): void {
    this.#heardAt = now;
    // What was under way when the peer died comes too, so it is no answer, but a slow link takes its time.
    if (this.#probe !== null) this.#probe.until = now + PROBE_MS;
  }

  /** True: the probe was answered. */
  answered(token: string, now: number): boolean {
    if (token === this.#probe?.token) {
      this.#probe = null;
      return true;
    }
    this.latencyUs = Math.max(1, Math.round((now - this.#pingedAt) * 1000));
    return false;
  }

  /** Asks when it is time. Returns why the other side counts as gone, or null. */
  tick(now: number): string | null {
    const silence = now - this.#heardAt;
    if (silence > SILENCE_MAX_MS || (this.#probe !== null && now > this.#probe.until))
      return `nothing came for ${Math.round(silence / 1000)} s`;
    if (now - this.#pingedAt >= PING_INTERVAL_MS) this.ask(now);
    return null;
  }
}
