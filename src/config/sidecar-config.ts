import type { Casemapping } from '../core/casemapping.ts';
import type { ConflictPolicy } from '../core/choose-id.ts';
import type { PeerRules } from '../core/exchange-policy.ts';
import type { FlapOptions } from '../core/flap-guard.ts';
import type { GuardLimits } from '../core/guard.ts';
import type { WriteMode } from '../core/host-writes.ts';
import type { ServerName } from '../core/identity.ts';
import type { IrcText } from '../core/irc-text.ts';
import type { Grants, Role } from './api-roles.ts';

export interface LoggingConfig {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** `auto`: pretty on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface PeerConfig {
  readonly name: ServerName;
  /** Where to dial it; null: it dials. */
  readonly address: Address | null;
  /** SHA-256 of its certificate's SPKI, 64 lower-case hex digits. */
  readonly pin: string;
  /** As `pin`, of the key that it is about to get: both count. Left out: none. */
  readonly nextPin?: string;
}

export interface SidecarConfig {
  readonly server: { readonly name: ServerName; readonly casemapping: Casemapping };
  readonly modules: { readonly enabledModules: readonly string[] };
  readonly channelBurst: {
    readonly enabled: boolean;
    /** Lines in a page of a burst. */
    readonly maxBurstSize: number;
    /** How long a page may stay unacknowledged. */
    readonly burstTimeoutMs: number;
    /** How long changes are gathered before they are sent. */
    readonly deltaDelayMs: number;
    /** Channels whose changes are sent to one peer in a second; 0: as many as it takes. */
    readonly maxDeltaRate: number;
    /** How often two sides prove that they are equal. */
    readonly digestIntervalMs: number;
  };
  readonly memberBurst: {
    /** Who has prefix modes elsewhere gets them here, known by the services account. */
    readonly statusByAccount: boolean;
  };
  readonly channels: {
    /** Which of two channels of one name counts. */
    readonly conflictPolicy: ConflictPolicy;
    /** Another policy for single names; each name once, when folded. */
    readonly overrides: readonly { readonly name: IrcText; readonly conflictPolicy: ConflictPolicy }[];
    /** How long a restarted ircd's channels stay adoptable under the same id. */
    readonly restartGraceMs: number;
    /** Whether the ircd is written to before anybody said so. */
    readonly startIn: Exclude<WriteMode, 'freeze'>;
    readonly flaps: FlapOptions;
    /** The least age at which a removal that every server has is forgotten. */
    readonly forgetMinMs: number;
    /** How long a peer may be silent before the others stop waiting for it. */
    readonly forgetAfterMs: number;
  };
  /** What a peer may do here without an operator. */
  readonly guard: GuardLimits;
  readonly logging: LoggingConfig;
  readonly peers: {
    /** Null: accepts no peers, only dials. */
    readonly listen: Address | null;
    readonly keyFile: string;
    readonly certificateFile: string;
    /** What links may be compressed with, the preferred one first; empty: they are not. */
    readonly compression: readonly ('zstd' | 'deflate')[];
    readonly peers: readonly PeerConfig[];
    /** What is exchanged with each. */
    readonly exchange: ReadonlyMap<ServerName, PeerRules>;
  };
  readonly metrics: {
    /** Where figures for Prometheus are told, on loopback only; null: nowhere. */
    readonly listen: Address | null;
  };
  readonly store: { readonly path: string };
  readonly api: ApiConfig;
}

/** Where the gRPC API is served, and to whom. */
export interface ApiConfig {
  /** Unix socket of the host API. */
  readonly hostSocket: string;
  /** Unix socket of the ops API, for `ops-admin`. */
  readonly opsSocket: string;
  /** Unix socket of the ops API, for `ops-read`; null: none. */
  readonly readSocket: string | null;
  /** Whose members may open each socket, a name or a number; null: the group of the process. */
  readonly hostGroup: string | null;
  readonly opsGroup: string | null;
  readonly readGroup: string | null;
  readonly readGrants: Grants;
  /** For both APIs, with a credential; null: none. Without TLS on loopback only. */
  readonly tcp: {
    readonly address: Address;
    readonly tls: { readonly keyFile: string; readonly certificateFile: string } | null;
  } | null;
  readonly tokens: readonly TokenConfig[];
  readonly certificates: readonly CertificateConfig[];
}

/** Whom a credential lets in. */
export interface CredentialConfig {
  /** Each name once among its kind. */
  readonly name: string;
  readonly role: Role;
  readonly grants: Grants;
}

export interface TokenConfig extends CredentialConfig {
  /** Of the token, 64 lower-case hex digits. */
  readonly sha256: string;
}

export interface CertificateConfig extends CredentialConfig {
  /** The client's own certificate, PEM. */
  readonly file: string;
}
