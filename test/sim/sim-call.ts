import { EventEmitter } from 'node:events';
import type { HostCall } from '../../src/host/host-stream.ts';
import type { AttachRequest__Output } from '../../src/proto-types/cburst/v1/AttachRequest.ts';
import type { AttachResponse } from '../../src/proto-types/cburst/v1/AttachResponse.ts';
import type { Agenda } from './agenda.ts';
import type { HostBounds } from './checks/bounds.ts';
import type { Random } from './random.ts';

export interface CallDependencies {
  readonly agenda: Agenda;
  readonly random: Random;
  /** The longest that a message takes, either way. */
  readonly delayMsMax: number;
  /** Messages to the host above which the sidecar has to wait. */
  readonly windowMessages: number;
  /** The sidecar wrote; what it wrote reaches the host later, if the process lives. */
  readonly wrote: (message: AttachResponse) => boolean;
  readonly bounds: HostBounds;
  /** Updates that the host has not said what became of. */
  readonly inFlight: () => number;
  readonly toHost: (message: AttachResponse) => void;
  /** The sidecar ended the call. */
  readonly ended: (reason: string) => void;
}

/** The stream of a host, as the shipped service sees it: of gRPC only what it uses. */
export class SimCall extends EventEmitter {
  readonly #dependencies: CallDependencies;
  #toHostMs = 0;
  #toSidecarMs = 0;
  #underWay = 0;
  #awaitsDrain = false;
  #open = true;
  /** What came while the sidecar does not read; null: it reads. */
  #paused: (() => void)[] | null = null;

  constructor(dependencies: CallDependencies) {
    super();
    this.#dependencies = dependencies;
    this.on('error', (error: { details: string }) => this.#refused(error.details));
  }

  get call(): HostCall {
    return this as unknown as HostCall;
  }

  /** The sidecar says something. */
  write(message: AttachResponse): boolean {
    const { agenda, wrote, toHost, windowMessages, bounds } = this.#dependencies;
    if (!this.#open || !wrote(message)) return true;
    this.#checkBounds(message);
    this.#underWay++;
    this.#toHostMs = Math.max(this.#toHostMs, agenda.nowMs + this.#delay());
    agenda.at(this.#toHostMs, () => {
      this.#underWay--;
      if (!this.#open) return;
      toHost(message);
      if (!this.#awaitsDrain || this.#underWay > windowMessages / 2) return;
      this.#awaitsDrain = false;
      bounds.drained();
      this.emit('drain');
    });
    this.#awaitsDrain ||= this.#underWay > windowMessages;
    return !this.#awaitsDrain;
  }

  end(): void {}

  /** The host says something. `taken` is called around its arrival. */
  say(message: AttachRequest__Output, taken: (arrive: () => void) => void): void {
    const { agenda } = this.#dependencies;
    this.#toSidecarMs = Math.max(this.#toSidecarMs, agenda.nowMs + this.#delay());
    agenda.at(this.#toSidecarMs, () => {
      if (this.#open) this.#arrive(() => taken(() => this.emit('data', message)));
    });
  }

  /** The sidecar reads no further for now. */
  pause(): void {
    this.#paused ??= [];
  }

  resume(): void {
    const waiting = this.#paused ?? [];
    this.#paused = null;
    for (const arrive of waiting) if (this.#open) this.#arrive(arrive);
  }

  /** The process is gone: the host hears of it soon. */
  processGone(): void {
    this.#refused('the sidecar is gone');
    this.emit('close');
  }

  /** The host is gone: what was under way is lost. */
  cut(): void {
    if (!this.#open) return;
    this.#open = false;
    this.emit('close');
  }

  #checkBounds({ updates, members }: AttachResponse): void {
    const { bounds, inFlight } = this.#dependencies;
    if (updates) bounds.updates(updates.updates?.length ?? 0, inFlight(), this.#awaitsDrain);
    if (members) bounds.members(this.#awaitsDrain);
  }

  #arrive(take: () => void): void {
    if (this.#paused === null) take();
    else this.#paused.push(take);
  }

  #delay(): number {
    return 1 + this.#dependencies.random.whole(this.#dependencies.delayMsMax);
  }

  #refused(reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#dependencies.agenda.after(1, () => this.#dependencies.ended(reason));
  }
}
