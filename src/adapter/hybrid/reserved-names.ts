import { ForbiddenNames } from '../forbidden-names.ts';
import type { IrcLine } from '../irc-line.ts';
import type { PassingOperator } from './passing-operator.ts';

/** The channel names that the ircd's RESVs forbid. No server is told when one is set or lifted. */
export class ReservedNames {
  readonly #operator: PassingOperator;
  #known = new ForbiddenNames('ascii');
  /** What the answer has said so far. */
  #coming = new ForbiddenNames('ascii');

  constructor(operator: PassingOperator) {
    this.#operator = operator;
  }

  /** The lines that ask. `now`: the ircd's clock, Unix seconds. */
  ask(now: number): string[] {
    this.#coming = new ForbiddenNames('ascii');
    return this.#operator.ask('STATS', ['q'], now);
  }

  /** Takes a line of the ircd: `217 uid Q mask :reason`, of which nicks have the same, and `219 uid q` after the last. */
  hear({ command, params }: IrcLine): void {
    const [asker, , mask = ''] = params;
    if (asker !== this.#operator.uid) return;
    if (command === '217' && mask.startsWith('#')) this.#coming.add(mask, params.at(-1)!, 0);
    if (command === '219') this.#known = this.#coming;
  }

  /** As `ForbiddenNames.problem`, by the last whole answer. */
  problem(name: string, now: number): string | null {
    return this.#known.problem(name, now);
  }
}
