import type { Casemapping } from '../core/casemapping.ts';
import type { ServerName } from '../core/identity.ts';
import type { ExtensionManager } from '../extension/extension-manager.ts';
import type { PeerCursor } from '../store/server-record.ts';
import type { HelloMessage } from '../wire/hello-line.ts';

/** What a session with one peer needs of this server. Nothing in it waits. */
export interface SessionServer {
  readonly name: ServerName;
  readonly casemapping: Casemapping;
  readonly software: string;
  readonly epoch: string;
  /** A UUID of this run of the process. */
  readonly run: string;
  /** This server's clock, Unix ms. */
  wallNow(): number;
  /** What the hello tells the peer of this server's rules. */
  readonly rules: Pick<HelloMessage, 'conflicts' | 'channels' | 'fields' | 'relay'>;
  /** What is burst, and what it means. */
  readonly extensions: Pick<ExtensionManager, 'capabilities' | 'held' | 'linked'>;
  /** The peer was silent for too long: an operator has to let it in again. */
  expelled(): boolean;
  /** Peers linked now, for the hello. */
  linkedPeers(): ServerName[];
  /** The peer's hello counts: what of it is to be remembered. */
  greeted(hello: Pick<HelloMessage, 'relay'>): void;
  /** The local sequence. */
  sequence(): number;
  /** What is durable here of the peer's changes. */
  cursor(): PeerCursor | null;
  /** Up to where the peer had this server's changes when it was last heard of. Infinite: it is to be told everything. */
  acknowledgedBefore(): number;
  /** The peer has this server's changes up to that sequence. Smaller than before: it has lost some. */
  acknowledged(sequence: number): void;
  /** Moves the cursor, as part of the transaction under way. */
  setCursor(cursor: PeerCursor): void;
  /** Runs `run` in a transaction, soon, and `durable` once that is on disk; each in the order of the calls. */
  submit(run: (now: number) => void, durable?: () => void): void;
}
