import { type Field, type FieldKey, isSet, unset } from '../../core/field.ts';
import type { IrcText } from '../../core/irc-text.ts';
import { ircText } from '../../core/irc-text.ts';
import type { Deviation, HostResult } from '../host-channel.ts';
import { formatIrcLine, middleProblem } from '../irc-line.ts';
import type { Capabilities, IrcdMode } from './capabilities.ts';
import { type ShadowChannel, shows } from './shadow-channel.ts';

/** The adapter on the ircd's link. */
export interface LinkIdentity {
  readonly ownSid: string;
  readonly ownName: string;
  readonly capabilities: Capabilities;
}

export interface UpdateToPlan {
  readonly name: IrcText;
  /** What to show, by key; null: the channel should go. */
  readonly wanted: ReadonlyMap<FieldKey, Field> | null;
  /** As the ircd shows it; null: it has none. */
  readonly channel: ShadowChannel | null;
  /** Changed on the ircd by an event that the update does not know of: left as they are. `all`: the channel itself was. */
  readonly untouchable: ReadonlySet<FieldKey> | 'all';
  /** The ircd's time, Unix seconds. */
  readonly now: number;
}

export interface Plan {
  /** Empty: nothing is to be written. */
  readonly lines: readonly string[];
  /** What the written fields should become. */
  readonly written: ReadonlyMap<FieldKey, Field>;
  /** The lines make the channel. */
  readonly creates: { readonly createdAt: number } | null;
  /** The lines end the channel. */
  readonly removes: boolean;
  /** Why a field is or will be shown otherwise than wanted. */
  readonly reasons: ReadonlyMap<FieldKey, Reason>;
  /** Something can be written only from this time on (Unix seconds, the ircd's): plan again then. Null: nothing waits. */
  readonly notBefore: number | null;
}

export interface Reason {
  readonly text: string;
  readonly status: 'truncated' | 'refused';
}

/** InspIRCd's KEYLEN. */
const KEY_BYTES_MAX = 32;
/** Room for the parameters of one MODE line: what clients get has to fit 512 bytes with the longest channel name. */
const MODE_PARAMETER_BYTES_MAX = 350;
/** A topic time that is further ahead of the ircd's clock than this is not waited for. */
const TOPIC_WAIT_SECONDS_MAX = 3;

/** The lines that turn what the ircd shows into what it should show. Pure: equal input, equal lines. */
export function planUpdate(link: LinkIdentity, update: UpdateToPlan): Plan {
  if (update.untouchable === 'all') return { ...NOTHING, reasons: meanwhile(update) };
  if (update.wanted === null) return planRemoval(link, update.channel);
  const problem = nameProblem(link, update.name);
  if (problem !== null) {
    return { ...NOTHING, reasons: refuseAll(update.wanted, problem) };
  }
  return new Planner(link, update).plan(update.wanted);
}

/** What the ircd now shows otherwise than the update wanted, and how bad that is. */
export function resultOf(
  update: { number: number; name: IrcText; wanted: ReadonlyMap<FieldKey, Field> | null },
  channel: ShadowChannel | null,
  reasons: ReadonlyMap<FieldKey, Reason>,
  altered: ReadonlyMap<FieldKey, Field>,
  observe: boolean,
): HostResult {
  const deviations: Deviation[] = [];
  let status: HostResult['status'] = 'applied';
  const deviate = (wanted: Field, shown: Field | null, reason: Reason): void => {
    deviations.push({ wanted, shown, reason: observe ? OBSERVING.text : reason.text });
    if (status !== 'refused') status = reason.status;
  };
  const explained = new Set(altered.values());
  for (const [key, wanted] of update.wanted ?? []) {
    const shown = altered.get(key) ?? channel?.fields.get(key);
    if (altered.has(key) || !shows(shown, wanted)) {
      deviate(wanted, shown ?? null, reasons.get(key) ?? defaultReason(channel, shown));
    }
  }
  for (const [key, shown] of channel?.fields ?? []) {
    if (update.wanted === null || update.wanted.has(key) || explained.has(shown)) continue;
    deviate(unset(shown), shown, reasons.get(key) ?? defaultReason(channel, shown));
  }
  if (update.wanted === null && channel !== null) status = 'refused';
  if (observe) status = 'observed';
  return { number: update.number, name: update.name, status, deviations, createdAt: channel?.createdAt ?? 0 };
}

const NOTHING: Plan = {
  lines: [],
  written: new Map(),
  creates: null,
  removes: false,
  reasons: new Map(),
  notBefore: null,
};

const MEANWHILE: Reason = { text: 'changed on the ircd meanwhile', status: 'truncated' };
const OBSERVING: Reason = { text: 'the adapter only observes', status: 'refused' };

