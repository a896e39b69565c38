import type { BorderOptions } from '../core/border.ts';
import { type ChannelDocument, type DocumentPart, wins } from '../core/document.ts';
import type { FieldKey } from '../core/field.ts';
import type { PeerMessage } from '../core/guard.ts';
import type { HostResult, HostUpdate } from '../core/host-messages.ts';
import type { ServerName } from '../core/identity.ts';
import type { KeptOutListener } from '../core/intake.ts';
import { displayText, type IrcText } from '../core/irc-text.ts';
import type { KeptListener, WhyKept } from '../core/kept-changes.ts';
import type { Replica } from '../core/replica.ts';
import { formatStamp } from '../core/stamp.ts';
import type { MemberGrant } from '../core/status-by-account.ts';
import type { HostServiceEvents } from '../host/host-service.ts';
import { logEvent } from '../log/log-events.ts';
import type { Logger } from '../log/logger.ts';

/** Reasons and fields that a line names: enough to understand it, and no longer than a line that is read. */
const NAMED_MAX = 20;

export interface DebugReportsDependencies {
  readonly log: Pick<Logger, 'debug' | 'isLevelEnabled'>;
  readonly replica: Pick<Replica, 'fieldKey'>;
}

type AllOf<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };
type HostReports = AllOf<Pick<HostServiceEvents, 'updates' | 'grants' | 'results' | 'kept'>>;
type BorderReports = AllOf<Omit<BorderOptions, 'limits' | 'rules'>>;

/** Tells, at debug, of each decision that changes nothing here: what the host is given, and what is kept out. */
export class DebugReports implements KeptListener {
  readonly #log: DebugReportsDependencies['log'];
  readonly #replica: DebugReportsDependencies['replica'];

  constructor({ log, replica }: DebugReportsDependencies) {
    this.#log = log;
    this.#replica = replica;
  }

  /** Hears all that the host is given and says. */
  get ofHost(): HostReports {
    return {
      updates: this.updates.bind(this),
      grants: this.grants.bind(this),
      results: this.results.bind(this),
      kept: this,
    };
  }

  /** Hears all that peers say and are told. */
  get ofBorder(): BorderReports {
    return {
      keptOut: this.keptOut.bind(this),
      taken: this.taken.bind(this),
      withheld: this.withheld.bind(this),
      membersWithheld: this.membersWithheld.bind(this),
    };
  }

  get listens(): boolean {
    return this.#log.isLevelEnabled('debug');
  }

  /** Updates that the host is offered, or that are held back from it. */
  updates(kind: 'offered' | 'held', updates: readonly HostUpdate[]): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const event = kind === 'held' ? 'host.update_held' : 'host.update_offered';
    for (const { name, number, view } of updates) {
      const fields = { channel: displayText(name), update: number, id: view?.entry.document.id ?? null };
      logEvent(this.#log, event, fields, view?.reason ?? 'nobody in reach holds it any more');
    }
  }

  /** Prefix modes that the host is asked to give to members, or is not. */
  grants(kind: 'offered' | 'held', grants: readonly MemberGrant[]): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const event = kind === 'held' ? 'host.grant_held' : 'host.grant_offered';
    for (const { channel, nick, account, modes } of grants) {
      const fields = {
        channel: displayText(channel),
        nick: displayText(nick),
        account: displayText(account),
        modes,
      };
      logEvent(this.#log, event, fields, 'its account has these modes on another server');
    }
  }

  /** What the host made of updates. */
  results(results: readonly HostResult[]): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    for (const result of results) {
      const { some, more } = cut(result.deviations);
      const reasons = some.map(({ wanted, reason }) => {
        // The key of a field never holds a join key.
        return `${displayText(this.#replica.fieldKey(wanted))}: ${reason}`;
      });
      const about = { channel: displayText(result.name), update: result.number };
      const fields = { ...about, outcome: outcomeOf(result), reasons, ...more };
      logEvent(this.#log, 'host.update_answered', fields, result.missing ?? 'the host answered an update');
    }
  }

  /** Why something that the host shows or tells is no write. */
  kept(channel: IrcText, why: WhyKept, keys: readonly FieldKey[]): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const fields = { channel: displayText(channel), why, ...named(keys) };
    logEvent(this.#log, 'host.change_kept', fields, 'what the host says is no write');
  }

  /** What a peer said and is not let in. */
  keptOut(...[why, message, parts]: Parameters<KeptOutListener>): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const { peer, part } = message;
    const about = { peer, channel: displayText(part.name), id: part.id, why, ...named(parts) };
    logEvent(this.#log, 'peer.kept_out', about, 'what the peer said was kept out');
  }

  /** What a rule keeps from a peer; `told`: what it is told, null: nothing. */
  withheld(peer: ServerName, part: DocumentPart, told: DocumentPart | null): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const kept = told === null ? [] : [...part.registers.keys()].filter((key) => !told.registers.has(key));
    if (told === null || kept.length > 0) this.#withheld(peer, part, kept);
  }

  /** A rule keeps from a peer who is in a channel. */
  membersWithheld(peer: ServerName, channel: Pick<DocumentPart, 'id' | 'name'>): void {
    if (this.#log.isLevelEnabled('debug')) this.#withheld(peer, channel, ['members']);
  }

  #withheld(
    peer: ServerName,
    { id, name }: Pick<DocumentPart, 'id' | 'name'>,
    parts: readonly string[],
  ): void {
    const about = { peer, channel: displayText(name), id, ...named(parts) };
    logEvent(this.#log, 'peer.withheld', about, 'a rule keeps it from the peer');
  }

  /** Of what a peer said and was joined: the fields in which what was known here counts. */
  taken({ peer, part }: PeerMessage, document: ChannelDocument): void {
    if (!this.#log.isLevelEnabled('debug')) return;
    const outweighed = [...part.registers].flatMap(([key, said]) => {
      const known = document.registers.get(key);
      return known !== undefined && wins(known, said) ? [{ key, said, known }] : [];
    });
    if (outweighed.length === 0) return;
    const { some, more } = cut(outweighed);
    const fields = some.map(
      ({ key, said, known }) =>
        `${displayText(key)}: ${formatStamp(said.stamp)} < ${formatStamp(known.stamp)}`,
    );
    const about = { peer, channel: displayText(part.name), id: part.id, fields, ...more };
    logEvent(this.#log, 'peer.outweighed', about, 'what is known here counts, not what the peer said');
  }
}

/** Keys of fields as a line names them. */
function named(keys: readonly string[]): { fields: string[]; more?: number } {
  const { some, more } = cut(keys);
  return { fields: some.map(displayText), ...more };
}

/** As many as a line names, and how many more there are. */
function cut<T>(all: readonly T[]): { readonly some: readonly T[]; readonly more: { more?: number } } {
  const more = all.length - NAMED_MAX;
  return { some: all.slice(0, NAMED_MAX), more: more > 0 ? { more } : {} };
}

function outcomeOf({ missing, observed, deviations }: HostResult): string {
  if (observed) return 'observed';
  if (missing !== undefined) return 'refused';
  return deviations.length === 0 ? 'as given' : 'otherwise';
}
