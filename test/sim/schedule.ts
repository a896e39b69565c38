import type { Random } from './random.ts';

/** What is to happen, in queues: a queue keeps its order, chance decides which queue is next. */
export class Schedule {
  readonly #random: Random;
  readonly #queues = new Map<string, (() => void)[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  add(queue: string, task: () => void): void {
    const waiting = this.#queues.get(queue);
    if (waiting) waiting.push(task);
    else this.#queues.set(queue, [task]);
  }

  /** Forgets what waits there: its process died. */
  drop(queue: string): void {
    this.#queues.delete(queue);
  }

  /** Runs at most `max` tasks and what they lead to. False when nothing was left before that. */
  async run(max: number): Promise<boolean> {
    for (let done = 0; done < max; done++) {
      await nextTurn();
      if (this.#queues.size === 0) return false;
      const name = this.#random.pick([...this.#queues.keys()]);
      const queue = this.#queues.get(name)!;
      const task = queue.shift()!;
      if (queue.length === 0) this.#queues.delete(name);
      task();
    }
    return true;
  }
}

/** Memory links work in microtasks: after a turn of the event loop none is left. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