/** A channel with local users or made permanent by them is theirs. */
function planRemoval(link: LinkIdentity, channel: ShadowChannel | null): Plan {
  if (channel === null || channel.members.size > 0 || channel.permanent) return NOTHING;
  const { ownSid, capabilities } = link;
  const letter = capabilities.permanent;
  const { name } = channel;
  if (letter !== null) {
    // An empty channel that loses this mode is ended at once.
    const params = [name, `+${letter}-${letter}`];
    return { ...NOTHING, removes: true, lines: [formatIrcLine({ source: ownSid, command: 'MODE', params })] };
  }
  return { ...NOTHING, removes: true, lines: joinAndLeave(ownSid, link.ownName, name, channel.createdAt) };
}

/**
 * Without the mode an empty channel ends only when somebody leaves it: a user for a moment. Named by its UID, which no
 * client's nick can be.
 */
function joinAndLeave(sid: string, serverName: string, name: IrcText, createdAt: number): string[] {
  const uid = `${sid}AAAAAZ`;
  const time = String(createdAt);
  return [
    formatIrcLine({
      source: sid,
      command: 'UID',
      params: [uid, time, uid, serverName, serverName, 'cburst', '127.0.0.1', time, '+i'],
      trailing: 'ends an empty channel',
    }),
    formatIrcLine({ source: sid, command: 'FJOIN', params: [name, time, '+'], trailing: `,${uid}` }),
    formatIrcLine({ source: uid, command: 'QUIT', trailing: '' }),
  ];
}

function nameProblem(link: LinkIdentity, name: IrcText): string | null {
  const { channelBytesMax } = link.capabilities;
  if (!name.startsWith('#')) return 'this ircd has only channels whose names start with #';
  if (name.length > channelBytesMax) return `the channel's name is longer than ${channelBytesMax} bytes`;
  return null;
}

function refuseAll(wanted: ReadonlyMap<FieldKey, Field>, text: string): Map<FieldKey, Reason> {
  return new Map([...wanted.keys()].map((key) => [key, { text, status: 'refused' }]));
}

/** The channel was created or dropped since: the sidecar answers that with a newer update. */
function meanwhile({ wanted, channel }: UpdateToPlan): Map<FieldKey, Reason> {
  return new Map(
    [...(wanted?.keys() ?? []), ...(channel?.fields.keys() ?? [])].map((key) => [key, MEANWHILE]),
  );
}

function defaultReason(channel: ShadowChannel | null, shown: Field | undefined): Reason {
  if (channel === null) return { text: 'the ircd does not have the channel', status: 'refused' };
  if (shown === undefined) return { text: 'the ircd did not take it', status: 'refused' };
  return { text: 'the ircd shows it so', status: 'truncated' };
}

interface LetterChange {
  readonly adding: boolean;
  readonly letter: string;
  readonly parameter: string | null;
}

class Planner {
  readonly #link: LinkIdentity;
  readonly #update: UpdateToPlan;
  readonly #written = new Map<FieldKey, Field>();
  readonly #reasons = new Map<FieldKey, Reason>();
  readonly #changes: LetterChange[] = [];
  #notBefore: number | null = null;

  constructor(link: LinkIdentity, update: UpdateToPlan) {
    this.#link = link;
    this.#update = update;
  }

  plan(wanted: ReadonlyMap<FieldKey, Field>): Plan {
    const { name, now, channel } = this.#update;
    for (const [key, field] of wanted) if (field.kind !== 'topic') this.#show(key, field);
    this.#clear(wanted);
    const topic = this.#topicLine(wanted);
    const createdAt = channel?.createdAt ?? now + CREATION_LEAD_SECONDS;
    const lines = channel === null ? this.#creationLines(createdAt) : this.#modeLines(this.#changes);
    if (topic !== null) {
      const params = [name, String(createdAt), ...topic.params];
      const { ownSid } = this.#link;
      lines.push(formatIrcLine({ source: ownSid, command: 'FTOPIC', params, trailing: topic.text }));
    }
    return {
      lines,
      written: this.#written,
      creates: channel === null ? { createdAt } : null,
      removes: false,
      reasons: this.#reasons,
      notBefore: this.#notBefore,
    };
  }

  #show(key: FieldKey, field: Field): void {
    const mode = this.#modeOf(field);
    if (mode === null) {
      this.#refuse(key, 'this ircd has no such mode');
      return;
    }
    const fitted = this.#fit(key, field);
    if (fitted === null || !this.#mayWrite(key, field, fitted)) return;
    this.#written.set(key, fitted);
    this.#changes.push({ adding: true, letter: mode.letter, parameter: parameterOf(fitted) });
  }

