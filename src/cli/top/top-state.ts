export const sortColumns = ['name', 'state', 'latency', 'waiting', 'lag', 'rate'] as const;
export type SortColumn = (typeof sortColumns)[number];

/** What the keys set. */
export interface TopState {
  readonly sort: SortColumn;
  readonly reverse: boolean;
  readonly paused: boolean;
  readonly help: boolean;
}

export const firstTopState: TopState = { sort: 'name', reverse: false, paused: false, help: false };

/** The state after a key; null: it ends. */
export function press(state: TopState, key: string): TopState | null {
  switch (key) {
    case 'q':
    case '\x03':
    case '\x04':
      return null;
    case 's':
      return { ...state, sort: columnAfter(state.sort) };
    case 'r':
      return { ...state, reverse: !state.reverse };
    case 'p':
    case ' ':
      return { ...state, paused: !state.paused };
    case '?':
    case 'h':
      return { ...state, help: !state.help };
    default:
      return state;
  }
}

export const topKeys = [
  ['s', 'sort by the next column'],
  ['r', 'the other way round'],
  ['p, space', 'pause, and go on'],
  ['?, h', 'this help'],
  ['q, Ctrl-C', 'end'],
] as const;

function columnAfter(column: SortColumn): SortColumn {
  return sortColumns[(sortColumns.indexOf(column) + 1) % sortColumns.length]!;
}
