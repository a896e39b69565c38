import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status,
} from '@grpc/grpc-js';
import type { Role } from '../config/api-roles.ts';
import { CallError } from '../rpc/call-error.ts';
import { type Caller, includesRole, noteCaller } from './caller.ts';

type Status = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** Why a call was not let in. `method`: its path. */
export interface RefusedCall {
  readonly reason: 'no-credential' | 'unknown-credential' | 'role' | 'grant' | 'credential-removed';
  readonly method: string;
  /** Null: nobody that is known. */
  readonly caller: Caller | null;
  /** Address of the client. */
  readonly client: string;
}

/** How callers of one listener prove who they are. */
export interface Gate {
  /** Who calls, or what is wrong with what was shown. */
  identify(call: ServerInterceptingCallInterface, metadata: Metadata): Caller | 'none' | 'unknown';
  /** `end` is called when the caller is one no more. Returns what is to be called when the call is over. */
  track(caller: Caller, end: () => void): () => void;
}

export interface AdmissionDependencies {
  /** The role that a method needs, by its path; `any`: whoever is let in at all; null: nobody may call it. */
  readonly requiredRole: (method: string) => Role | 'any' | null;
  readonly refused: (call: RefusedCall) => void;
}

/** The gate of a unix socket: who may open it is a matter of its file, so all its callers are one. */
export function socketGate(caller: Caller): Gate {
  return { identify: () => caller, track: () => () => {} };
}

/**
 * Lets calls through whose caller has the role that they need. Others end: UNAUTHENTICATED without a valid credential,
 * PERMISSION_DENIED where its role is too low. So does a call under way whose credential is removed.
 */
export function admission(gate: Gate, dependencies: AdmissionDependencies): ServerInterceptor {
  return ({ path }, call) => {
    const admitted = new AdmittedCall(call);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, proceed) => {
            const refuse = (reason: RefusedCall['reason'], caller: Caller | null) => {
              dependencies.refused({ reason, method: path, caller, client: call.getPeer() });
              admitted.end(refusal(reason, caller));
            };
            const caller = gate.identify(call, metadata);
            if (caller === 'none') return refuse('no-credential', null);
            if (caller === 'unknown') return refuse('unknown-credential', null);
            const needed = dependencies.requiredRole(path);
            if (needed === null || (needed !== 'any' && !includesRole(caller.role, needed)))
              return refuse('role', caller);
            noteCaller(metadata, caller);
            admitted.caller = caller;
            admitted.release = gate.track(caller, () => refuse('credential-removed', caller));
            proceed(metadata);
          },
          onCancel: () => admitted.release(),
        }),
      // What a handler still says after the end would be an error of the stream.
      sendMetadata: (metadata, next) => void (admitted.ended || next(metadata)),
      sendMessage: (message, next) => void (admitted.ended || next(message)),
      sendStatus: (answer, next) => {
        admitted.release();
        if (!admitted.ended && answer.code === status.PERMISSION_DENIED)
          dependencies.refused({
            reason: 'grant',
            method: path,
            caller: admitted.caller,
            client: call.getPeer(),
          });
        if (!admitted.ended) next(answer);
      },
    });
  };
}

/** A call, as far as it can be ended before its handler does. */
class AdmittedCall {
  ended = false;
  caller: Caller | null = null;
  release: () => void = () => {};
  readonly #call: ServerInterceptingCallInterface;

  constructor(call: ServerInterceptingCallInterface) {
    this.#call = call;
  }

  end(answer: Status): void {
    if (this.ended) return;
    this.release();
    this.ended = true;
    this.#call.sendStatus(answer);
  }
}

function refusal(reason: RefusedCall['reason'], caller: Caller | null): CallError {
  switch (reason) {
    case 'no-credential':
      return new CallError('CREDENTIAL_MISSING', 'a bearer token or a client certificate is needed here');
    case 'unknown-credential':
      return new CallError('CREDENTIAL_UNKNOWN', 'the credential that was shown is not known here');
    case 'credential-removed': {
      const details = `the credential (${caller!.access}) is not valid any more`;
      return new CallError('CREDENTIAL_REMOVED', details);
    }
    case 'grant':
    case 'role': {
      const details = `the role ${caller!.role} of this ${caller!.access} does not include this call`;
      return new CallError('ROLE_TOO_LOW', details);
    }
  }
}
