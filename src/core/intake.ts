import type { ChannelEntry } from './channel-table.ts';
import type { ChannelDocument, DocumentPart } from './document.ts';
import { documentDigest } from './document-digest.ts';
import type { DryRun } from './dry-run.ts';
import type { ExchangePolicy } from './exchange-policy.ts';
import type { FieldKey } from './field.ts';
import type { Guard, PeerMessage, Suspicion } from './guard.ts';
import type { ChannelId, ServerName } from './identity.ts';
import { displayText } from './irc-text.ts';
import { type LetIn, letIn, letInApproved, planApproval } from './let-in.ts';
import type { Act, ActResult } from './operator-acts.ts';
import { pinnedAway } from './pinned-away.ts';
import type { QuarantinedMessage } from './quarantine.ts';
import type { Replica } from './replica.ts';
import { foreignOwnWrites, stampLead } from './stamp-alarms.ts';

export interface IntakeOptions {
  readonly maxClockSkewMs: number;
}

export interface IntakeDependencies {
  readonly replica: Replica;
  readonly policy: ExchangePolicy;
  readonly guard: Guard;
  /** Hears of what is kept out on purpose; no `parts`: all of it. */
  readonly keptOut?: KeptOutListener | undefined;
  /** Hears of what was joined; `document`: as it is with it. */
  readonly taken?: TakenListener | undefined;
}

/**
 * By a rule about what is imported, because an operator rejected the same before, because that the peer holds the channel would
 * take the place of another by an operator's decision, or because the channel is known under another name.
 */
export type KeptOut = 'rule' | 'rejected' | 'pinned' | 'misnamed';
/** A field by its key, that the peer holds the channel, or who is in it there. */
export type KeptPart = FieldKey | 'presence' | 'members';
export type TakenListener = (message: PeerMessage, document: ChannelDocument) => void;
export type KeptOutListener = (
  why: KeptOut,
  about: { readonly peer: ServerName; readonly part: Pick<DocumentPart, 'id' | 'name'> },
  parts: readonly KeptPart[],
) => void;

/** What came from a peer, and how. */
export interface Delivery {
  /** Part of a burst, or this server asked for it. */
  readonly solicited: boolean;
  /** The peer knows stamps. */
  readonly stamps: boolean;
  /** Unix ms. */
  readonly now: number;
}

/** An alarm about a peer is not repeated for so long. */
const ALARM_EVERY_MS = 60_000;

