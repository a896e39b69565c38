import { expect, test } from 'vitest';
import { type Field, fieldKey, isSet, unset } from '../../src/core/field.ts';
import { HostAttachment } from '../../src/core/host-attachment.ts';
import { HybridClock } from '../../src/core/hybrid-clock.ts';
import { ModelHost } from '../sim/model-host.ts';
import { b, ban, createReplica, flag, name, part, profile, t0 } from '../support/replica-fixture.ts';

/**
 * One field of a channel, which users of the host and the network change in turn, while the host attaches, detaches and
 * restarts. `host` and `network` toggle what they see, `link` attaches or detaches, `restart` empties the ircd.
 */
const steps = ['host', 'network', 'link', 'restart'] as const;
type Step = (typeof steps)[number];

const STEPS_MAX = 6;
/** So many of the sequences are of the one kind that `endsInDefault` describes. */
const UNTELLABLE = 46;
const fields: Record<string, Subject> = {
  'a list entry': { field: ban('x!*@*'), isDefault: false },
  'a list entry that the host cuts': {
    field: ban('long-nick!*@*'),
    form: ban('long-nic*!*@*'),
    isDefault: false,
  },
  'a flag that the ircd sets by default': { field: flag('topic-protected'), isDefault: true },
};

interface Subject {
  readonly field: Field;
  /** What the host shows of it, and its users see; default: the field. */
  readonly form?: Field;
  readonly isDefault: boolean;
}

interface Variant {
  readonly stepMs: number;
  /** Results come with the next act, and are lost when there is none; the network's clock is far ahead of the others. */
  readonly lateResults: boolean;
}

const variants: Record<string, Variant> = {
  '10 s between the steps': { stepMs: 10_000, lateResults: false },
  'many steps in a second': { stepMs: 100, lateResults: false },
  'results that are late and lost': { stepMs: 10_000, lateResults: true },
};

for (const [title, subject] of Object.entries(fields)) {
  for (const [circumstances, variant] of Object.entries(variants)) {
    test(`${title}: the last act counts, with ${circumstances}`, () => {
      const violations = sequences(STEPS_MAX)
        .filter((sequence) => isDecided(sequence) && !(variant.lateResults && isUnknown(sequence)))
        .filter((sequence) => !holds(sequence, subject, variant));
      const unexplained = violations.filter((sequence) => !endsInDefault(sequence));
      expect(unexplained.map((sequence) => sequence.join(' '))).toEqual([]);
      if (!variant.lateResults) expect(violations).toHaveLength(UNTELLABLE);
    });
  }
}

test('5460 sequences', () => {
  expect(sequences(STEPS_MAX)).toHaveLength(5460);
});

function sequences(lengthMax: number): Step[][] {
  const all: Step[][] = [];
  let longest: Step[][] = [[]];
  for (let length = 1; length <= lengthMax; length++) {
    longest = longest.flatMap((sequence) => steps.map((step) => [...sequence, step]));
    all.push(...longest);
  }
  return all;
}

/** What happened in each time apart, oldest first, and before it. A restart begins one. */
function timesApart(sequence: readonly Step[]): { before: Step | null; steps: Step[] }[] {
  const times: { before: Step | null; steps: Step[] }[] = [];
  let apart = false;
  sequence.forEach((step, index) => {
    const begins = !apart && (step === 'link' || step === 'restart');
    if (begins) times.push({ before: sequence[index - 1] ?? null, steps: [] });
    if (begins || apart) times.at(-1)!.steps.push(step);
    apart = begins || (apart && step !== 'link');
  });
  return times;
}

/** Not counted: both sides acted while apart, or the ircd took its last act with it. */
function isDecided(sequence: readonly Step[]): boolean {
  return timesApart(sequence).every(({ steps: time }) => {
    const lastAct = time.lastIndexOf('host');
    return lastAct < 0 || (!time.includes('network') && !time.includes('restart', lastAct));
  });
}

/**
 * Not counted where results get lost: a user acts after an update whose result never came. One who undid what the update
 * did cannot be told from an update that was never applied.
 */
function isUnknown(sequence: readonly Step[]): boolean {
  return timesApart(sequence).some(
    ({ before, steps: time }) => time.includes('host') && before !== null && before !== 'host',
  );
}

/**
 * The one case that cannot be told: after the restart and before the host was back, a user gave the field the value that
 * the ircd sets by default. It looks as if nobody had touched it.
 */
function endsInDefault(sequence: readonly Step[]): boolean {
  return timesApart(sequence).some(({ steps: time }) => {
    const sinceRestart = time.slice(time.lastIndexOf('restart') + 1);
    const acts = sinceRestart.filter((step) => step === 'host').length;
    return time.includes('restart') && acts > 0 && acts % 2 === 0;
  });
}

