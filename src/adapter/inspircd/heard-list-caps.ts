import { type Casemapping, fold } from '../../core/casemapping.ts';
import type { IrcLine } from '../irc-line.ts';
import { type ListCap, listCap } from '../list-caps.ts';

/** Far more channels than an ircd has. What was heard first is forgotten beyond. */
const CHANNELS_MAX = 65_536;

/**
 * How long a channel's lists may be, which the ircd tells with all else of it: in its burst and when it is asked for it. What holds for others
 * says nothing of a channel that it has not told of, as `<maxlist>` may name channels.
 */
export class HeardListCaps {
  readonly #casemapping: Casemapping;
  readonly #caps = new Map<string, Heard>();

  constructor(casemapping: Casemapping) {
    this.#casemapping = casemapping;
  }

  /** Takes `METADATA #c 1795334447 maxlist :b 100 e 100 I 100` and passes over every other line. */
  take({ command, params }: IrcLine): void {
    const [name = '', , what, text] = params;
    if (command !== 'METADATA' || what !== 'maxlist' || text === undefined) return;
    const key = fold(this.#casemapping, name);
    const before = this.#caps.get(key);
    this.#caps.delete(key);
    this.#caps.set(key, before?.text === text ? before : { text, caps: parse(text) });
    if (this.#caps.size > CHANNELS_MAX) this.#caps.delete(this.#caps.keys().next().value!);
  }

  /** Null: it has not told of the channel. The same array until it tells something else. */
  of(name: string): readonly ListCap[] | null {
    return this.#caps.get(fold(this.#casemapping, name))?.caps ?? null;
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
