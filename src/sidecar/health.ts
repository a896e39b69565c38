import { HealthImplementation } from 'grpc-health-check';
import { healthServices } from '../rpc/health-services.ts';

const ALL = '';

/**
 * What grpc.health.v1 says of the sidecar. A store that takes no writes is the end of everything: nothing serves, and only a
 * new start helps. `liveness` says no more than that none is needed; what needs the ircd serves while it is attached.
 */
export class Health {
  readonly implementation = new HealthImplementation();
  #hostAttached = false;
  #storeWritable = true;
  #stopping = false;
  readonly #told = new Map<string, boolean>();

  constructor() {
    this.#tell();
  }

  hostAttached(attached: boolean): void {
    this.#hostAttached = attached;
    this.#tell();
  }

  storeFailed(): void {
    this.#storeWritable = false;
    this.#tell();
  }

  /** It lives until it has stopped. */
  stopping(): void {
    this.#stopping = true;
    this.#tell();
  }

  #tell(): void {
    const answers = this.#storeWritable && !this.#stopping;
    const ready = answers && this.#hostAttached;
    this.#set(healthServices.liveness, this.#storeWritable);
    for (const name of [ALL, healthServices.ops]) this.#set(name, answers);
    for (const name of [healthServices.readiness, healthServices.host]) this.#set(name, ready);
  }

  /** Those who watch hear of changes only. */
  #set(name: string, serves: boolean): void {
    if (this.#told.get(name) === serves) return;
    this.#told.set(name, serves);
    this.implementation.setStatus(name, serves ? 'SERVING' : 'NOT_SERVING');
  }
}