function holds(sequence: readonly Step[], subject: Subject, variant: Variant): boolean {
  const { stepMs } = variant;
  const world = new World(subject, variant);
  let expected = subject.isDefault;
  for (const step of sequence) {
    world.now += stepMs;
    if (step === 'host' || step === 'network') world.sayResults();
    if (step === 'host') expected = world.hostToggles();
    else if (step === 'network') expected = world.networkToggles();
    else if (step === 'restart') world.restart();
    else if (world.host.attached) world.host.detach();
    else world.attach();
  }
  world.now += stepMs;
  if (!world.host.attached) world.attach();
  world.sayResults();
  return world.shown === expected && world.documented === expected;
}

/** A replica, its host with one channel, and a network that is always linked. */
class World {
  now = t0 + 1000;
  readonly host: ModelHost;
  readonly #field: Field;
  readonly #form: Field;
  readonly #defaults: readonly Field[];
  readonly #replica = createReplica();
  readonly #clock = new HybridClock(b);
  readonly #variant: Variant;
  #attachment!: HostAttachment;

  constructor({ field, form = field, isDefault }: Subject, variant: Variant) {
    this.#variant = variant;
    this.#field = field;
    this.#form = form;
    this.#defaults = isDefault ? [field] : [];
    const fit = (given: Field): Field =>
      keyOf(given) === keyOf(field) && isSet(given) ? { ...given, ...form } : given;
    this.host = new ModelHost({ defaults: this.#defaults, now: () => this.now, fit });
    this.#makeChannel();
    this.attach();
    this.#replica.receive(b, part(this.#entry.document.id, []), 1, this.now);
  }

  get shown(): boolean {
    return this.host.channels.get(this.#entry.key)!.fields.has(keyOf(this.#form));
  }

  get documented(): boolean {
    return [this.#field, this.#form].some((field) => this.#isDocumented(field));
  }

  hostToggles(): boolean {
    const next = !this.shown;
    this.host.change(name, this.#with(this.#form, next));
    this.#settle();
    return next;
  }

  networkToggles(): boolean {
    const next = !this.documented;
    this.#clock.observe(this.#replica.clock.last());
    const documented = [this.#field, this.#form].filter((field) => this.#isDocumented(field));
    const stamp = this.#clock.issue(this.now);
    const registers = (next ? [this.#field] : documented).map((field) => ({
      field: this.#with(field, next, this.#variant.lateResults ? 60_000 : 0),
      stamp,
    }));
    this.#replica.receive(b, part(this.#entry.document.id, registers), 1, this.now);
    this.#attachment.viewsChanged([this.#entry.key]);
    this.#settle();
    return next;
  }

  /** The ircd comes back at once, and its user too; the adapter does not. */
  restart(): void {
    this.host.restart();
    this.now += 1000;
    this.#makeChannel();
  }

  attach(): void {
    this.#attachment = new HostAttachment(this.#replica, { ...profile, defaults: this.#defaults });
    this.host.attach();
    this.#settle();
  }

  /** What users remove before the second of its creation is over cannot be told from a channel made anew. */
  #makeChannel(): void {
    this.host.join(name);
    this.now += 1000;
  }

  get #entry() {
    return [...this.#replica.table.values()][0]!;
  }

  #isDocumented(field: Field): boolean {
    const register = this.#entry.document.registers.get(keyOf(field));
    return register !== undefined && isSet(register.field);
  }

  /** What was said late is heard, and what follows from it. */
  sayResults(): void {
    while (this.host.attached && this.host.sayResult()) this.#settle();
  }

  #with(field: Field, set: boolean, aheadMs = 0): Field {
    if (!set) return unset(field);
    const setAt = Math.floor((this.now + aheadMs) / 1000);
    return field.kind === 'entry' ? ban(field.mask, setAt) : field;
  }

  #settle(): void {
    while (this.host.attached) {
      for (const message of this.host.takeMessages()) this.#take(message);
      const updates = this.#attachment.nextUpdates(9);
      for (const update of updates) {
        this.host.apply(update);
        if (!this.#variant.lateResults) this.host.sayResult();
      }
      if (this.host.quiet) return;
    }
  }

  #take(message: ReturnType<ModelHost['takeMessages']>[number]): void {
    const attachment = this.#attachment;
    if ('snapshot' in message) {
      attachment.beginSnapshot(message.snapshot.incarnation);
      for (const state of message.snapshot.channels) attachment.snapshotChannel(state, this.now);
      attachment.endSnapshot();
    } else if ('event' in message) {
      expect(attachment.event(message.event, this.now)).toBeNull();
    } else {
      attachment.result(message.result);
    }
  }
}

function keyOf(field: Field) {
  return fieldKey('rfc1459', field);
}
