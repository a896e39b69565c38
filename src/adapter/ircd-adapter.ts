import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import type { Field } from '../core/field.ts';
import { displayText } from '../core/irc-text.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { Welcome__Output } from '../proto-types/cburst/v1/Welcome.ts';
import { BackOff, type BackOffOptions } from '../reconnect/back-off.ts';
import type { After } from './after.ts';
import type { UncarriedListener } from './carried-fields.ts';
import { areSameDefaults, defaultFields, defaultModes } from './default-modes.ts';
import type { Dialect, LinkedIrcd } from './dialect.ts';
import { type GuestOptions, Guests } from './guests.ts';
import { HostClient } from './host-client.ts';
import type { IrcLine } from './irc-line.ts';
import { IrcdLink } from './ircd-link.ts';
import type { IrcdEvent, IrcdProfile, IrcdResult, IrcdUpdate } from './ircd-messages.ts';
import type { IrcdTraits } from './ircd-traits.ts';
import { closingFlags } from './mode-table.ts';
import { OtherAdapterWatch } from './other-adapter-watch.ts';
import { Pacer } from './pacer.ts';
import { ServiceNicks } from './service-nicks.ts';
import { Shadow } from './shadow.ts';
import { TouchedFields } from './touched-fields.ts';
import { UpdateApplier } from './update-applier.ts';

/** Updates that wait before the sidecar is not read any more, and below which it is read again. */
const UPDATES_WAITING_MAX = 2000;
const UPDATES_WAITING_LOW = 500;

/**
 * A sidecar that restarts is back by then. While it is away longer nobody knows who is in channels elsewhere, and ghosts would be
 * worse than nobody.
 */
const GUESTS_GRACE_MS = 60_000;

/** A restarted ircd has its adapter back at once; one that is down is not missed for long when it comes. */
const relinkBackOff: BackOffOptions = { firstMs: 250, lastMs: 15_000 };

export interface AdapterDependencies {
  readonly log: Logger;
  readonly after: After;
}

/** What lives as long as one link to the ircd. */
interface Session {
  readonly link: IrcdLink;
  readonly ircd: LinkedIrcd;
  readonly shadow: Shadow;
  readonly applier: UpdateApplier;
  /** Reasons of refusals that the operator was told of when the link came up. */
  readonly toldReasons: ReadonlySet<string>;
  /** Null: nobody of other servers is shown. */
  readonly guests: Guests | null;
  /** The ircd's burst is there and what it is is settled: the stream may be opened. */
  isComplete: boolean;
  readonly otherAdapter: OtherAdapterWatch;
}

/**
 * The adapter: keeps a link to the ircd and what it shows, and while that link is up a stream to the sidecar.
 *
 * The stream is opened after the ircd's burst and ends with the link, so the sidecar never takes half a burst for the
 * whole; the link and what it showed stay while the sidecar is away. A snapshot is sent when nothing is being written, so
 * that it does not contain what an update is about to change.
 */
export class IrcdAdapter {
  readonly #config: AdapterConfig;
  readonly #dialect: Dialect;
  readonly #log: Logger;
  readonly #after: After;
  readonly #client: HostClient;
  readonly #backOff = new BackOff(Math.random, relinkBackOff);
  readonly #touched = new TouchedFields();
  /** After a restart of the ircd they come back later than the adapter. */
  readonly #serviceNicks = new ServiceNicks();
  #connecting: IrcdLink | null = null;
  #session: Session | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isSnapshotDue = false;
  #isStopped = false;
  /** The link ended because another adapter is there. */
  #isSecond = false;
  /** Until members of other servers are not shown any more, as nobody tells of them. */
  #endGuestsGrace: (() => void) | null = null;
  #acknowledged = 0;
  /** Operators stopped what is written to the ircd; counts on while the sidecar is away. */
  #isHeld = false;
  /** What the ircd was seen to set on a new channel; null: what the configuration says. Kept over links: it is the ircd's own. */
  #learnedDefaults: readonly Field[] | null = null;

