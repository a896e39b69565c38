import { type Told, tellTheSame } from '../../test/e2e/channel-story.ts';

/**
 * True when users of both servers see the same channel, as far as both ircds can show it. Mini ircds show all of it, to the second
 * and to everybody; others tell keys and some parameters to members only.
 */
export function sameState(a: Told, b: Told): boolean {
  if (a.kind === 'mini' && b.kind === 'mini') return JSON.stringify(seen(a)) === JSON.stringify(seen(b));
  return a.state.exists === b.state.exists && tellTheSame(withToldBy(a, b), withToldBy(b, a));
}

function seen({ state }: Told): object {
  const { createdAt: _, ...rest } = state;
  return rest;
}

/** Without the parameters that the other one does not tell. */
function withToldBy({ kind, state }: Told, other: Told): Told {
  const told = Object.entries(state.parameters).filter(([letter]) => letter in other.state.parameters);
  return { kind, state: { ...state, parameters: Object.fromEntries(told) } };
}
