import type { ReplicaStore } from '../store/replica-store.ts';

/** A quiet network may write nothing for hours, and a disk that fills meanwhile is to be noticed. One small record. */
const PROVE_EVERY_MS = 30_000;

export interface StoreProofDependencies {
  readonly store: Pick<ReplicaStore, 'writeInAnyCase'>;
  readonly submit: (run: () => void) => void;
}

/** Writes to the store now and then, so that one that takes no writes any more is found out without an act of a user. */
export class StoreProof {
  readonly #dependencies: StoreProofDependencies;
  #sinceMs = 0;

  constructor(dependencies: StoreProofDependencies) {
    this.#dependencies = dependencies;
  }

  /** So much time has passed. */
  tick(elapsedMs: number): void {
    const { store, submit } = this.#dependencies;
    this.#sinceMs += elapsedMs;
    if (this.#sinceMs < PROVE_EVERY_MS) return;
    this.#sinceMs = 0;
    submit(() => store.writeInAnyCase());
  }
}
