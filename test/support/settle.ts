/** Lets everything happen that needs no time to pass: deferred work and what follows from it. */
export class Settling {
  #deferred: (() => void)[] = [];

  /** Runs `work` in a later step of `settle`, in order. */
  readonly defer = (work: () => void): void => {
    this.#deferred.push(work);
  };

  async settle(): Promise<void> {
    // Memory links deliver in microtasks: a turn of the event loop says that none is left.
    await nextTurn();
    while (this.#deferred.length > 0) {
      const batch = this.#deferred;
      this.#deferred = [];
      for (const work of batch) work();
      await nextTurn();
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