  /** Unsets what the ircd shows and nobody wants, but for a mask that stands for a wanted one. */
  #clear(wanted: ReadonlyMap<FieldKey, Field>): void {
    const { channel } = this.#update;
    const standIns = new Set<Field | null>();
    for (const [key, settled] of channel?.settled ?? []) if (wanted.has(key)) standIns.add(settled.shown);
    for (const [key, shown] of channel?.fields ?? []) {
      if (wanted.has(key) || shown.kind === 'topic' || standIns.has(shown)) continue;
      const mode = this.#modeOf(shown);
      const cleared = unset(shown);
      if (mode === null || !this.#mayWrite(key, cleared, cleared)) continue;
      this.#written.set(key, cleared);
      this.#changes.push({ adding: false, letter: mode.letter, parameter: clearingParameter(mode, shown) });
    }
  }

  /** False: it is shown already, a user changed it meanwhile, or the ircd is known to make this of it. */
  #mayWrite(key: FieldKey, wanted: Field, fitted: Field): boolean {
    const { channel, untouchable } = this.#update;
    const shown = channel?.fields.get(key);
    if (untouchable !== 'all' && untouchable.has(key)) {
      this.#reasons.set(key, MEANWHILE);
      return false;
    }
    if (shows(shown, fitted)) return false;
    const settled = channel?.settled.get(key);
    return !(settled && shows(settled.wanted, wanted) && sameShown(settled.shown, shown ?? null, channel));
  }

  /** The field as this ircd can show it; null: not at all. */
  #fit(key: FieldKey, field: Field): Field | null {
    const parameter = parameterOf(field);
    const problem = parameter === null ? null : middleProblem(parameter);
    if (problem !== null) return this.#refuse(key, `its value ${problem}`);
    if (field.kind !== 'join-key' || field.value === null) return field;
    const value = ircText(Buffer.from(field.value.replaceAll(',', ''), 'latin1').subarray(0, KEY_BYTES_MAX));
    if (value === field.value) return field;
    if (middleProblem(value) !== null) return this.#refuse(key, 'nothing of the key is left without commas');
    this.#reasons.set(key, {
      text: `key without commas and cut to ${KEY_BYTES_MAX} bytes`,
      status: 'truncated',
    });
    return { kind: 'join-key', value };
  }

  #refuse(key: FieldKey, text: string): null {
    this.#reasons.set(key, { text, status: 'refused' });
    return null;
  }

  /**
   * The ircd takes only a topic that is later than the present one, and one in the future would keep its users from
   * setting theirs until then. So an overwritten topic shows a time of at least one second after the present one's.
   */
  #topicLine(wanted: ReadonlyMap<FieldKey, Field>): { params: string[]; text: string } | null {
    const field = wanted.get(TOPIC) ?? { kind: 'topic', value: null };
    if (field.kind !== 'topic') return null;
    const fitted = this.#fitTopic(field);
    if (fitted === null || !this.#mayWriteTopic(field, fitted)) return null;
    const { channel, now } = this.#update;
    const present = channel?.topicSetAt ?? 0;
    const desired = fitted.value === null ? present + 1 : fitted.value.setAt || now;
    const setAt = Math.max(Math.min(desired, now), present + 1);
    if (setAt > now) {
      if (setAt <= now + TOPIC_WAIT_SECONDS_MAX) this.#notBefore = setAt;
      else this.#refuse(TOPIC, "the topic's time is in the ircd's future: compare the clocks");
      return null;
    }
    const setter = fitted.value?.setter || (this.#link.ownName as IrcText);
    this.#written.set(
      TOPIC,
      fitted.value ? { kind: 'topic', value: { ...fitted.value, setter, setAt } } : fitted,
    );
    if (field.value !== null && field.value.setAt !== setAt && !this.#reasons.has(TOPIC)) {
      this.#reasons.set(TOPIC, { text: 'the ircd takes only later topics', status: 'truncated' });
    }
    return { params: [String(setAt), setter], text: fitted.value?.text ?? '' };
  }

  #fitTopic(field: TopicField): TopicField | null {
    if (field.value === null) return field;
    const { topicBytesMax } = this.#link.capabilities;
    const { text, setter } = field.value;
    if (setter !== '' && middleProblem(setter) !== null) {
      return this.#refuse(TOPIC, `its setter ${middleProblem(setter)}`);
    }
    if (text === '') {
      this.#reasons.set(TOPIC, { text: 'to this ircd an empty topic is none', status: 'truncated' });
      return { kind: 'topic', value: null };
    }
    if (text.length <= topicBytesMax) return field;
    this.#reasons.set(TOPIC, { text: `topic cut to ${topicBytesMax} bytes`, status: 'truncated' });
    return { kind: 'topic', value: { ...field.value, text: text.slice(0, topicBytesMax) as IrcText } };
  }

  #mayWriteTopic(wanted: TopicField, fitted: TopicField): boolean {
    const shown = this.#update.channel?.fields.get(TOPIC);
    if (fitted.value !== null && shown?.kind === 'topic' && shown.value !== null) {
      const { text, setter, setAt } = fitted.value;
      const same = shown.value.text === text && (setter === '' || shown.value.setter === setter);
      // The ircd's time may have had to be later; going back is impossible and nobody needs it.
      if (same && shown.value.setAt >= setAt) {
        if (shown.value.setAt > setAt && !this.#reasons.has(TOPIC)) {
          this.#reasons.set(TOPIC, { text: 'the ircd takes only later topics', status: 'truncated' });
        }
        if (this.#isUntouchable(TOPIC)) this.#mayWrite(TOPIC, wanted, fitted);
        return false;
      }
    }
    return this.#mayWrite(TOPIC, wanted, fitted);
  }

  #isUntouchable(key: FieldKey): boolean {
    const { untouchable } = this.#update;
    return untouchable !== 'all' && untouchable.has(key);
  }

  /** All modes in the line that makes the channel: there is no moment at which it is open to everybody. */
  #creationLines(createdAt: number): string[] {
    const { ownSid } = this.#link;
    const single = this.#changes.filter(({ letter }) => !this.#isList(letter));
    const entries = this.#changes.filter(({ letter }) => this.#isList(letter));
    const letters = `+${single.map(({ letter }) => letter).join('')}`;
    const parameters = single.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]));
    const params = [this.#update.name, String(createdAt), letters, ...parameters];
    const creation = formatIrcLine({ source: ownSid, command: 'FJOIN', params, trailing: '' });
    return [creation, ...this.#modeLines(entries)];
  }

  /** A server's MODE is always applied and leaves the channel's timestamp alone. */
  #modeLines(changes: readonly LetterChange[]): string[] {
    const lines: string[] = [];
    let line: LetterChange[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (line.length > 0) lines.push(this.#modeLine(line));
      line = [];
      bytes = 0;
    };
    for (const change of changes) {
      const size = (change.parameter?.length ?? 0) + 1;
      const full = line.length >= this.#link.capabilities.modesMax;
      if (full || bytes + size > MODE_PARAMETER_BYTES_MAX) flush();
      line.push(change);
      bytes += size;
    }
    flush();
    return lines;
  }

  #modeLine(changes: readonly LetterChange[]): string {
    let letters = '';
    let sign = '';
    for (const { adding, letter } of changes) {
      const next = adding ? '+' : '-';
      letters += next === sign ? letter : `${next}${letter}`;
      sign = next;
    }
    const parameters = changes.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]));
    const params = [this.#update.name, letters, ...parameters];
    return formatIrcLine({ source: this.#link.ownSid, command: 'MODE', params });
  }

  #isList(letter: string): boolean {
    return this.#link.capabilities.modes.get(letter)?.kind === 'list';
  }

  #modeOf(field: Field): IrcdMode | null {
    for (const mode of this.#link.capabilities.modes.values()) {
      if (
        field.kind === 'entry' ? mode.kind === 'list' && mode.name === field.list : mode.kind === field.kind
      ) {
        if (field.kind === 'entry' || !('name' in field) || field.name === mode.name) return mode;
      }
    }
    return null;
  }
}

