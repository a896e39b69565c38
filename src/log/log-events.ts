import type { Logger } from './logger.ts';

interface LogEventForm {
  /** One of these; the first where nothing else is said. */
  readonly levels: readonly ('debug' | 'info' | 'warn' | 'error' | 'fatal')[];
  /** In each line of it; with `?` at the end: in some. */
  readonly fields: readonly string[];
}

/** Of what happened to the replica. */
const OF_REPLICA = ['channel', 'server', 'text'] as const;

const bare = { levels: ['info'], fields: [] } as const;
const debug = { levels: ['debug'], fields: OF_REPLICA } as const;
const info = { levels: ['info'], fields: OF_REPLICA } as const;
const warn = { levels: ['warn'], fields: OF_REPLICA } as const;

/** What the log of a sidecar tells by name: at which level, with which fields. docs/operations.md says what each means. */
export const logEvents = {
  'sidecar.started': { levels: ['info'], fields: ['server', 'port', 'metricsPort', 'channels'] },
  'sidecar.stopped': bare,
  'config.reloaded': { levels: ['info'], fields: ['changes'] },
  'config.reload_failed': { levels: ['warn'], fields: [] },
  'sidecar.draining': bare,
  'sidecar.drained': bare,
  'log.level_set': bare,
  'host.attached': { levels: ['info'], fields: ['software'] },
  'host.detached': { levels: ['warn'], fields: ['reason'] },
  'host.refused': { levels: ['warn'], fields: ['reason'] },
  'api.refused': { levels: ['warn'], fields: ['reason', 'method', 'client', 'caller?', 'role?'] },
  'host.update_offered': { levels: ['debug'], fields: ['channel', 'update', 'id'] },
  'host.update_held': { levels: ['debug'], fields: ['channel', 'update', 'id'] },
  'host.grant_offered': { levels: ['debug'], fields: ['channel', 'nick', 'account', 'modes'] },
  'host.grant_held': { levels: ['debug'], fields: ['channel', 'nick', 'account', 'modes'] },
  'host.update_answered': { levels: ['debug'], fields: ['channel', 'update', 'outcome', 'reasons'] },
  'host.change_kept': { levels: ['debug'], fields: ['channel', 'why', 'fields'] },
  'host.frozen': warn,
  'host.observed': warn,
  'host.writes_allowed': info,
  'peer.linked': { levels: ['info'], fields: ['peer', 'outgoing', 'software?'] },
  'peer.unlinked': { levels: ['warn'], fields: ['peer', 'reason'] },
  'peer.burst_ended': {
    levels: ['info'],
    fields: ['peer', 'channels', 'mode?', 'pages?', 'lines?', 'bytes?', 'durationMs?'],
  },
  'peer.dial_failed': { levels: ['info', 'warn'], fields: ['peer', 'reason', 'retryInMs'] },
  'peer.refused': { levels: ['warn'], fields: ['reason', 'peer?', 'address?'] },
  'peer.link_failed': { levels: ['warn'], fields: ['peer', 'reason'] },
  'peer.line_rejected': {
    levels: ['warn'],
    fields: ['peer', 'page', 'line', 'code', 'reason'],
  },
  'peer.nak': { levels: ['warn'], fields: ['peer', 'text'] },
  'peer.kept_out': { levels: ['debug'], fields: ['peer', 'channel', 'id', 'why', 'fields'] },
  'peer.withheld': { levels: ['debug'], fields: ['peer', 'channel', 'id', 'fields'] },
  'peer.outweighed': { levels: ['debug'], fields: ['peer', 'channel', 'id', 'fields'] },
  'peer.cloned': { levels: ['warn'], fields: ['peer'] },
  'mesh.link_missing': { levels: ['warn'], fields: ['peer'] },
  'mesh.link_back': { levels: ['info'], fields: ['peer'] },
  'peer.expelled': warn,
  'peer.barred': info,
  'peer.unbarred': info,
  'peer.dialled': info,
  'peer.resync_asked': info,
  'peer.comparison_asked': info,
  'peer.readmitted': info,
  'digest.different': {
    levels: ['info', 'debug'],
    fields: ['peer', 'sent', 'differsByRule', 'complete', 'ids'],
  },
  'digest.equal': { levels: ['debug'], fields: ['peer', 'documents'] },
  'digest.failed': { levels: ['debug'], fields: ['peer', 'code'] },
  'policy.differs': { levels: ['warn'], fields: ['peer'] },
  'extension.failed': {
    levels: ['error'],
    fields: ['burstType', 'task', 'peer', 'id', 'err'],
  },
  'store.restored': { levels: ['error'], fields: ['peer', 'sequence'] },
  'store.set_aside': { levels: ['error'], fields: ['space', 'key', 'reason', 'bytes'] },
  'store.repaired': { levels: ['error'], fields: ['space', 'key', 'reason', 'bytes'] },
  'store.problems': { levels: ['error', 'warn'], fields: ['found', 'waiting'] },
  'store.failed': { levels: ['fatal'], fields: ['err'] },
  'sync.hello.accepted': { levels: ['debug'], fields: ['peer', 'software', 'peers'] },
  'sync.compression.begins': { levels: ['debug'], fields: ['peer', 'algorithm'] },
  'sync.burst.prepared': { levels: ['debug'], fields: ['peer', 'mode', 'since', 'why'] },
  'sync.burst.received': { levels: ['debug'], fields: ['peer', 'mode', 'sequence'] },
  'sync.page.received': { levels: ['debug'], fields: ['peer', 'number', 'lines', 'sequence', 'bytes'] },
  'sync.page.sent': { levels: ['debug'], fields: ['peer', 'number', 'lines', 'sequence', 'waiting'] },
  'sync.page.acknowledged': { levels: ['debug'], fields: ['peer', 'page'] },
  'sync.eob.received': { levels: ['debug'], fields: ['peer', 'documents', 'ids', 'missing'] },
  'sync.channel.requested': { levels: ['debug'], fields: ['peer', 'id'] },
  'channel.full': warn,
  'channel.created': debug,
  'channel.held': debug,
  'channel.left': debug,
  'channel.changed': debug,
  'channel.moved': debug,
  'field.left_to_host': warn,
  'conflict.opened': warn,
  'conflict.closed': info,
  'quarantine.added': warn,
  'quarantine.cleared': info,
  'quarantine.approved': info,
  'quarantine.rejected': info,
  'quarantine.reconsidered': info,
  'channel.keys_revealed': info,
  'channel.merged': info,
  'channel.split': info,
  'channel.unpinned': info,
  'channel.restored': info,
  'channel.key_rotated': info,
  'metadata.set': info,
  'metadata.deleted': info,
  'hierarchy.cycle': warn,
  'clock.skew': warn,
  'stamp.foreign': warn,
  'state.forgotten': info,
} as const satisfies Readonly<Record<string, LogEventForm>>;

