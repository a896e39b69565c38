import type { ChannelState, ListEntry } from '../../test/e2e/irc-client.ts';

/** How much of the state the ircds can show. */
export interface Exactness {
  /**
   * Setters and times are compared to the second. InspIRCd takes a topic only with a later time than its own, and its
   * server protocol carries no setters and times of list entries. Keys are compared too, which InspIRCd tells to members only.
   */
  readonly exact: boolean;
}

/** True when users of both servers see the same channel. */
export function sameState(a: ChannelState, b: ChannelState, { exact }: Exactness): boolean {
  return comparable(a, exact) === comparable(b, exact);
}

function comparable(state: ChannelState, exact: boolean): string {
  const list = (entries: readonly ListEntry[]) => (exact ? entries : entries.map(({ mask }) => mask));
  const topic = state.topic && { ...state.topic, setAt: exact ? state.topic.setAt : 0 };
  const { exists, modes, parameters, bans, excepts, invites } = state;
  const key = exact ? parameters.k : modes.includes('k');
  const lists = [bans, excepts, invites].map(list);
  return JSON.stringify({ exists, topic, modes, key, limit: parameters.l, lists });
}
