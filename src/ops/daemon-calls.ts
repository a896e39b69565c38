import type { ConfigChange } from '../config/diff-config.ts';
import { isLogLevel, type LogLevel, logLevels } from '../log/log-level.ts';
import type { ConfigChange as ConfigChangeProto } from '../proto-types/cburst/v1/ConfigChange.ts';
import type { OpsServiceHandlers } from '../proto-types/cburst/v1/OpsService.ts';
import { CallError } from '../rpc/call-error.ts';
import { answer } from './call-error.ts';
import type { By } from './caller-name.ts';
import { drainCall, type StartDrain } from './drain-call.ts';

export interface DaemonCallsDependencies {
  readonly logLevel: LogLevel;
  readonly drain: StartDrain;
  /** Reads the configuration again. */
  readonly reload: (how: ReloadOptions) => ReloadOutcome;
  /** Tells operators, and keeps in the journal, what was decided by whom about the sidecar. */
  readonly publish: (kind: 'log.level_set', text: string, by: string) => void;
}

export interface ReloadOptions {
  readonly by: string;
  readonly validateOnly: boolean;
}

/** What differs, or what is wrong with the file, for people: then nothing was changed. */
export type ReloadOutcome = { readonly changes: readonly ConfigChange[] } | { readonly problem: string };

/** A status travels as a header, and events are kept: what is wrong with a file beyond this is in the log. */
const PROBLEM_LENGTH_MAX = 2000;

type DaemonHandlers = Pick<
  OpsServiceHandlers,
  'GetLogLevel' | 'SetLogLevel' | 'ReloadConfig' | 'DrainSidecar'
>;

/** What operators ask of the process itself. `by`: who decides, as the events are to name them. */
export class DaemonCalls {
  readonly #dependencies: DaemonCallsDependencies;

  constructor(dependencies: DaemonCallsDependencies) {
    this.#dependencies = dependencies;
  }

  handlers(by: By): DaemonHandlers {
    const { logLevel, drain } = this.#dependencies;
    return {
      GetLogLevel: (_call, callback) =>
        callback(null, { level: logLevel.level, configured: logLevel.configured }),
      SetLogLevel: (call, callback) =>
        answer(callback, () => this.#setLogLevel(call.request.level, by(call))),
      DrainSidecar: (call) => drainCall(call, by, drain),
      ReloadConfig: (call, callback) =>
        answer(callback, () => this.#reload({ by: by(call), validateOnly: call.request.validate_only })),
    };
  }

  #reload(how: ReloadOptions): { changes: ConfigChangeProto[] } {
    const outcome = this.#dependencies.reload(how);
    if ('changes' in outcome) return { changes: outcome.changes.map(configChangeToProto) };
    const details = `nothing was changed: ${cutProblem(outcome.problem)}`;
    throw new CallError('CONFIG_INVALID', details, { nextCommand: 'cburst check' });
  }

  #setLogLevel(level: string, by: string): { previous: string; configured: string } {
    const { logLevel, publish } = this.#dependencies;
    if (!isLogLevel(level)) {
      const details = `there is no such level: it is one of ${logLevels.join(', ')}`;
      throw new CallError('LOG_LEVEL_UNKNOWN', details, { field: 'level' });
    }
    const { level: previous, configured } = logLevel;
    const told = () =>
      publish('log.level_set', `the level of the log is ${level} instead of ${previous}`, by);
    const order: readonly string[] = logLevels;
    const silences = order.indexOf(level) > order.indexOf(previous);
    // Under the more talkative of the two, or nobody would see who silenced the log.
    if (silences) told();
    logLevel.set(level);
    if (!silences) told();
    return { previous, configured };
  }
}

/** As much of what is wrong with a file as is told outside of the log. */
export function cutProblem(text: string): string {
  return text.length > PROBLEM_LENGTH_MAX ? `${text.slice(0, PROBLEM_LENGTH_MAX)}…` : text;
}

export function configChangeToProto({ place, key, before, after, restart }: ConfigChange): ConfigChangeProto {
  return { place, key, before, after, restart_reason: restart ?? '' };
}
