import type { Metadata } from '@grpc/grpc-js';
import type { Grants, Role } from '../config/api-roles.ts';

/** Who makes a call: what was proved, never what the client says of itself. */
export interface Caller {
  /** What let it in, as logs and the journal name it: `socket ops.sock`, `token grafana`, `certificate laptop`. */
  readonly access: string;
  readonly role: Role;
  readonly grants: Grants;
}

/** Whether a caller of `role` may make calls that need `needed`. */
export function includesRole(role: Role, needed: Role): boolean {
  return role === needed || (role === 'ops-admin' && needed === 'ops-read');
}

/** Beside the call, not in it: nothing that a client can send is taken for its caller. */
const callers = new WeakMap<Metadata, Caller>();

/** Notes who makes the call that came with `metadata`. */
export function noteCaller(metadata: Metadata, caller: Caller): void {
  callers.set(metadata, caller);
}

/** Who makes the call. Every call that reaches a handler was admitted before. */
export function callerOf({ metadata }: { readonly metadata: Metadata }): Caller {
  const caller = callers.get(metadata);
  if (caller === undefined) throw new Error('a call was not admitted by anybody');
  return caller;
}
