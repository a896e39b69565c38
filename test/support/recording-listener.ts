import type { PeerLinkListener } from '../../src/peer/peer-link.ts';

type LinkEvent = { line: string } | { drain: true } | { closed: string };

/** Remembers what a link told, and lets a test wait for more of it. */
export class RecordingListener implements PeerLinkListener {
  readonly events: LinkEvent[] = [];
  #wake: () => void = () => {};
  /** Called with each line before it is remembered. */
  onLine: (line: string) => void = () => {};

  get lines(): string[] {
    return this.events.flatMap((event) => ('line' in event ? [event.line] : []));
  }

  get drains(): number {
    return this.events.filter((event) => 'drain' in event).length;
  }

  get closings(): string[] {
    return this.events.flatMap((event) => ('closed' in event ? [event.closed] : []));
  }

  line(line: string): void {
    this.onLine(line);
    this.#add({ line });
  }

  drain(): void {
    this.#add({ drain: true });
  }

  closed(reason: string): void {
    this.#add({ closed: reason });
  }

  /** Resolves once `holds` does; the test's own time limit is the only other end. */
  async until(holds: (listener: this) => boolean): Promise<void> {
    while (!holds(this)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The reason of the end. */
  async end(): Promise<string> {
    await this.until((listener) => listener.closings.length > 0);
    return this.closings[0]!;
  }

  #add(event: LinkEvent): void {
    this.events.push(event);
    this.#wake();
  }
}
