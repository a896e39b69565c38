import type { Caller } from '../access/caller.ts';
import type { ChannelKey } from '../core/casemapping.ts';
import { dryRun } from '../core/dry-run.ts';
import { type ChannelId, parseChannelId, type ServerName } from '../core/identity.ts';
import { displayText, type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import type { Decision } from '../core/journal.ts';
import {
  type Act,
  type ActResult,
  mergeChannels,
  restoreDecision,
  splitChannel,
  unpinChannel,
} from '../core/operator-acts.ts';
import type { Replica } from '../core/replica.ts';
import type { RotateJoinKeyRequest__Output } from '../proto-types/cburst/v1/RotateJoinKeyRequest.ts';
import type { RotateJoinKeyResponse } from '../proto-types/cburst/v1/RotateJoinKeyResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { impossible, notGranted, unknownChannel } from './call-error.ts';
import { durableCall, type Outcome, type Submit } from './durable-call.ts';
import type { HowToDecide } from './how-to-decide.ts';
import { type Decided, plannedAnswer } from './planned-change.ts';
import { rotateJoinKeyCall } from './rotate-join-key.ts';
import { splitServers } from './split-servers.ts';

export interface ChannelCallsDependencies {
  readonly replica: Replica;
  readonly submit: Submit;
  /** Every configured peer. */
  readonly peers: ReadonlyMap<ServerName, unknown>;
}

const ID_LENGTH = 36;
const CONFLICTS = 'cburst conflicts';
const JOURNAL = 'cburst journal';

/** What operators decide about who has which id of a name, and what a decision cost. As `OperatorCalls`. */
export class ChannelCalls {
  readonly #replica: Replica;
  readonly #submit: Submit;
  readonly #peers: ReadonlyMap<ServerName, unknown>;

  constructor({ replica, submit, peers }: ChannelCallsDependencies) {
    this.#replica = replica;
    this.#submit = submit;
    this.#peers = peers;
  }

  /** `winner` empty: the id with the best claim. */
  merge(channel: IrcText, winner: string, how: HowToDecide): Promise<Decided> {
    return this.#decide('channel.merged', how, () => {
      const key = this.#known(channel);
      const id = winner === '' ? null : channelId(winner, 'winner_id');
      return { key, next: CONFLICTS, act: (replica, act) => mergeChannels(replica, key, id, act) };
    });
  }

  split(channel: IrcText, servers: readonly string[], how: HowToDecide): Promise<Decided> {
    return this.#decide('channel.split', how, () => {
      const key = this.#known(channel);
      const names = splitServers(this.#replica, this.#peers.keys(), key, servers);
      return { key, next: 'cburst channels', act: (replica, act) => splitChannel(replica, key, names, act) };
    });
  }

  unpin(id: string, how: HowToDecide): Promise<Decided> {
    return this.#decide('channel.unpinned', how, () => {
      const entry = this.#replica.table.get(channelId(id, 'channel_id'));
      if (entry === undefined) throw unknownId(id);
      return {
        key: entry.key,
        next: JOURNAL,
        act: (replica, act) => unpinChannel(replica, entry.document.id, act),
      };
    });
  }

  /** `apart`: as `restoreDecision` says. */
  restore(number: number, apart: boolean, how: HowToDecide): Promise<Decided> {
    return this.#decide('channel.restored', how, () => {
      const decision = this.#replica.journal.get(number);
      if (decision === undefined) throw unknownDecision(number);
      const key = this.#replica.key(decision.channel);
      return {
        key,
        next: JOURNAL,
        needs: decision,
        act: (replica, act) => restoreDecision(replica, number, act, apart),
      };
    });
  }

  /** As `rotateJoinKeyCall`. */
  rotateJoinKey(request: RotateJoinKeyRequest__Output, by: string): Promise<RotateJoinKeyResponse> {
    return rotateJoinKeyCall({ replica: this.#replica, submit: this.#submit }, request, by);
  }

  /** Tells whoever watches who asks for the join key of a channel. Rejects for who may not. */
  revealKeys(channel: IrcText, { access, role }: Caller): Promise<void> {
    return durableCall(this.#submit, () => {
      if (role !== 'ops-admin') return { refusal: notGranted('join keys are for the role ops-admin') };
      this.#known(channel);
      this.#replica.report('channel.keys_revealed', channel, this.#replica.server, `asked for by ${access}`);
      return { answer: undefined };
    });
  }

  #decide(event: string, how: HowToDecide, prepare: () => Step): Promise<Decided> {
    return durableCall(this.#submit, (now) => {
      const step = prepare();
      const act = { by: how.by, now };
      return how.validateOnly ? this.#plan(step, act) : this.#carryOut(event, step, act);
    });
  }

  #plan({ key, act: decide, needs, next }: Step, act: Act): Outcome<Decided> {
    const problems: string[] = [];
    const plan = dryRun(this.#replica, [key], (copy) => {
      if (needs !== undefined) copy.journal.restore(needs);
      const result = decide(copy, act);
      if ('problem' in result) problems.push(result.problem);
    });
    const [problem] = problems;
    return problem === undefined ? { answer: plannedAnswer(plan) } : { refusal: impossible(problem, next) };
  }

  #carryOut(event: string, { act: decide, next }: Step, act: Act): Outcome<Decided> {
    const result = decide(this.#replica, act);
    if ('problem' in result) return { refusal: impossible(result.problem, next) };
    const { channel, reason } = this.#replica.journal.get(result.decision)!;
    const text = `${reason}, decided by ${act.by} (decision ${result.decision})`;
    this.#replica.report(event, channel, this.#replica.server, text);
    return { answer: { decision: result.decision } };
  }

  #known(channel: IrcText): ChannelKey {
    const key = this.#replica.key(channel);
    if (this.#replica.table.named(key).length === 0) throw unknownChannel(channel);
    return key;
  }
}

/** What an operator wants done to a name, on the replica or on a copy. */
interface Step {
  readonly key: ChannelKey;
  readonly act: (replica: Replica, act: Act) => ActResult;
  /** The command that shows more where it cannot be done. */
  readonly next: string;
  /** A decision that has to be in the journal for it. */
  readonly needs?: Decision;
}

function channelId(text: string, field: string): ChannelId {
  const id = parseChannelId(text);
  if (id !== null) return id;
  const shown = displayText(ircTextFromUtf8(text.slice(0, ID_LENGTH)));
  throw new CallError('CHANNEL_ID_INVALID', `${JSON.stringify(shown)} is no id`, {
    field,
    nextCommand: CONFLICTS,
  });
}

function unknownId(id: string): CallError {
  return new CallError('CHANNEL_ID_UNKNOWN', `no channel with the id ${id} is known`, {
    resource: { type: 'channel', name: id },
    nextCommand: CONFLICTS,
  });
}

function unknownDecision(number: number): CallError {
  return new CallError('DECISION_UNKNOWN', `the journal has no decision ${number}`, {
    resource: { type: 'decision', name: String(number) },
    nextCommand: JOURNAL,
  });
}
