import type { Logger } from 'pino';
import type { ChannelKey } from '../core/casemapping.ts';
import { type Field, type FieldKey, isSet } from '../core/field.ts';
import { displayText, type IrcText } from '../core/irc-text.ts';
import type { LinkedIrcd } from './dialect.ts';
import { IrcLineError } from './irc-line.ts';
import type { IrcdEvent, IrcdResult, IrcdUpdate } from './ircd-messages.ts';
import { NameQuestions, type WishMark } from './name-questions.ts';
import type { Pacer } from './pacer.ts';
import { nothingToDo, type Plan, type Reason, refused } from './plan.ts';
import { isSomebodysHere, planUpdate } from './plan-update.ts';
import type { Shadow } from './shadow.ts';
import type { ReadResult } from './shadow-answers.ts';
import { isHeld, listSize, type ShadowChannel, shows, standInEntries } from './shadow-channel.ts';
import { updateResult } from './update-result.ts';
import { answerWait, firstWait, type UpdateWait, type UpdateWaits } from './update-wait.ts';

/** The part of the ircd's link that is needed here. */
export interface LineWriter {
  /** The ircd's time, Unix seconds. */
  readonly now: number;
  write(lines: readonly string[]): void;
  /** Calls when the ircd has handled everything before and its answers were applied to the shadow. */
  barrier(done: () => void): void;
}

export interface UpdateApplierOptions {
  readonly ircd: Pick<LinkedIrcd, 'traits' | 'writer'>;
  readonly shadow: Shadow;
  readonly writer: LineWriter;
  readonly pacer: Pacer;
  /** Nothing is to be written now: updates are answered with what the ircd shows. */
  readonly observes: () => boolean;
  readonly log: Logger;
  /** Fields of the channel that events after `sequence` changed. */
  readonly touchedSince: (channel: ChannelKey, sequence: number) => ReadonlySet<FieldKey> | 'all';
  readonly onResults: (results: readonly IrcdResult[]) => void;
  readonly onEvents: (events: readonly IrcdEvent[]) => void;
  /** Nothing is waiting, under way or to be read back. */
  readonly onIdle: () => void;
}

interface Task {
  readonly key: ChannelKey;
  readonly update: IrcdUpdate;
  readonly wanted: ReadonlyMap<FieldKey, Field> | null;
  readonly reasons: Map<FieldKey, Reason>;
  /** As `Plan.refusal`, of the last plan. */
  refusal: Reason | null;
  /** As `Plan.standIns`, of the last plan. */
  standIns: ReadonlyMap<FieldKey, FieldKey>;
  /** The ircd's time before which it is not to be tried, Unix seconds. */
  notBefore: number;
  wish: WishMark;
  /** As `UpdateToPlan.isAsked`. */
  isAsked: boolean;
}

interface Written {
  readonly task: Task;
  readonly plan: Plan;
}

/** Channels written to between two barriers. */
const ROUND_CHANNELS_MAX = 64;
/** Barriers that the ircd may owe: beyond, it does not keep up and is not given more. */
const ROUNDS_MAX = 4;

/**
 * Applies updates: plans each when its turn comes, from what the ircd shows then, writes the lines, asks for the channel
 * and waits for the answer; the result tells what the ircd really shows. One channel is written to once at a time.
 */
export class UpdateApplier {
  readonly #options: UpdateApplierOptions;
  /** At most one for a channel: the sidecar sends no other before the result. */
  readonly #tasks = new Map<ChannelKey, Task>();
  #rounds = 0;
  readonly #names: NameQuestions;
  #timer: NodeJS.Timeout | null = null;
  /** Null: nothing waits. */
  #waitsFor: UpdateWait['why'] | null = null;
  /** Grows when the sidecar's stream ends: what was asked before is nobody's any more. */
  #generation = 0;

  constructor(options: UpdateApplierOptions) {
    this.#options = options;
    this.#names = new NameQuestions(options.ircd.writer, options.writer);
  }

  /** Updates that have no result yet, without those that are being read back. */
  get waiting(): number {
    return this.#tasks.size;
  }

  get isIdle(): boolean {
    return this.#tasks.size === 0 && this.#rounds === 0;
  }

  add(updates: readonly IrcdUpdate[]): void {
    const { shadow } = this.#options;
    for (const update of updates) {
      const key = shadow.key(update.name);
      const wanted = update.fields && new Map(update.fields.map((field) => [shadow.fieldKey(field), field]));
      const unplanned = {
        reasons: new Map(),
        refusal: null,
        standIns: NO_STAND_INS,
        notBefore: 0,
        isAsked: false,
      };
      this.#tasks.set(key, { key, update, wanted, ...unplanned, wish: this.#names.mark });
    }
    this.pump();
  }

