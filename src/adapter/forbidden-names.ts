import type { Casemapping } from '../core/casemapping.ts';
import { channelKey } from '../core/casemapping.ts';
import { globMatcher } from '../core/glob.ts';

interface ForbiddenName {
  readonly matches: (key: string) => boolean;
  readonly reason: string;
  /** Unix seconds, the ircd's; 0: for ever. */
  readonly until: number;
}

/** An ircd that has more is told a channel's name too many: nothing worse. */
const NAMES_MAX = 10_000;

/** Channel names that operators of the ircd forbade: to its users, while a server that makes such a channel is not asked. */
export class ForbiddenNames {
  readonly #casemapping: Casemapping;
  readonly #names = new Map<string, ForbiddenName>();

  constructor(casemapping: Casemapping) {
    this.#casemapping = casemapping;
  }

  /** `mask` may have `*` and `?`. */
  add(mask: string, reason: string, until: number): void {
    const key = channelKey(this.#casemapping, mask);
    if (key === '' || (this.#names.size >= NAMES_MAX && !this.#names.has(key))) return;
    this.#names.set(key, { matches: globMatcher(key), reason, until });
  }

  remove(mask: string): void {
    this.#names.delete(channelKey(this.#casemapping, mask));
  }

  /** Why a channel of that name is forbidden; null: it is not. `now`: the ircd's clock, Unix seconds. */
  problem(name: string, now: number): string | null {
    const key = channelKey(this.#casemapping, name);
    for (const { matches, reason, until } of this.#names.values()) {
      if ((until === 0 || until > now) && matches(key))
        return `operators of this ircd forbade the name: ${reason}`;
    }
    return null;
  }
}
