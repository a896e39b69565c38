import type { Casemapping } from './casemapping.ts';
import { ownText } from './irc-text.ts';
import {
  type Member,
  memberOf,
  memberText,
  type NickChange,
  type NickKey,
  nickKey,
  nickOf,
  renamedText,
} from './member.ts';

/** Who is in a channel on one server. */
export interface Members {
  readonly size: number;
  get(key: NickKey): Member | undefined;
  keys(): Iterable<NickKey>;
  values(): Iterable<Member>;
}

/** The members of one channel on one server, each as one string: there are more of them than of anything else. */
export class MemberList implements Members {
  readonly #casemapping: Casemapping;
  readonly #texts = new Map<NickKey, string>();

  constructor(casemapping: Casemapping) {
    this.#casemapping = casemapping;
  }

  get size(): number {
    return this.#texts.size;
  }

  has(key: NickKey): boolean {
    return this.#texts.has(key);
  }

  get(key: NickKey): Member | undefined {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : memberOf(text);
  }

  keys(): Iterable<NickKey> {
    return this.#texts.keys();
  }

  *values(): Iterable<Member> {
    for (const text of this.#texts.values()) yield memberOf(text);
  }

  /** As `memberText` has them. */
  texts(): Iterable<string> {
    return this.#texts.values();
  }

  text(key: NickKey): string | undefined {
    return this.#texts.get(key);
  }

  /** False: it was so already. */
  set(member: Member): boolean {
    return this.setText(memberText(member));
  }

  /** As `set`, of what `memberText` made. */
  setText(text: string): boolean {
    const own = ownText(text);
    const key = this.key(nickOf(own));
    if (this.#texts.get(key) === own) return false;
    this.#texts.set(key, own);
    return true;
  }

  delete(key: NickKey): boolean {
    return this.#texts.delete(key);
  }

  /** False: nobody has the old nick, or it is the same. */
  rename({ from, to }: NickChange): boolean {
    const key = this.key(from);
    const text = this.#texts.get(key);
    if (text === undefined || nickOf(text) === to) return false;
    this.#texts.delete(key);
    this.setText(renamedText(text, to));
    return true;
  }

  key(nick: string): NickKey {
    return nickKey(this.#casemapping, nick);
  }
}

/** The keys of members that are in one list and not so in the other. */
export function differingMembers(before: MemberList, after: MemberList): Set<NickKey> {
  const keys = new Set<NickKey>();
  for (const key of before.keys()) if (before.text(key) !== after.text(key)) keys.add(key);
  for (const key of after.keys()) if (!before.has(key)) keys.add(key);
  return keys;
}