type TopicField = Extract<Field, { kind: 'topic' }>;

const TOPIC = 'topic' as FieldKey;

/**
 * A channel that the adapter makes must never be older than one that a user makes at the same moment: that one would lose
 * its operators. So its timestamp lies ahead by the second to which the ircd's clock is known and the one that a line may
 * need to arrive; the ircd does not mind.
 */
const CREATION_LEAD_SECONDS = 2;

function parameterOf(field: Field): string | null {
  if (field.kind === 'entry') return field.mask;
  if (field.kind === 'flag' || field.kind === 'topic' || !isSet(field)) return null;
  return String(field.value);
}

/** `-k` takes anything, other modes that have a parameter when unset are told what they had. */
function clearingParameter(mode: IrcdMode, shown: Field): string | null {
  if (mode.takes !== 'always') return null;
  return shown.kind === 'join-key' ? '*' : parameterOf(shown);
}

/** True when what is shown in place of a written value is still what was shown after the writing. */
function sameShown(settled: Field | null, shown: Field | null, channel: ShadowChannel | null): boolean {
  if (settled === null || shown === null) {
    if (settled === null) return shown === null;
    // The substitute is an entry under another mask.
    return [...(channel?.fields.values() ?? [])].includes(settled);
  }
  return shows(settled, shown);
}
