import type { HostWrites, WriteMode } from '../core/host-writes.ts';
import { displayText, type IrcText, ircTextFromUtf8 } from '../core/irc-text.ts';
import { withoutChannel } from '../core/journal.ts';
import type { Replica } from '../core/replica.ts';
import type { HostService } from '../host/host-service.ts';
import type { HostWriteMode } from '../proto-types/cburst/v1/HostWriteMode.ts';
import type { HostWrites as HostWritesMessage } from '../proto-types/cburst/v1/HostWrites.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import type { SetHostWritesResponse } from '../proto-types/cburst/v1/SetHostWritesResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { answerLater } from './call-error.ts';
import { durableCall, type Submit } from './durable-call.ts';
import type { How, HowToDecide } from './how-to-decide.ts';

/** A sentence or two. */
const REASON_BYTES_MAX = 256;

export interface HostWritesCallsDependencies {
  readonly replica: Replica;
  readonly submit: Submit;
  readonly host: Pick<HostService, 'holdWrites'>;
}

/** Stops and allows what is written to the host. */
export class HostWritesCalls {
  readonly #dependencies: HostWritesCallsDependencies;
  /** Stops that are not on disk yet: an earlier `go` that is must not get through between. */
  #stopping = 0;

  constructor(dependencies: HostWritesCallsDependencies) {
    this.#dependencies = dependencies;
  }

  handlers(how: How): Pick<OpsServiceHandlers, 'SetHostWrites'> {
    return {
      SetHostWrites: (call, callback) =>
        answerLater(callback, () => this.set(call.request.mode, call.request.reason, how(call))),
    };
  }

  /** A stop counts at once, before it is durable: nothing is lost by it. */
  async set(
    mode: HostWriteMode,
    reason: string,
    { by, validateOnly }: HowToDecide,
  ): Promise<SetHostWritesResponse> {
    const wanted = writeMode(mode);
    const text = displayText(ircTextFromUtf8(reason));
    if (text.length > REASON_BYTES_MAX)
      throw invalid('reason', `reason is longer than ${REASON_BYTES_MAX} bytes`);
    if (wanted === 'freeze' && text.trim() === '')
      throw invalid('reason', 'a freeze needs a reason: whoever comes next has to know whether it may end');
    const { replica, submit, host } = this.#dependencies;
    const writes = (now: number) => ({ mode: wanted, reason: text, by, since: now });
    if (validateOnly) return durableCall(submit, (now) => ({ answer: this.#planned(writes(now)) }));
    if (wanted !== 'go') {
      this.#stopping++;
      host.holdWrites(true);
    }
    const decision = await durableCall(submit, (now) => ({ answer: this.#decide(writes(now)) }));
    if (wanted !== 'go') this.#stopping--;
    host.holdWrites(this.#stopping > 0 || replica.host.writes.mode !== 'go');
    return { decision, writes: hostWritesToProto(replica.host.writes), changed: decision !== 0 };
  }

  #planned(wanted: HostWrites): SetHostWritesResponse {
    const changed = this.#changes(wanted);
    const writes = changed ? wanted : this.#dependencies.replica.host.writes;
    return { decision: 0, writes: hostWritesToProto(writes), changed };
  }

  #changes({ mode, reason }: HostWrites): boolean {
    const { writes } = this.#dependencies.replica.host;
    return writes.mode !== mode || (mode === 'freeze' && writes.reason !== reason);
  }

  /** Returns the number of the decision, or 0: nothing changed. */
  #decide(wanted: HostWrites): number {
    const { replica } = this.#dependencies;
    if (!this.#changes(wanted)) return 0;
    const { mode, reason, by, since } = wanted;
    replica.advance(since);
    replica.host.setWrites(wanted);
    const why = reason === '' ? mode : `${mode}: ${reason}`;
    const decision = replica.decide(withoutChannel('host-writes', by, why));
    const text = `${why}, decided by ${by} (decision ${decision})`;
    replica.report(EVENTS[mode], '' as IrcText, replica.server, text);
    return decision;
  }
}

export function hostWritesToProto({ mode, ...rest }: HostWrites): HostWritesMessage {
  return { mode: MESSAGES[mode], ...rest };
}

function writeMode(message: HostWriteMode): WriteMode {
  const mode = (Object.keys(MESSAGES) as WriteMode[]).find((each) => MESSAGES[each] === message);
  if (mode === undefined) throw invalid('mode', 'mode is not set');
  return mode;
}

function invalid(field: string, details: string): CallError {
  return new CallError('HOST_WRITES_INVALID', details, { field });
}

const MESSAGES = {
  go: 'HOST_WRITE_MODE_GO',
  observe: 'HOST_WRITE_MODE_OBSERVE',
  freeze: 'HOST_WRITE_MODE_FREEZE',
} as const satisfies Record<WriteMode, HostWriteMode>;

const EVENTS = {
  go: 'host.writes_allowed',
  observe: 'host.observed',
  freeze: 'host.frozen',
} as const satisfies Record<WriteMode, string>;
