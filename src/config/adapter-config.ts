import type { ServerName } from '../core/identity.ts';
import type { IrcdType } from './ircd-kinds.ts';
import type { OwnModeName } from './own-modes.ts';
import type { Address, LoggingConfig } from './sidecar-config.ts';

export interface AdapterConfig {
  readonly ircd: {
    readonly type: IrcdType;
    /** The ircd's server port. */
    readonly address: Address;
    /** The ircd's own server name; another one is refused. */
    readonly serverName: ServerName;
    /** What the ircd sets on a new channel by itself: letters, then their parameters. */
    readonly defaultModes: string;
    /** On an ircd that has no channel without members: a user of the adapter keeps them there. */
    readonly keeper: boolean;
    /** Servers of the native network whose clients are services: neither members nor presence. */
    readonly services: readonly ServerName[];
    /** Modes of services and operators that are told and applied like any other. */
    readonly carryModes: readonly OwnModeName[];
  };
  /** What the adapter is to the ircd. */
  readonly link: {
    readonly name: ServerName;
    /** Server id, a digit and two of A-Z 0-9. Unique on the native network. Empty where servers have none. */
    readonly sid: string;
    readonly description: string;
    /** What the adapter sends (InspIRCd's `recvpass`, ngIRCd's `MyPassword`, ircd-hybrid's `accept_password`). Secret. */
    readonly sendPassword: string;
    /** What the ircd sends (`sendpass`, `PeerPassword`, `send_password`). Secret. */
    readonly receivePassword: string;
  };
  readonly sidecar: {
    /** gRPC target: `unix:/path` or `host:port`. */
    readonly target: string;
    /** File with the bearer token, for TCP; null on a unix socket. */
    readonly tokenFile: string | null;
  };
  readonly adapter: {
    /** Reads and reports and writes nothing to the ircd. */
    readonly observe: boolean;
    /** Most lines written to the ircd a second; bursts above wait. */
    readonly linesPerSecond: number;
    /** Most lines for one channel a second. */
    readonly channelLinesPerSecond: number;
    /** Members on other servers are shown as users of the adapter. */
    readonly showMembers: boolean;
    /** Most of them. */
    readonly showMembersMax: number;
    /** What is added to the nick of one whose own is taken. */
    readonly nickSuffix: string;
  };
  readonly logging: LoggingConfig;
}
