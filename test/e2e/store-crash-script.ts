import type { DocumentPart } from '../../src/core/document.ts';
import { type Field, isSet } from '../../src/core/field.ts';
import { HostAttachment } from '../../src/core/host-attachment.ts';
import type { HostChannelState, HostEvent, HostProfile, HostUpdate } from '../../src/core/host-messages.ts';
import type { ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { formatStamp } from '../../src/core/stamp.ts';
import { ReplicaStore } from '../../src/store/replica-store.ts';
import type { Store } from '../../src/store/store.ts';
import { a, channelId, flag, profile, restartGraceMs, t0 } from '../support/replica-fixture.ts';

/** What the world was told by the end of a step, and may rely on from then on. */
export interface Claims {
  /** False: the store was given up in an orderly way. */
  readonly open: boolean;
  readonly epoch: string;
  readonly sequence: number;
  /** The latest stamp that was issued or observed. */
  readonly clock: string;
  /** Up to where each peer need not send again. */
  readonly cursors: Readonly<Record<string, number>>;
  /** What the host shows when it has applied the updates that have no result yet. */
  readonly offered: readonly Pick<HostChannelState, 'name' | 'createdAt' | 'fields'>[];
}

/** What the host of the script can show. */
export const crashProfile: HostProfile = { ...profile, defaults: [flag('no-external')] };

/** Opens the store of server `a`. The ids that it makes count up from `firstId`. */
export function openReplicaStore(store: Store, newEpoch: string, firstId: number): ReplicaStore {
  let id = firstId;
  return new ReplicaStore(store, {
    server: a,
    casemapping: 'rfc1459',
    restartGraceMs,
    newId: () => channelId(id++),
    newEpoch: () => newEpoch,
  });
}

/** A sidecar's work on its store without the sidecar. Each method is one durable transaction; nothing depends on chance. */
export class CrashScript {
  readonly #openStore: () => Store;
  #starts = 0;
  #store: ReplicaStore | null = null;
  #host: HostAttachment | null = null;
  #sent: readonly HostUpdate[] = [];
  #now = t0;

  constructor(openStore: () => Store) {
    this.#openStore = openStore;
  }

  /** What may be relied on now; `before`: what could be before. */
  claims(before: Claims | null): Claims {
    if (this.#store === null) return { ...before!, open: false };
    const { epoch, cursors, replica } = this.#store;
    const underWay = [...replica.host.channels.values()].filter((channel) => channel.offered !== null);
    return {
      open: true,
      epoch,
      sequence: replica.sequence,
      clock: formatStamp(replica.clock.last()),
      cursors: Object.fromEntries([...cursors].map(([peer, { sequence }]) => [peer, sequence])),
      offered: underWay.map(({ name, shown, offered }) => {
        const after = [...new Map([...shown, ...offered!.fields]).values()].filter(isSet);
        return { name, createdAt: offered!.createdAt, fields: after };
      }),
    };
  }

  open(): void {
    const start = ++this.#starts;
    this.#store = openReplicaStore(this.#openStore(), `epoch ${start}`, start * 1000);
  }

  close(): void {
    this.#store!.close();
    this.#store = null;
    this.#host = null;
  }

  /** The host attaches and shows these channels. */
  attach(incarnation: string, channels: readonly HostChannelState[]): void {
    this.#now += 1000;
    this.#host = new HostAttachment(this.#replica, crashProfile);
    this.#host.beginSnapshot(incarnation);
    for (const channel of channels) accept(this.#host.snapshotChannel(channel, this.#now));
    this.#host.endSnapshot();
    this.#commit();
  }

  /** A batch of what the host does. */
  events(...bodies: readonly EventBody[]): void {
    this.#now += 1000;
    const host = this.#host!;
    for (const body of bodies) accept(host.event({ ...body, sequence: host.lastEvent + 1 }, this.#now));
    this.#commit();
  }

  /** A page of a peer, each document with its members there (null: not held), and the resume point behind the page. */
  page(
    peer: ServerName,
    sequence: number,
    documents: readonly (readonly [DocumentPart, number | null])[],
  ): void {
    for (const [document, members] of documents) {
      accept(this.#replica.receive(peer, document, members, this.#now));
    }
    this.#store!.setCursor(peer, { epoch: `epoch of ${peer}`, sequence });
    this.#commit();
  }

  /** A page with one document that waits for an operator, and the resume point behind it. */
  quarantine(peer: ServerName, sequence: number, document: DocumentPart): void {
    const suspicion = { code: 'takeover', text: 'older than the last sync' } as const;
    const result = this.#replica.quarantine.add({ peer, part: document, members: 1 }, suspicion, this.#now);
    if ('problem' in result) throw new Error(result.problem);
    this.#replica.quarantineChanged(result.held.number);
    this.page(peer, sequence, []);
  }

  /** An operator rejects what waits. */
  reject(number: number): void {
    const { peer, part } = this.#replica.quarantine.take(number)!;
    this.#replica.quarantineChanged(number);
    this.#replica.refuse({ peer, id: part.id, digest: 'of the content', channel: part.name, number: 1 });
    const by = 'an operator';
    const decision = { kind: 'rejected', channel: part.name, from: part.id, to: null, by } as const;
    this.#replica.decide({ ...decision, reason: 'a false age', lost: [] });
    this.#commit();
  }

  /** The ids of a name that nobody holds are forgotten. */
  forget(name: IrcText): void {
    for (const entry of this.#replica.table.named(this.#replica.key(name))) {
      if (entry.holders.size === 0) this.#replica.forgetEntry(entry);
    }
    this.#commit();
  }

  /** The end of a full burst in which the peer presented nothing of what it held before. */
  sweep(peer: ServerName): void {
    this.#replica.burstEnded(peer, new Set());
    this.#commit();
  }

  /** The host is to be given what it lacks. */
  offer(): void {
    this.#sent = this.#host!.nextUpdates(UPDATES_MAX);
    this.#commit();
  }

  /** The host took its updates, but for the first field of each. */
  results(): void {
    for (const { number, name, view } of this.#sent) {
      const wanted: Field | undefined = view?.fields.values().next().value;
      const deviations = wanted === undefined ? [] : [{ wanted, shown: null, reason: 'the list is full' }];
      this.#host!.result({ number, name, createdAt: t0 / 1000, deviations });
    }
    this.#commit();
  }

  /** The time is over for which channels of an ircd that restarted are kept. */
  endGrace(): void {
    this.#now += restartGraceMs;
    this.#replica.passGrace(restartGraceMs);
    this.#commit();
  }

  get #replica() {
    return this.#store!.replica;
  }

  #commit(): void {
    const { views } = this.#store!.commit();
    this.#host?.viewsChanged(views);
  }
}

/** An event that has no number yet. */
type EventBody = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, 'sequence'>
    : never
  : never;

const UPDATES_MAX = 100;

function accept(problem: string | null): void {
  if (problem !== null) throw new Error(problem);
}
