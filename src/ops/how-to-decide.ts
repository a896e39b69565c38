import type { ServerUnaryCall } from '@grpc/grpc-js';
import { by } from './caller-name.ts';

/** How a call is to be carried out. */
export interface HowToDecide {
  /** Who decides, as the journal and the events are to name them. */
  readonly by: string;
  /** Nothing is changed, written down or told: the answer says what would be. */
  readonly validateOnly: boolean;
}

/** How a call is to be carried out, as it says itself. Throws CallError. */
export type How = (
  call: Pick<ServerUnaryCall<{ by: string; validate_only: boolean }, unknown>, 'request' | 'metadata'>,
) => HowToDecide;

export const how: How = (call) => ({ by: by(call), validateOnly: call.request.validate_only });
