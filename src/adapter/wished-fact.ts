import type { ShadowView } from './dialect.ts';
import type { IrcdFact } from './ircd-facts.ts';

/** What an operator or services want to be done to a user. */
export type Wish =
  | { readonly kind: 'leave'; readonly name: string; readonly user: string }
  | { readonly kind: 'user-gone'; readonly id: string }
  | { readonly kind: 'user-changed'; readonly id: string; readonly nick: string };

/** The wish as a fact. Null, or for a user of the native network: none. That one's server does it, and tells. */
export function wishedFact(wish: Wish | null, { users }: ShadowView): IrcdFact[] {
  if (wish === null || users.has(wish.kind === 'leave' ? wish.user : wish.id)) return [];
  return [{ ...wish, isWish: true }];
}
