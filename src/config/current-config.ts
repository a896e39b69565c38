import type { ChannelKey } from '../core/casemapping.ts';
import type { ConflictPolicy, PolicyFor } from '../core/choose-id.ts';
import { policyForNames } from '../core/name-policies.ts';
import { appliedConfig, type ConfigChange, diffConfig } from './diff-config.ts';
import type { SidecarConfig } from './sidecar-config.ts';

/** By what a sidecar works now, and what its file said when it was last read. */
export class CurrentConfig {
  #running: SidecarConfig;
  #loaded: SidecarConfig;
  #loadedAt: number;
  #policies: PolicyFor;

  /** `now`: Unix ms. */
  constructor(config: SidecarConfig, now: number) {
    this.#running = config;
    this.#loaded = config;
    this.#loadedAt = now;
    this.#policies = policiesOf(config);
  }

  get running(): SidecarConfig {
    return this.#running;
  }

  /** When the file was last read and counted, Unix ms. */
  get loadedAt(): number {
    return this.#loadedAt;
  }

  policyFor(key: ChannelKey): ConflictPolicy {
    return this.#policies(key);
  }

  /** What the file says and only a restart makes count. */
  pending(): ConfigChange[] {
    return diffConfig(this.#running, this.#loaded);
  }

  /** The file was read again, at `now`, Unix ms: what can counts from now on. */
  take(loaded: SidecarConfig, now: number): void {
    this.#running = appliedConfig(this.#running, loaded);
    this.#loaded = loaded;
    this.#loadedAt = now;
    this.#policies = policiesOf(this.#running);
  }
}

function policiesOf({ channels, server }: SidecarConfig): PolicyFor {
  return policyForNames(channels, server.casemapping);
}