  constructor(config: AdapterConfig, dialect: Dialect, { log, after }: AdapterDependencies) {
    this.#config = config;
    this.#dialect = dialect;
    this.#log = log;
    this.#after = after;
    this.#client = new HostClient(config, log.child({ to: 'sidecar' }), {
      welcomed: (welcome) => this.#welcomed(welcome),
      updates: (updates) => this.#updates(updates),
      members: (news) => this.#session?.guests?.take(news),
      grants: (grants) => this.#grant(grants),
      resync: () => this.#snapshotIsDue(),
      held: (held) => this.#hold(held),
      acknowledged: (sequence) => {
        this.#acknowledged = sequence;
        if (this.#session?.applier.isIdle) this.#touched.forget(sequence);
      },
      detached: () => this.#detached(),
    });
  }

  start(): void {
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    // First the stream: that users seem to go when the link ends is no news of their channels.
    this.#client.close();
    this.#endSession();
    await this.#connecting?.end('the adapter stops');
  }

  #endSession(): void {
    this.#session?.applier.stop();
    this.#session?.guests?.stop();
    this.#endGrace();
    this.#session?.otherAdapter.stop();
  }

  #endGrace(): void {
    this.#endGuestsGrace?.();
    this.#endGuestsGrace = null;
  }

  #connect(): void {
    const { address } = this.#config.ircd;
    this.#log.debug({ address }, 'linking to the ircd');
    const link: IrcdLink = new IrcdLink(this.#config, this.#dialect, this.#log.child({ to: 'ircd' }), {
      linked: (ircd) => this.#linked(link, ircd),
      introduced: () => this.#attachWhenComplete(),
      line: (line) => this.#line(line),
      closed: (reason, next) => this.#closed(reason, next),
    });
    this.#connecting = link;
  }

  #linked(link: IrcdLink, ircd: LinkedIrcd): void {
    const config = this.#config;
    const onUncarried: UncarriedListener = (name, field, problem) => {
      const next = 'users see it on this server alone: let them set another';
      this.#log.warn(
        { channel: displayText(name), field, problem, next },
        'a value cannot be told to others',
      );
    };
    const { services } = config.ircd;
    const shadow = new Shadow({ ircd, services, serviceNicks: this.#serviceNicks, onUncarried });
    const pacer = new Pacer(config.adapter.linesPerSecond, config.adapter.channelLinesPerSecond);
    const applier = new UpdateApplier({
      ircd,
      shadow,
      writer: link,
      pacer,
      observes: () => this.#observes,
      log: this.#log,
      touchedSince: (channel, sequence) => this.#touched.since(channel, sequence),
      onResults: (results) => this.#results(results),
      onEvents: (events) => this.#report(events),
      onIdle: () => this.#idle(),
    });
    const notices = ircd.notices(config.adapter.observe);
    for (const { text, next } of notices) this.#log.warn({ next }, text);
    const toldReasons = new Set(notices.flatMap(({ reason }) => reason ?? []));
    const guests = this.#guests({ ircd, shadow, writer: link, pacer });
    const otherAdapter = this.#otherAdapterWatch(link, shadow);
    this.#session = { link, ircd, shadow, applier, guests, toldReasons, otherAdapter, isComplete: false };
  }

  #guests(parts: Pick<Session, 'ircd' | 'shadow'> & Pick<GuestOptions, 'writer' | 'pacer'>): Guests | null {
    const { observe, showMembers, showMembersMax: guestsMax, nickSuffix } = this.#config.adapter;
    if (!showMembers || observe) return null;
    const { link, ircd } = this.#config;
    const guests = new Guests({
      ...parts,
      own: { id: parts.ircd.ownId, name: link.name },
      uplink: { id: parts.ircd.id, name: ircd.serverName },
      nickSuffix,
      guestsMax,
      log: this.#log,
      onEvents: (events) => this.#report(events),
      onCount: (count) => this.#client.shownMembers(count),
    });
    guests.hold(this.#isHeld);
    parts.shadow.guestListener = guests;
    return guests;
  }

  #line(line: IrcLine): void {
    const session = this.#session!;
    const { shadow, link, applier, otherAdapter } = session;
    const wasSynced = shadow.synced;
    link.write(session.ircd.answerWhois(line, (who) => session.guests?.shown(who) ?? null, link.now));
    const events = shadow.apply(line, link.now);
    otherAdapter.look(shadow.synced);
    if (otherAdapter.isGivingWay) return;
    if (shadow.creationDefaults !== null && this.#learnDefaults(session, shadow.creationDefaults)) {
      // A new stream tells them; its snapshot has what this line brought.
      this.#client.reattach(this.#profile(session));
      return;
    }
    if (wasSynced) this.#report(events);
    this.#attachWhenComplete();
    if (shadow.synced && shadow.isDoubtful) applier.pump();
  }

  #otherAdapterWatch(link: IrcdLink, shadow: Shadow): OtherAdapterWatch {
    return new OtherAdapterWatch({
      ownName: this.#config.link.name,
      other: () => shadow.otherAdapter,
      after: this.#after,
      onGiveWay: ({ name, serves }) => {
        this.#isSecond = true;
        link.close(`the native network has an adapter already: ${name}, which serves ${serves}`, oneAdapter);
      },
      onStay: ({ name }) =>
        this.#log.error({ other: name, next: oneAdapter }, 'another adapter is on this native network'),
    });
  }

  /**
   * `<options defaultmodes>` is told to no server: the first channel that a local user creates shows it. Returns whether the
   * sidecar was told otherwise.
   */
  #learnDefaults({ shadow, isComplete }: Session, learned: readonly Field[]): boolean {
    const { traits } = shadow;
    if (areSameDefaults(learned, this.#defaults(traits))) return false;
    this.#learnedDefaults = learned;
    const modes = defaultModes(traits, learned);
    this.#log.warn(
      { next: `set [ircd] default_modes = "${modes}", so that it is right after a restart, too` },
      'the ircd sets other modes on a new channel than [ircd] default_modes says',
    );
    return isComplete;
  }

  #defaults(traits: IrcdTraits): readonly Field[] {
    return this.#learnedDefaults ?? defaultFields(traits, this.#config.ircd.defaultModes);
  }

  #profile({ ircd }: Session): IrcdProfile {
    return profileOf(ircd, this.#defaults(ircd.traits));
  }

  /** Not before everything is read and the ircd's start is settled: the snapshot names it. */
  #attachWhenComplete(): void {
    const session = this.#session;
    if (session === null || session.isComplete || this.#isSecond) return;
    const { shadow, link, ircd } = session;
    if (!shadow.isComplete || !link.isIntroduced) return;
    session.isComplete = true;
    this.#backOff.reset();
    this.#log.info(
      { channels: shadow.channels.size, software: ircd.software, incarnation: ircd.incarnation },
      'linked to the ircd, its burst is complete',
    );
    this.#client.attach(this.#profile(session));
  }

  #closed(reason: string, next: string | null): void {
    this.#connecting = null;
    this.#endSession();
    this.#session = null;
    this.#client.detach();
    this.#detached();
    if (this.#isStopped) return;
    const delayMs = this.#isSecond ? this.#backOff.longest : this.#backOff.next();
    this.#isSecond = false;
    this.#log.warn({ reason, delayMs, ...(next === null ? {} : { next }) }, 'no link to the ircd');
    this.#timer = setTimeout(() => this.#connect(), delayMs);
  }

  #welcomed(welcome: Welcome__Output): void {
    this.#log.debug({ previous: welcome.previous_incarnation }, 'the sidecar knows the ircd');
    this.#endGrace();
    this.#hold(welcome.writes_held);
    if (this.#session !== null) this.#session.shadow.tellsMembers = welcome.members;
    this.#session?.guests?.begin();
    this.#snapshotIsDue();
  }

  get #observes(): boolean {
    return this.#isHeld || this.#config.adapter.observe;
  }

  /** What waits to be written is answered at once when writing stops: what the ircd was sent before stays. */
  #hold(held: boolean): void {
    if (this.#isHeld === held) return;
    this.#isHeld = held;
    const next = held ? '"cburst go" allows it again' : undefined;
    this.#log.warn(
      { next },
      held ? 'nothing is written to the ircd from now on' : 'the ircd is written to again',
    );
    this.#session?.guests?.hold(held);
    this.#session?.applier.pump();
  }

  #snapshotIsDue(): void {
    this.#isSnapshotDue = true;
    if (this.#session?.applier.isIdle) this.#idle();
  }

  /** Nothing is under way: the ircd shows what the shadow says. */
  #idle(): void {
    this.#touched.forget(this.#acknowledged);
    const session = this.#session;
    this.#attachWhenComplete();
    if (!this.#isSnapshotDue || session === null) return;
    this.#isSnapshotDue = false;
    const { shadow, ircd } = session;
    const channels = [...shadow.told()].map((channel) => shadow.state(channel));
    const { incarnation } = ircd;
    this.#log.info({ channels: channels.length, incarnation }, 'sending what the ircd shows');
    this.#client.sendSnapshot(incarnation, channels);
  }

  #updates(updates: readonly IrcdUpdate[]): void {
    const session = this.#session;
    if (session === null) return;
    for (const { name, number, fields } of updates) {
      const kind = fields === null ? 'removal' : 'view';
      this.#log.debug({ channel: displayText(name), update: number, kind }, 'update');
    }
    for (const { name, fields } of updates)
      if (fields === null) session.guests?.leave(session.shadow.key(name));
    session.applier.add(updates);
    this.#throttle(session);
  }

  #results(results: readonly IrcdResult[]): void {
    const told = this.#session?.toldReasons;
    for (const { name, number, status, deviations, missing = [] } of results) {
      const about = { channel: displayText(name), update: number, status };
      const reasons = [...new Set([missing, deviations.map(({ reason }) => reason)].flat())];
      const isNews = reasons.length === 0 || reasons.some((reason) => !told?.has(reason));
      if (status === 'refused' && isNews)
        this.#log.warn({ ...about, reasons }, 'the ircd shows something else');
      else this.#log.debug({ ...about, reasons }, 'result');
    }
    this.#client.results(results);
  }

  /** The ircd does not echo what it is told: that they have the modes now is an event all the same. */
  #grant(grants: readonly MemberGrant[]): void {
    const session = this.#session;
    if (session === null || this.#observes) return;
    for (const grant of grants) {
      const { channel, changes, events } = session.shadow.grant(grant);
      if (channel === null || changes.length === 0) continue;
      session.link.write(session.ircd.writer.change(channel, changes));
      this.#report(events);
    }
  }

  #throttle({ applier }: Session): void {
    if (applier.waiting > UPDATES_WAITING_MAX) this.#client.pause(true);
    else if (applier.waiting < UPDATES_WAITING_LOW) this.#client.pause(false);
  }

  #report(events: readonly IrcdEvent[]): void {
    const session = this.#session;
    if (session !== null) this.#throttle(session);
    if (session === null) return;
    for (const event of events) {
      // The snapshot will tell; also where the stream is given up in the middle of this.
      if (!this.#client.isReporting) return;
      const { change, name } = event;
      this.#log.debug({ channel: displayText(name), event: change.kind }, 'event');
      const sequence = this.#client.event(event);
      if (change.kind === 'presence' || change.kind === 'members') continue;
      const fields =
        change.kind === 'changed' ? change.fields.map((field) => session.shadow.fieldKey(field)) : null;
      this.#touched.touch(session.shadow.key(name), fields, sequence);
    }
  }

  #detached(): void {
    this.#isSnapshotDue = false;
    this.#acknowledged = 0;
    this.#touched.clear();
    this.#session?.applier.reset();
    if (this.#session !== null)
      this.#endGuestsGrace ??= this.#after(GUESTS_GRACE_MS, () => this.#graceIsOver());
  }

  #graceIsOver(): void {
    this.#endGuestsGrace = null;
    this.#session?.guests?.clear();
  }
}

const oneAdapter =
  'one adapter serves all servers of a native network: stop one of the two, and its sidecar; the channels of all are then those of the other';

function profileOf({ software, traits }: LinkedIrcd, defaults: readonly Field[]): IrcdProfile {
  const names = (kind: 'flag' | 'parameter' | 'list'): Set<string> =>
    new Set([...traits.modes.values()].filter((mode) => mode.kind === kind).map(({ name }) => name));
  return {
    software: `${software} (cburst adapter)`,
    casemapping: traits.casemapping,
    // Also those that it lacks and that a channel must not be made without: the adapter has to hear of them.
    flags: new Set([...names('flag'), ...closingFlags]),
    parameters: names('parameter'),
    lists: names('list'),
    defaults,
  };
}
