import { type Metadata, status } from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import type { ErrorReason } from './error-reason.ts';
import { packageDefinition } from './load-proto.ts';

/** Where gRPC carries the google.rpc.Status of a call that failed. */
export const errorDetailsKey = 'grpc-status-details-bin';

/** Tells our reasons from those of others. */
export const ERROR_DOMAIN = 'cburst';

/** What programs are told of an error beside its reason. */
export interface ErrorFacts {
  /** The field of the request that is at fault, by its path in the message. */
  readonly field?: string;
  /** What is not there. */
  readonly resource?: {
    readonly type: 'channel' | 'decision' | 'metadata' | 'peer' | 'quarantine';
    readonly name: string;
  };
  /** What is not as it has to be: a name, a number. */
  readonly subject?: string;
  /** The command that shows more, or that is the way out. */
  readonly nextCommand?: string;
}

export interface ErrorToEncode {
  readonly reason: ErrorReason;
  readonly code: status;
  readonly details: string;
  readonly facts: ErrorFacts;
}

/** As google.rpc.ErrorInfo. */
export interface ErrorInfo {
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The google.rpc.Status of an error. */
export function encodeErrorDetails({ reason, code, details, facts }: ErrorToEncode): Buffer {
  const { field, resource, subject, nextCommand } = facts;
  const metadata = nextCommand === undefined ? {} : { nextCommand };
  const parts = [pack('ErrorInfo', { reason, domain: ERROR_DOMAIN, metadata })];
  if (field !== undefined) {
    const violation = { field, description: details, reason };
    parts.push(pack('BadRequest', { field_violations: [violation] }));
  }
  if (code === status.FAILED_PRECONDITION) {
    const violation = { type: reason, subject: subject ?? '', description: details };
    parts.push(pack('PreconditionFailure', { violations: [violation] }));
  }
  if (resource !== undefined) {
    const { type, name } = resource;
    const info = { resource_type: type, resource_name: name, description: details };
    parts.push(pack('ResourceInfo', info));
  }
  return googleRpc<Status>('Status').serialize({ code, message: details, details: parts });
}

/** Why the call failed; null: its status does not say, or says nothing of ours. */
export function decodeErrorInfo(metadata: Metadata): ErrorInfo | null {
  const [bytes] = metadata.get(errorDetailsKey);
  if (!(bytes instanceof Buffer)) return null;
  try {
    for (const part of googleRpc<Status>('Status').deserialize(bytes).details) {
      if (part.type_url !== typeUrl('ErrorInfo')) continue;
      const info = googleRpc<ErrorInfo>('ErrorInfo').deserialize(part.value);
      return info.domain === ERROR_DOMAIN ? info : null;
    }
  } catch {
    // From whatever answered: what cannot be read says nothing.
  }
  return null;
}

interface Any {
  readonly type_url: string;
  readonly value: Buffer;
}

interface Status {
  readonly code: number;
  readonly message: string;
  readonly details: readonly Any[];
}

function pack(name: string, message: object): Any {
  return { type_url: typeUrl(name), value: googleRpc(name).serialize(message) };
}

function googleRpc<T extends object>(name: string): MessageTypeDefinition<T, T> {
  return packageDefinition[`google.rpc.${name}`] as unknown as MessageTypeDefinition<T, T>;
}

function typeUrl(name: string): string {
  return `type.googleapis.com/google.rpc.${name}`;
}
