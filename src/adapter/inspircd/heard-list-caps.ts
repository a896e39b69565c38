import { type Casemapping, fold } from '../../core/casemapping.ts';
import type { IrcLine } from '../irc-line.ts';
import { type ListCap, listCap } from '../list-caps.ts';

/** Far more channels than an ircd has. What was heard first is forgotten beyond. */
const CHANNELS_MAX = 65_536;

/**
 * How long a channel's lists may be, which the ircd tells with all else of it: in its burst and when it is asked for it. Of a channel
 * that it has not told of, what holds for all others, if that is one thing; else no cap is known, as `<maxlist>` may name
 * channels.
 */
export class HeardListCaps {
  readonly #casemapping: Casemapping;
  readonly #caps = new Map<string, Heard>();
  /** What every channel so far has; null: they differ. Undefined: none was told of. */
  #common: Heard | null | undefined;

  constructor(casemapping: Casemapping) {
    this.#casemapping = casemapping;
  }

  /** Takes `METADATA #c 1795334447 maxlist :b 100 e 100 I 100` and passes over every other line. */
  take({ command, params }: IrcLine): void {
    const [name = '', , what, text] = params;
    if (command !== 'METADATA' || what !== 'maxlist' || text === undefined) return;
    const key = fold(this.#casemapping, name);
    const heard = this.#common?.text === text ? this.#common : { text, caps: parse(text) };
    this.#common = this.#common === undefined || this.#common === heard ? heard : null;
    this.#caps.delete(key);
    this.#caps.set(key, heard);
    if (this.#caps.size > CHANNELS_MAX) this.#caps.delete(this.#caps.keys().next().value!);
  }

  of(name: string): readonly ListCap[] {
    const heard = this.#caps.get(fold(this.#casemapping, name)) ?? this.#common;
    return heard?.caps ?? [];
  }
}

interface Heard {
  readonly text: string;
  readonly caps: readonly ListCap[];
}

/** Each list has its own. */
function parse(text: string): ListCap[] {
  const words = text.split(' ');
  return words.flatMap((letter, index) => (index % 2 === 0 ? listCap(letter, words[index + 1] ?? '') : []));
}