/**
 * The one way in for what peers say: what policy does not import stays out, what is suspect waits for an operator, the rest
 * is joined. Whatever is kept out is kept, remembered or refused to the peer, never just dropped.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #replica: Replica;
  readonly #policy: ExchangePolicy;
  readonly #guard: Guard;
  readonly #noteKeptOut: KeptOutListener;
  readonly #noteTaken: TakenListener;
  /** Peers that said something on the link that is up, if only that its burst is over. */
  readonly #heard = new Set<ServerName>();
  /** By peer and kind: when it was last raised. */
  readonly #alarms = new Map<string, number>();

  constructor(options: IntakeOptions, { replica, policy, guard, keptOut, taken }: IntakeDependencies) {
    this.#options = options;
    this.#replica = replica;
    this.#policy = policy;
    this.#guard = guard;
    this.#noteKeptOut = keptOut ?? (() => {});
    this.#noteTaken = taken ?? (() => {});
  }

  /** Returns why the peer is told that it was refused, or null: taken in, or kept out on purpose. */
  receive(message: PeerMessage, delivery: Delivery): string | null {
    const { peer } = message;
    const { now } = delivery;
    this.#heard.add(peer);
    this.#replica.advance(now);
    const imported = this.#policy.incoming(peer, message.part);
    if (imported === null) return this.#keepOut(message);
    if (imported.refused.length > 0) this.#noteKeptOut('rule', message, imported.refused);
    const said = imported.part === message.part ? message : { ...message, part: imported.part };
    if (this.#replica.isMisnamed(said.part)) return this.#misnamed(said, delivery);
    return delivery.stamps ? this.#take(said, delivery).problem : this.#takePlain(said, delivery);
  }

  /** As `Replica.burstEnded`. */
  burstEnded(peer: ServerName, seen: ReadonlySet<ChannelId>): void {
    this.#heard.add(peer);
    this.#replica.burstEnded(peer, seen);
  }

  /** As `Replica.confirm`. */
  confirm(peer: ServerName, unconfirmed: ReadonlySet<ChannelId>): Generator<void> {
    this.#heard.add(peer);
    return this.#replica.confirm(peer, unconfirmed);
  }

  /** The link to `peer` is gone: what it holds is out of reach, what is let in of it later too. */
  lost(peer: ServerName): void {
    this.#heard.delete(peer);
    this.#replica.lost(peer);
  }

  /** What was quarantined under `number` is joined after all. */
  approve(number: number, act: Act): ActResult {
    const held = this.#replica.quarantine.get(number);
    if (held === undefined) return { problem: `nothing is in quarantine under ${number}` };
    const problem = this.#replica.refusal(held.peer, held.part, act.now);
    if (problem !== null) return { problem };
    this.#replica.advance(act.now);
    this.#release(held);
    letInApproved(this.#replica, held, this.#how(held.peer, act.now));
    return { decision: this.#decide('approved', held, act) };
  }

  /** What `approve` would change here, or why it would be refused; nothing is changed. */
  planApproval(number: number, now: number): DryRun | { readonly problem: string } {
    const held = this.#replica.quarantine.get(number);
    if (held === undefined) return { problem: `nothing is in quarantine under ${number}` };
    const problem = this.#replica.refusal(held.peer, held.part, now);
    if (problem !== null) return { problem };
    return planApproval(this.#replica, held, this.#how(held.peer, now));
  }

  /** What was quarantined under `number` is dropped, and stays out as long as the peer says the same. */
  reject(number: number, act: Act): ActResult {
    const held = this.#replica.quarantine.get(number);
    if (held === undefined) return { problem: `nothing is in quarantine under ${number}` };
    this.#replica.advance(act.now);
    this.#release(held);
    const { peer, part } = held;
    this.#replica.refuse({ peer, id: part.id, digest: contentOf(part), channel: part.name, number });
    return { decision: this.#decide('rejected', held, act) };
  }

  /** What was rejected as `number` is judged again when the peer says it again; it is to be asked for it. */
  reconsider(number: number, act: Act): ActResult {
    const refusal = this.#replica.refused.numbered(number);
    if (refusal === undefined) return { problem: `no rejection under ${number} is remembered` };
    this.#replica.advance(act.now);
    this.#replica.unrefuse(refusal);
    const { peer, id, channel } = refusal;
    const reason = `${peer}, rejected as ${number}, is judged again`;
    const decision = { channel, from: id, to: null, by: act.by, reason, lost: [] };
    return { decision: this.#replica.decide({ kind: 'reconsidered', ...decision }) };
  }

  /** From now on what `peer` says counts as that of any other, and so does what waited for that. */
  endReview(peer: ServerName, now: number): void {
    this.#replica.advance(now);
    this.#replica.remember(peer, { review: false });
    const waiting = this.#replica.quarantine.list().filter((held) => held.peer === peer);
    for (const { part } of waiting) this.#judgeAgain(part.id, { solicited: true, stamps: true, now });
  }

  /** What was written is judged, not what the line names: absence is a removal there. */
  #takePlain(said: PeerMessage, delivery: Delivery): string | null {
    const { peer, part } = said;
    const written = this.#replica.plainWrites(peer, part, delivery.now);
    const { problem, joined } = this.#take({ ...said, part: written }, delivery);
    // A first line that was not joined has not filled in anything: the next one is a first line as well.
    if (problem === null && (joined || written !== part)) this.#replica.notePlain(peer, part);
    return problem;
  }

  #take(message: PeerMessage, delivery: Delivery): { problem: string | null; joined: boolean } {
    const { peer, part, members } = message;
    const { now, stamps } = delivery;
    const problem = this.#replica.refusal(peer, part, now);
    if (problem !== null) return { problem, joined: false };
    const known = this.#replica.table.get(part.id);
    if (this.#isRejected(message)) return { problem: this.#onlyPresence(message, known), joined: false };
    this.#updatePresence(message);
    const suspicion = this.#guard.judge(message, known, delivery);
    if (suspicion !== null)
      return { problem: this.#quarantine(message, suspicion, known, delivery), joined: false };
    // What a plain line wrote was stamped here.
    if (stamps) this.#raiseAlarms(message, known, now);
    this.#replica.take(peer, part, members, now);
    const taken = this.#replica.table.get(part.id);
    if (taken !== undefined) this.#noteTaken(message, taken.document);
    this.#judgeAgain(part.id, delivery);
    return { problem: null, joined: true };
  }

  #updatePresence({ peer, part, members }: PeerMessage): void {
    const held = this.#replica.quarantine.find(peer, part.id);
    if (held !== undefined) this.#replica.setQuarantinedPresence(held, members);
  }

  /** Where the peer is counts no more either: known from before the rule, the channel would be shown for ever. */
  #keepOut(message: PeerMessage): null {
    const { peer, part } = message;
    this.#noteKeptOut('rule', message, []);
    const known = this.#replica.table.get(part.id);
    if (known !== undefined) this.#replica.receivePresence(peer, known, null);
    return null;
  }

  #isRejected(message: PeerMessage): boolean {
    const { peer, part } = message;
    if (!this.#replica.refused.about(peer, part.id)) return false;
    const isRejected = this.#replica.refused.has({ peer, id: part.id, digest: contentOf(part) });
    if (isRejected) this.#noteKeptOut('rejected', message, []);
    return isRejected;
  }

  /**
   * Two servers were told of one id under two names. Both may be honest, and whoever lied is perhaps neither: refused, the
   * channel would come again for ever, and the resume point of an honest link would not move.
   */
  #misnamed(message: PeerMessage, delivery: Delivery): string | null {
    const { peer, part } = message;
    if (this.#isRejected(message)) return null;
    const known = displayText(this.#replica.table.get(part.id)!.document.name);
    const text = `${peer} calls it ${displayText(part.name)}, and it is known as ${known}: one of the two was lied to, or ${peer} lies`;
    // It does not say that it holds the channel of the known name.
    return this.#quarantine(message, { code: 'name', text }, undefined, delivery);
  }

  #quarantine(
    message: PeerMessage,
    suspicion: Suspicion,
    known: ChannelEntry | undefined,
    { now }: Delivery,
  ): string | null {
    const result = this.#replica.quarantine.add(message, suspicion, now);
    if ('problem' in result) return result.problem;
    this.#replica.quarantineChanged(result.held.number);
    const text = `waits for an operator (${result.held.number}): ${suspicion.text}`;
    this.#replica.report('quarantine.added', message.part.name, message.peer, text);
    return this.#onlyPresence(message, known);
  }

  /** Whether the peer holds a channel that is known is its own to say, whatever else it says; but it takes no other's place so. */
  #onlyPresence(message: PeerMessage, known: ChannelEntry | undefined): null {
    if (known === undefined) return null;
    const { peer, members } = message;
    const takesPlace = members !== null && pinnedAway(this.#replica, { peer, part: known.document, members });
    if (takesPlace) this.#noteKeptOut('pinned', message, ['presence']);
    else this.#replica.receivePresence(peer, known, members);
    return null;
  }

  /** What was suspect because too little was known of the channel may not be so any more. */
  #judgeAgain(id: DocumentPart['id'], delivery: Delivery): void {
    for (const held of this.#replica.quarantine.about(id)) {
      const known = this.#replica.table.get(id);
      // Without room for it now it goes on waiting: taken out, it would be lost.
      if (this.#replica.refusal(held.peer, held.part, delivery.now) !== null) continue;
      const suspicion = this.#guard.judge(held, known, { ...delivery, solicited: true });
      if (suspicion !== null) {
        this.#waitsFor(held, suspicion, delivery.now);
        continue;
      }
      this.#replica.report('quarantine.cleared', held.part.name, held.peer, 'is no longer suspect');
      this.#release(held);
      letIn(this.#replica, held, held.part, this.#how(held.peer, delivery.now));
    }
  }

  /** What waited because its peer was under review goes on to wait for what is wrong with it, if something is. */
  #waitsFor(held: QuarantinedMessage, suspicion: Suspicion, now: number): void {
    if (held.code !== 'returning' || held.text === suspicion.text) return;
    this.#replica.quarantine.add(held, suspicion, now);
    this.#replica.quarantineChanged(held.number);
  }

  #how(peer: ServerName, now: number): LetIn {
    return { isHeard: this.#heard.has(peer), now };
  }

  #release(held: QuarantinedMessage): void {
    this.#replica.quarantine.take(held.number);
    this.#replica.quarantineChanged(held.number);
  }

  #decide(
    kind: 'approved' | 'rejected',
    { number, peer, part, text }: QuarantinedMessage,
    { by }: Act,
  ): number {
    const reason = `${peer}, quarantined as ${number}: ${text}`;
    return this.#replica.decide({ kind, channel: part.name, from: part.id, to: null, by, reason, lost: [] });
  }

  #raiseAlarms({ peer, part }: PeerMessage, known: ChannelEntry | undefined, now: number): void {
    const lead = stampLead(part, now, this.#options.maxClockSkewMs);
    if (lead !== null) {
      this.#alarm(
        'clock.skew',
        peer,
        part,
        now,
        `a write is stamped ${Math.round(lead / 1000)} s ahead of this server's clock`,
      );
    }
    const foreign = foreignOwnWrites(this.#replica.server, part, known?.document);
    if (foreign.length === 0) return;
    const fields = foreign.map(displayText).join(', ');
    this.#alarm(
      'stamp.foreign',
      peer,
      part,
      now,
      `writes in this server's name that it does not know: ${fields}`,
    );
  }

  #alarm(kind: string, peer: ServerName, part: DocumentPart, now: number, text: string): void {
    const key = `${kind} ${peer}`;
    const last = this.#alarms.get(key);
    if (last !== undefined && now >= last && now - last < ALARM_EVERY_MS) return;
    this.#alarms.set(key, now);
    this.#replica.report(kind, part.name, peer, text);
  }
}

function contentOf(part: DocumentPart): string {
  const { high, low } = documentDigest(part);
  return `${high}.${low}`;
}
