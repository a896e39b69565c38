import { type ByeCode, byeCodes } from '../wire/session-message.ts';

/** Why a link ended: a closed set. `connection`: no side said anything. */
export type EndCode = ByeCode | 'connection';

const BY_THE_PEER = 'the peer ended the link: ';

/** The code in what a session tells of its end: there it stands before the prose, whichever side gave it. */
export function endCode(reason: string): EndCode {
  const said = reason.startsWith(BY_THE_PEER) ? reason.slice(BY_THE_PEER.length) : reason;
  return byeCodes.find((code) => said.startsWith(`${code}: `)) ?? 'connection';
}
