import { channelNameProblem, parseChannelId } from '../core/identity.ts';
import { type Decision, decisionKinds, kindsWithoutChannel } from '../core/journal.ts';
import { encodeJson } from './encode-json.ts';
import { parseJsonObject } from './parse-json.ts';
import { parseStoredFields } from './stored-field.ts';

/** Where decisions are: by their number. */
export const JOURNAL_SPACE = 'journal';

export function encodeDecision(decision: Decision): Uint8Array {
  return encodeJson(decision);
}

/** The inverse; or what is wrong with the record. */
export function decodeDecision(value: Uint8Array): { decision: Decision } | { problem: string } {
  const record = parseJsonObject(value);
  if (record === null || !isDecisionHead(record)) return { problem: 'the decision is not readable' };
  const isOfNone = record.channel === '' && kindsWithoutChannel.some((kind) => kind === record.kind);
  const nameProblem = isOfNone ? null : channelNameProblem(record.channel);
  if (nameProblem !== null) return { problem: `the channel ${nameProblem}` };
  const lost = parseStoredFields(record.lost);
  if ('problem' in lost) return lost;
  const { number, at, kind, channel, from, to, by, reason } = record;
  const decision = { number, at, kind, channel, from, to, by, reason, lost: lost.fields };
  // Journals of before have none.
  if (record.gained === undefined) return { decision };
  const gained = parseStoredFields(record.gained);
  return 'problem' in gained ? gained : { decision: { ...decision, gained: gained.fields } };
}

function isDecisionHead(record: Record<string, unknown>): record is Record<string, unknown> & Decision {
  const { number, at, kind, channel, from, to, by, reason } = record;
  return (
    Number.isSafeInteger(number) &&
    (number as number) > 0 &&
    Number.isSafeInteger(at) &&
    decisionKinds.some((known) => known === kind) &&
    typeof channel === 'string' &&
    isIdOrNull(from) &&
    isIdOrNull(to) &&
    typeof by === 'string' &&
    typeof reason === 'string'
  );
}

function isIdOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && parseChannelId(value) === value);
}
