import type { DocumentPart } from './document.ts';
import { ExchangePolicy, type PeerRules } from './exchange-policy.ts';
import { Guard, type GuardLimits } from './guard.ts';
import { guardDependencies } from './guard-dependencies.ts';
import type { ServerName } from './identity.ts';
import { Intake, type KeptOutListener, type TakenListener } from './intake.ts';
import type { Replica } from './replica.ts';

export interface BorderOptions {
  readonly limits: GuardLimits;
  /** Peers without rules exchange everything. */
  readonly rules: ReadonlyMap<ServerName, PeerRules>;
  /** See `IntakeDependencies`. */
  readonly keptOut?: KeptOutListener;
  readonly taken?: TakenListener;
  /** Hears of what a rule keeps from a peer that is told of the channel; `told`: what is left of `part`, null: nothing. */
  readonly withheld?: WithheldListener;
  /** As `withheld`, of who is in the channel. */
  readonly membersWithheld?: MembersWithheldListener;
}

export type WithheldListener = (peer: ServerName, part: DocumentPart, told: DocumentPart | null) => void;
export type MembersWithheldListener = (peer: ServerName, channel: Pick<DocumentPart, 'id' | 'name'>) => void;

/** What stands between a replica and its peers. */
export interface Border {
  readonly policy: ExchangePolicy;
  readonly intake: Intake;
  readonly keptOut: KeptOutListener;
  readonly withheld: WithheldListener;
  readonly membersWithheld: MembersWithheldListener;
}

export function createBorder(replica: Replica, options: BorderOptions): Border {
  const { limits, rules, taken } = options;
  const { keptOut = () => {}, withheld = () => {}, membersWithheld = () => {} } = options;
  const policy = new ExchangePolicy({ casemapping: replica.casemapping, rules });
  const guard = new Guard(limits, guardDependencies(replica));
  const intake = new Intake(limits, { replica, policy, guard, keptOut, taken });
  return { policy, intake, keptOut, withheld, membersWithheld };
}

/** What is a channel's and a network's ordinary life stays well within them. */
export const defaultLimits: GuardLimits = {
  maxClockSkewMs: 60_000,
  maxChannels: 200_000,
  maxListEntries: 3000,
  createRate: 600,
  massRemovals: 1000,
};