  /** Forgets what waits; what was written is still read back, without results. */
  reset(): void {
    this.#generation++;
    this.#tasks.clear();
  }

  /** Does what may be done now: after new updates and after lines of the ircd. */
  pump(): void {
    while (this.#rounds < ROUNDS_MAX && this.#round()) {
      // One round after the other, as long as the pace and the ircd allow.
    }
    this.#schedule();
    if (this.isIdle) this.#options.onIdle();
  }

  stop(): void {
    this.reset();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Returns whether there was anything to write. */
  #round(): boolean {
    const { writer } = this.#options;
    const results: IrcdResult[] = [];
    const written: Written[] = [];
    const doubtful = this.#readBackDoubtful();
    while (written.length < ROUND_CHANNELS_MAX) {
      const task = this.#nextTask();
      if (task === null) break;
      this.#tasks.delete(task.key);
      const plan = this.#plan(task);
      for (const [key, reason] of plan.reasons) task.reasons.set(key, reason);
      task.standIns = plan.standIns;
      task.refusal = plan.refusal;
      if (plan.lines.length > 0 || plan.leftOut?.caps === null) written.push(this.#write(task, plan));
      else if (plan.notBefore !== null) this.#retry(task, plan.notBefore);
      else results.push(this.#result(task, this.#channelOf(task), NOTHING_ALTERED, this.#options.observes()));
    }
    if (results.length > 0) this.#options.onResults(results);
    if (written.length === 0 && doubtful.length === 0) return false;
    const generation = this.#generation;
    this.#rounds++;
    writer.barrier(() => this.#settle(written, doubtful, generation));
    return true;
  }

  #readBackDoubtful(): IrcText[] {
    const { shadow, writer } = this.#options;
    const channels = shadow.takeDoubtful(ROUND_CHANNELS_MAX);
    for (const { name } of channels) {
      shadow.expect(name, new Map(), null);
      writer.write(this.#options.ircd.writer.ask(name));
    }
    return channels.map(({ name }) => name);
  }

  #nextTask(): Task | null {
    const { shadow, pacer, writer } = this.#options;
    const observe = this.#options.observes();
    const now = Date.now();
    if (!observe && pacer.waitMs(now) > 0) return null;
    for (const task of this.#tasks.values()) {
      if (shadow.isExpecting(task.key)) continue;
      if (observe) return task;
      if (task.notBefore > writer.now) continue;
      if (pacer.channelWaitMs(task.key, now) === 0 && this.#knowsName(task)) return task;
    }
    return null;
  }

  /** False: the ircd is asked first whether it forbids the channel's name, once for all channels that are to be made by then. */
  #knowsName(task: Task): boolean {
    if (!this.#isMaking(task)) return true;
    if (this.#names.isKnown(task.wish)) {
      this.#noteAnswer(task);
      return true;
    }
    const now = Date.now();
    if (this.#names.waitMs(now) > 0) return false;
    this.#rounds++;
    const { log } = this.#options;
    log.debug({ question: this.#names.mark + 1 }, 'asking the ircd which names it forbids');
    this.#names.ask(now, () => {
      log.debug({ question: this.#names.mark }, 'the ircd has said which names it forbids');
      this.#rounds--;
      this.pump();
    });
    return false;
  }

  #waitsForNames(task: Task): boolean {
    return this.#isMaking(task) && !this.#names.isKnown(task.wish);
  }

  #isMaking({ key, wanted }: Task): boolean {
    return wanted !== null && !this.#options.shadow.channels.has(key);
  }

  /** By which answer the name of a channel that is made now is judged: it may have been given long ago, and for others. */
  #noteAnswer({ update }: Task): void {
    const question = this.#names.answered;
    const { log } = this.#options;
    if (question === 0 || !log.isLevelEnabled('debug')) return;
    log.debug(
      { channel: displayText(update.name), question },
      'the ircd has said whether it forbids the name',
    );
  }

  #plan(task: Task): Plan {
    const { shadow, ircd, writer, observes, touchedSince } = this.#options;
    const { update, wanted, key } = task;
    if (observes()) return nothingToDo;
    const channel = shadow.channels.get(key) ?? null;
    const untouchable = touchedSince(key, update.hostSequence);
    try {
      return planUpdate(ircd, {
        name: update.name,
        wanted,
        channel,
        untouchable,
        now: writer.now,
        isAsked: task.isAsked,
      });
    } catch (error) {
      if (!(error instanceof IrcLineError)) throw error;
      // The plan's own checks missed something: nothing of the update is written.
      this.#options.log.error(
        { err: error, channel: displayText(update.name) },
        'an update cannot be written',
      );
      const reason = refused(error.message);
      return {
        ...nothingToDo,
        reasons: new Map([...(wanted?.keys() ?? [])].map((field) => [field, reason])),
        refusal: channel === null ? reason : null,
      };
    }
  }

  #write(task: Task, plan: Plan): Written {
    const { shadow, ircd, writer, pacer } = this.#options;
    const { name } = task.update;
    shadow.expect(name, plan.written, plan.creates);
    pacer.spend(task.key, plan.lines.length, Date.now());
    task.isAsked = true;
    writer.write([...plan.lines, ...ircd.writer.ask(name)]);
    return { task, plan };
  }

