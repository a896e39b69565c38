import type { ChannelState, ListEntry } from '../../test/e2e/irc-client.ts';

/** How much of the state the ircds can show. */
export interface Exactness {
  /**
   * Setters and times are compared to the second. InspIRCd takes a topic only with a later time than its own, and its
   * server protocol carries no setters and times of list entries.
   */
  readonly marks: boolean;
}

/** True when users of both servers see the same channel. */
export function sameState(a: ChannelState, b: ChannelState, { marks }: Exactness): boolean {
  return comparable(a, marks) === comparable(b, marks);
}

function comparable(state: ChannelState, marks: boolean): string {
  const list = (entries: readonly ListEntry[]) => (marks ? entries : entries.map(({ mask }) => mask));
  const topic = state.topic && { ...state.topic, setAt: marks ? state.topic.setAt : 0 };
  const { exists, modes, parameters, bans, excepts, invites } = state;
  const sorted = Object.entries(parameters).sort(([x], [y]) => (x < y ? -1 : 1));
  return JSON.stringify({ exists, topic, modes, sorted, lists: [bans, excepts, invites].map(list) });
}