export type LogEvent = keyof typeof logEvents;

/** Of these only the log tells: too many, or of nothing that is known of the network. */
const loggedOnly = [
  'sidecar.started',
  'sidecar.stopped',
  'host.refused',
  'api.refused',
  'host.update_offered',
  'host.update_held',
  'host.grant_offered',
  'host.grant_held',
  'host.update_answered',
  'host.change_kept',
  'peer.dial_failed',
  'peer.refused',
  'peer.link_failed',
  'peer.kept_out',
  'peer.withheld',
  'peer.outweighed',
  'digest.equal',
  'digest.failed',
  'store.set_aside',
  'store.repaired',
  'store.problems',
  'store.failed',
  'sync.hello.accepted',
  'sync.compression.begins',
  'sync.burst.prepared',
  'sync.burst.received',
  'sync.page.received',
  'sync.page.sent',
  'sync.page.acknowledged',
  'sync.eob.received',
  'sync.channel.requested',
] as const satisfies LogEvent[];

/** Of these whoever watches is told, too. */
export type WatchedEvent = Exclude<LogEvent, (typeof loggedOnly)[number]>;

export const watchedEvents: readonly string[] = Object.keys(logEvents).filter(
  (event) => !loggedOnly.some((only) => only === event),
);

type LevelOf<E extends LogEvent> = (typeof logEvents)[E]['levels'][number];
type FieldOf<E extends LogEvent> = (typeof logEvents)[E]['fields'][number];

/** The fields of a line, and no others; one that sums up others may lack them. */
export type LogFields<E extends LogEvent> =
  | AllFields<E>
  | (Partial<AllFields<E>> & { readonly more: number });

type AllFields<E extends LogEvent> = {
  readonly [F in FieldOf<E> as F extends `${string}?` ? never : F]: unknown;
} & { readonly [F in FieldOf<E> as F extends `${infer Name}?` ? Name : never]?: unknown };

/** Writes a line of the event; `level` where it has more than one. */
export function logEvent<E extends LogEvent>(
  log: Pick<Logger, LevelOf<E>>,
  event: E,
  fields: LogFields<E>,
  text: string,
  level: LevelOf<E> = logEvents[event].levels[0] as LevelOf<E>,
): void {
  const write = log as unknown as Record<string, (details: object, text: string) => void>;
  write[level]!({ event, ...fields }, text);
}

/** A name that comes from where no log is known. */
export function isLogEvent(name: string): name is LogEvent {
  return Object.hasOwn(logEvents, name);
}