  #readDoubtful(name: IrcText): readonly IrcdEvent[] {
    const { shadow } = this.#options;
    const wasTold = shadow.channel(name) !== null && !shadow.isUnheardOf(shadow.key(name));
    const { channel, after } = shadow.read(name);
    return wasTold && channel === null ? [dropped(name)] : after;
  }

  /** The ircd has answered a round. */
  #settle(written: readonly Written[], doubtful: readonly IrcText[], generation: number): void {
    const { shadow, onResults, onEvents } = this.#options;
    this.#rounds--;
    const events: IrcdEvent[] = [];
    const results: IrcdResult[] = [];
    const doubtfulAgain = doubtful.filter((name) => shadow.takeDisturbed(name));
    const writtenAgain = written.filter(({ task }) => shadow.takeDisturbed(task.update.name));
    this.#askAgain(writtenAgain, doubtfulAgain, generation);
    for (const name of doubtful) {
      if (!doubtfulAgain.includes(name)) events.push(...this.#readDoubtful(name));
    }
    for (const { task, plan } of written.filter((one) => !writtenAgain.includes(one))) {
      const wasHeld = this.#isHeld(task);
      const read = shadow.read(task.update.name);
      events.push(...read.after);
      // A permanent channel that the update made one as any other ends with that.
      if (wasHeld && read.channel === null) events.push(dropped(task.update.name));
      if (generation !== this.#generation) continue;
      const isTwinLeft = this.#noteSettled(task, plan, read);
      // Somebody joined at the same moment: now it is theirs.
      const isTheirs = plan.takesAway && isSomebodysHere(read.channel);
      if (isTheirs) task.reasons.clear();
      const isRoomNews = read.channel !== null && this.#isRoomNews(task, plan, read.channel);
      if (plan.notBefore !== null || isTwinLeft || isTheirs || isRoomNews)
        this.#retry(task, plan.notBefore ?? 0);
      else results.push(this.#result(task, read.channel, read.altered, false));
    }
    if (results.length > 0) onResults(results);
    // An event of a channel that an update made means something only after the update's result.
    if (events.length > 0) onEvents(events);
    this.pump();
  }

  #askAgain(written: readonly Written[], doubtful: readonly IrcText[], generation: number): void {
    const names = [...written.map(({ task }) => task.update.name), ...doubtful];
    if (names.length === 0) return;
    const { ircd, writer } = this.#options;
    writer.write(names.flatMap((name) => ircd.writer.ask(name)));
    this.#rounds++;
    writer.barrier(() => this.#settle(written, doubtful, generation));
  }

  /**
   * Remembers what the ircd made of a value, so that it is not written again and again. Returns whether an entry was removed
   * of which the ircd has another one: to it masks that differ only in case are two.
   */
  #noteSettled(task: Task, plan: Plan, read: ReadResult): boolean {
    if (read.channel === null) return false;
    let isTwinLeft = false;
    const touched = this.#options.touchedSince(task.key, task.update.hostSequence);
    for (const [key, written] of plan.written) {
      const shown = read.altered.get(key) ?? read.channel.fields.get(key) ?? null;
      const wanted = task.wanted?.get(key) ?? written;
      const isAsWritten = !read.altered.has(key) && shows(shown ?? undefined, written);
      if (touched === 'all' || touched.has(key) || isAsWritten) {
        read.channel.settled.delete(key);
      } else if (
        written.kind === 'entry' &&
        shown?.kind === 'entry' &&
        written.mask !== shown.mask &&
        !isSet(written)
      ) {
        isTwinLeft = true;
      } else {
        read.channel.settled.set(key, { wanted, shown, listed: listSize(read.channel, wanted) });
      }
    }
    for (const [key, { wanted }] of read.channel.settled) {
      if (isSet(wanted) && task.wanted?.has(key) === false) read.channel.settled.delete(key);
    }
    return isTwinLeft;
  }

  /** The ircd has told since that its lists are longer, or shorter, than was known when entries were left out. */
  #isRoomNews({ reasons }: Task, { leftOut }: Plan, { name, hasLargeLists }: ShadowChannel): boolean {
    if (leftOut === null) return false;
    const caps = this.#options.ircd.writer.listCaps(name, hasLargeLists);
    if (caps !== null && caps === leftOut.caps) return false;
    for (const key of leftOut.keys) reasons.delete(key);
    return true;
  }

  #retry(task: Task, notBefore: number): void {
    this.#tasks.set(task.key, { ...task, notBefore, wish: this.#names.mark });
  }

  #result(
    task: Task,
    channel: ShadowChannel | null,
    altered: ReadonlyMap<FieldKey, Field>,
    observe: boolean,
  ): IrcdResult {
    const { number, name } = task.update;
    const { wanted, reasons, refusal } = task;
    const shown = withStandIns(altered, task, channel);
    return updateResult({ number, name, wanted, reasons, refusal, altered: shown, observe }, channel);
  }

  #isHeld(task: Task): boolean {
    const channel = this.#channelOf(task);
    return channel !== null && !this.#options.shadow.isUnheardOf(task.key) && isHeld(channel);
  }

  #channelOf(task: Task): ShadowChannel | null {
    return this.#options.shadow.channels.get(task.key) ?? null;
  }

  /** Comes back when the pace or a topic's time allows; barriers wake it by themselves. */
  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const wait = this.#tasks.size === 0 ? null : this.#wait();
    this.#noteWait(wait);
    if (wait === null || wait.waitMs === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.pump(), Math.min(Math.max(wait.waitMs, WAIT_MS_MIN), WAIT_MS_MAX));
  }

  #wait(): UpdateWait {
    if (this.#rounds >= ROUNDS_MAX) return answerWait;
    const now = Date.now();
    const paceMs = this.#options.pacer.waitMs(now);
    return paceMs > 0 ? { waitMs: paceMs, why: 'pace' } : firstWait(this.#waits(now));
  }

  *#waits(now: number): Generator<UpdateWaits> {
    const { shadow, pacer, writer } = this.#options;
    for (const task of this.#tasks.values()) {
      if (shadow.isExpecting(task.key)) continue;
      yield {
        channelPace: pacer.channelWaitMs(task.key, now),
        clock: Math.max(0, task.notBefore - writer.now) * 1000,
        names: this.#waitsForNames(task) ? this.#names.waitMs(now) : 0,
      };
    }
  }

  /** One line where what all wait for is another thing than before. */
  #noteWait(wait: UpdateWait | null): void {
    const why = wait?.why ?? null;
    if (why === this.#waitsFor) return;
    this.#waitsFor = why;
    if (wait === null) return;
    const waitMs = Number.isFinite(wait.waitMs) ? wait.waitMs : null;
    this.#options.log.debug({ updates: this.#tasks.size, why, waitMs }, 'updates wait');
  }
}

function dropped(name: IrcText): IrcdEvent {
  return { name, change: { kind: 'dropped' } };
}

/** What else is shown for what was wanted, since this update or an earlier one: by the key of that. */
function withStandIns(
  altered: ReadonlyMap<FieldKey, Field>,
  { wanted, standIns }: Task,
  channel: ShadowChannel | null,
): ReadonlyMap<FieldKey, Field> {
  if (channel === null) return altered;
  const earlier = [...standInEntries(channel)].filter(([key]) => wanted?.has(key));
  const all = new Map<FieldKey, Field>([...earlier, ...altered]);
  for (const [key, shownAs] of standIns) {
    const shown = channel.fields.get(shownAs);
    if (shown !== undefined) all.set(key, shown);
  }
  return all;
}

const NO_STAND_INS: ReadonlyMap<FieldKey, FieldKey> = new Map();
const WAIT_MS_MIN = 5;
const WAIT_MS_MAX = 250;
const NOTHING_ALTERED: ReadonlyMap<FieldKey, Field> = new Map();
