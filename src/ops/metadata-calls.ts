import type { ChannelKey } from '../core/casemapping.ts';
import { type DryRun, dryRun } from '../core/dry-run.ts';
import { type IrcText, ircText } from '../core/irc-text.ts';
import { type MetadataWrite, metadataWriteProblem, writeMetadata } from '../core/metadata-acts.ts';
import type { Act, ActResult } from '../core/operator-acts.ts';
import type { Replica } from '../core/replica.ts';
import { PARENT_NAME } from '../core/well-known-metadata.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import { answerLater, impossible } from './call-error.ts';
import { metadataEntry, shownChannel } from './channel-metadata.ts';
import { durableCall, type Outcome, type Submit } from './durable-call.ts';
import type { How, HowToDecide } from './how-to-decide.ts';
import { type Decided, plannedAnswer } from './planned-change.ts';

export interface MetadataCallsDependencies {
  readonly replica: Replica;
  readonly submit: Submit;
}

/** Says what entries there may be. */
const NEXT = 'cburst metadata --help';

/** What operators note about channels. As `OperatorCalls`. */
export class MetadataCalls {
  readonly #replica: Replica;
  readonly #submit: Submit;

  constructor({ replica, submit }: MetadataCallsDependencies) {
    this.#replica = replica;
    this.#submit = submit;
  }

  handlers(how: How): Pick<OpsServiceHandlers, 'SetChannelMetadata' | 'DeleteChannelMetadata'> {
    return {
      SetChannelMetadata: (call, callback) =>
        answerLater(callback, () => {
          const { channel, name, value } = call.request;
          return this.write(ircText(channel), { name, value: ircText(value) }, how(call));
        }),
      DeleteChannelMetadata: (call, callback) =>
        answerLater(callback, () => {
          const { channel, name } = call.request;
          return this.write(ircText(channel), { name, value: null }, how(call));
        }),
    };
  }

  /** Writes an entry of a channel's metadata; its value null: takes it away. */
  write(channel: IrcText, entry: MetadataWrite, how: HowToDecide): Promise<Decided> {
    return durableCall(this.#submit, (now) => {
      const view = shownChannel(this.#replica, channel);
      if (entry.value === null) metadataEntry(view, entry.name);
      const act = { by: how.by, now };
      const { key } = view.entry;
      return how.validateOnly ? this.#plan(key, entry, act) : this.#carryOut(key, entry, act);
    });
  }

  /** The copy has the channel and those above it, also those that would be: what is below is looked at here. */
  #plan(key: ChannelKey, entry: MetadataWrite, act: Act): Outcome<Decided> {
    const problem = metadataWriteProblem(this.#replica, key, entry);
    if (problem !== null) return { refusal: impossible(problem, NEXT) };
    const parent = entry.name === PARENT_NAME && entry.value !== null ? [this.#replica.key(entry.value)] : [];
    const results: ActResult[] = [];
    const plan: DryRun = dryRun(this.#replica, [key, ...parent], (copy) => {
      results.push(writeMetadata(copy, key, entry, act));
    });
    const [result] = results;
    return 'problem' in result!
      ? { refusal: impossible(result.problem, NEXT) }
      : { answer: plannedAnswer(plan) };
  }

  #carryOut(key: ChannelKey, entry: MetadataWrite, act: Act): Outcome<Decided> {
    const result = writeMetadata(this.#replica, key, entry, act);
    if ('problem' in result) return { refusal: impossible(result.problem, NEXT) };
    const kind = entry.value === null ? 'metadata.deleted' : 'metadata.set';
    const text = `${entry.name}, decided by ${act.by} (decision ${result.decision})`;
    const { channel } = this.#replica.journal.get(result.decision)!;
    this.#replica.report(kind, channel, this.#replica.server, text);
    return { answer: result };
  }
}
