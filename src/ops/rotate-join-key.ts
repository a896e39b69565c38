import { randomInt } from 'node:crypto';
import { type IrcText, ircBytes, ircText } from '../core/irc-text.ts';
import type { Replica } from '../core/replica.ts';
import {
  holdersOf,
  JOIN_KEY_BYTES_MAX,
  joinKeyProblem,
  rotateJoinKey,
  rotationProblem,
} from '../core/rotate-key.ts';
import type { RotateJoinKeyRequest__Output } from '../proto-types/cburst/v1/RotateJoinKeyRequest.ts';
import type { RotateJoinKeyResponse } from '../proto-types/cburst/v1/RotateJoinKeyResponse.ts';
import { CallError } from '../rpc/call-error.ts';
import { impossible, unknownChannel } from './call-error.ts';
import { durableCall, type Submit } from './durable-call.ts';

/** Gives a channel another join key. `by`: as the journal is to name who decides. */
export function rotateJoinKeyCall(
  { replica, submit }: { readonly replica: Replica; readonly submit: Submit },
  request: RotateJoinKeyRequest__Output,
  by: string,
): Promise<RotateJoinKeyResponse> {
  return durableCall<RotateJoinKeyResponse>(submit, (now) => {
    const name = ircText(request.channel);
    const key = replica.key(name);
    if (replica.table.named(key).length === 0) throw unknownChannel(name);
    const view = replica.view(key);
    const refused = rotationProblem(replica, view);
    if (refused !== null) throw impossible(refused, 'cburst channels --key');
    const joinKey = request.join_key.length === 0 ? newJoinKey() : ircText(request.join_key);
    const problem = joinKeyProblem(joinKey);
    if (problem !== null) throw new CallError('JOIN_KEY_INVALID', problem, { field: 'join_key' });
    const { reachable: holders, unreachable } = holdersOf(view!);
    if (request.validate_only) return { answer: { decision: 0, holders, unreachable } };
    const result = rotateJoinKey(replica, key, joinKey, { by, now });
    if ('problem' in result) throw impossible(result.problem, 'cburst channels --key');
    const text = `another join key, decided by ${by} (decision ${result.decision})`;
    replica.report('channel.key_rotated', view!.entry.document.name, replica.server, text);
    const shown = request.show_join_key ? { join_key: ircBytes(joinKey) } : {};
    return { answer: { decision: result.decision, holders, unreachable, ...shown } };
  });
}

/** As long as every ircd takes it: 130 bits. Without signs that look alike. */
function newJoinKey(): IrcText {
  const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const one = () => letters[randomInt(letters.length)]!;
  return Array.from({ length: JOIN_KEY_BYTES_MAX }, one).join('') as IrcText;
}
