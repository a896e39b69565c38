import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Metadata, Server, ServerCredentials, type sendUnaryData, status } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { onTestFinished } from 'vitest';
import type { ChannelMember } from '../../../src/proto-types/cburst/v1/ChannelMember.ts';
import type { ChannelSummary } from '../../../src/proto-types/cburst/v1/ChannelSummary.ts';
import type { GetChannelResponse } from '../../../src/proto-types/cburst/v1/GetChannelResponse.ts';
import type { GetStatusResponse } from '../../../src/proto-types/cburst/v1/GetStatusResponse.ts';
import type { OpsServiceHandlers } from '../../../src/proto-types/cburst/v1/OpsService.ts';
import type { Peer } from '../../../src/proto-types/cburst/v1/Peer.ts';
import type { QuarantinedMessage } from '../../../src/proto-types/cburst/v1/QuarantinedMessage.ts';
import type { StoreProblem } from '../../../src/proto-types/cburst/v1/StoreProblem.ts';
import type { WatchEventsResponse } from '../../../src/proto-types/cburst/v1/WatchEventsResponse.ts';
import { proto } from '../../../src/rpc/load-proto.ts';

/** What the server answers. */
export interface Answers {
  readonly status?: GetStatusResponse;
  readonly peers?: Peer[];
  readonly channels?: ChannelSummary[];
  /** By name, as hex. */
  readonly channel?: Readonly<Record<string, GetChannelResponse>>;
  /** Of every channel. */
  readonly members?: ChannelMember[];
  readonly storeProblems?: StoreProblem[];
  /** What waits; deciding on another number is refused. */
  readonly quarantine?: QuarantinedMessage[];
  /** The peer that is under review. */
  readonly underReview?: string;
  /** The peer that may be readmitted. */
  readonly expelled?: string;
  readonly events?: WatchEventsResponse[];
  /** The event stream ends after its events. */
  readonly watchEnds?: boolean;
  /** Calls without it are refused. */
  readonly token?: string;
}

export interface RunningOpsServer {
  readonly directory: string;
  readonly socket: string;
  /** On loopback. */
  readonly address: string;
  readonly health: HealthImplementation;
  /** What was decided, in order: what, about what, by whom. */
  readonly decided: string[];
  /** Ends it as a crash does, before the test ends; another one may be started where it was. */
  readonly kill: () => void;
}

/** Serves `answers` on a unix socket and on loopback until the test ends. */
export async function startOpsServer(
  answers: Answers,
  directory = mkdtempSync(join(tmpdir(), 'cburst-ops-')),
): Promise<RunningOpsServer> {
  const socket = join(directory, 'ops.sock');
  const server = new Server();
  const decided: string[] = [];
  server.addService(proto.OpsService.service, handlers(answers, decided));
  const health = new HealthImplementation({ '': 'SERVING', 'cburst.v1.HostService': 'NOT_SERVING' });
  health.addToServer(server as never);
  await bind(server, `unix:${socket}`);
  const port = await bind(server, '127.0.0.1:0');
  onTestFinished(() => {
    server.forceShutdown();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    directory,
    socket,
    address: `127.0.0.1:${port}`,
    health,
    decided,
    kill: () => server.forceShutdown(),
  };
}

function bind(server: Server, target: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(target, ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

function handlers(answers: Answers, decided: string[]): OpsServiceHandlers {
  const refusal = (metadata: Metadata) => {
    const isAllowed =
      answers.token === undefined || metadata.get('authorization')[0] === `Bearer ${answers.token}`;
    return isAllowed ? null : { code: status.UNAUTHENTICATED, details: 'a bearer token is needed' };
  };
  const decide = (what: string, request: QuarantineDecision, done: sendUnaryData<{ decision: number }>) => {
    const { number, by, validate_only } = request;
    const known = answers.quarantine?.some((message) => message.number === number);
    if (!known) return done({ code: status.NOT_FOUND, details: `nothing is in quarantine under ${number}` });
    done(null, { decision: validate_only ? 0 : decided.push(`${what} ${number} ${by}`) });
  };
  return {
    GetStatus: ({ metadata }, done) => done(refusal(metadata), answers.status ?? {}),
    ListPeers: ({ request }, done) => {
      const { items: peers, next_page_token } = onePage(answers.peers ?? [], request);
      done(null, { peers, next_page_token });
    },
    ListChannels: ({ request }, done) => {
      const from = Number(request.page_token || 0);
      const to = from + Math.min(2, request.page_size);
      const glob = request.name_glob.toString();
      const all = (answers.channels ?? []).filter(({ name }) =>
        String(name).startsWith(glob.replace('*', '')),
      );
      done(null, { channels: all.slice(from, to), next_page_token: to < all.length ? String(to) : '' });
    },
    GetChannel: ({ request }, done) => {
      const channel = answers.channel?.[request.name.toString('hex')];
      if (channel) done(null, channel);
      else done({ code: status.NOT_FOUND, details: `no channel ${request.name.toString()} is known` });
    },
    ListMembers: ({ request }, done) => {
      const { items: members, next_page_token } = onePage(answers.members ?? [], request);
      done(null, { members, next_page_token });
    },
    ListStoreProblems: ({ request }, done) => {
      const { items: problems, next_page_token } = onePage(answers.storeProblems ?? [], request);
      done(null, { problems, next_page_token });
    },
    ListQuarantine: ({ request }, done) => {
      const { items: messages, next_page_token } = onePage(answers.quarantine ?? [], request);
      done(null, { messages, next_page_token });
    },
    ApproveQuarantined: ({ request }, done) => decide('approve', request, done),
    RejectQuarantined: ({ request }, done) => decide('reject', request, done),
    ReconsiderRejected: ({ request }, done) => {
      const { number, by, validate_only } = request;
      const decision = validate_only ? 0 : decided.push(`reconsider ${number} ${by}`);
      done(null, { decision, peer: 'irc2.example.net', asked: number === 7 });
    },
    ReadmitPeer: ({ request }, done) => {
      const { peer, review, by, validate_only } = request;
      const review_ended = peer === answers.underReview && !review;
      if (peer !== answers.expelled && !review_ended)
        return done({ code: status.FAILED_PRECONDITION, details: `${peer} is not expelled` });
      const decision = validate_only
        ? 0
        : decided.push(`readmit ${peer} ${by}${review ? ' for review' : ''}`);
      done(null, { review_ended, decision });
    },
    // Asked of a real sidecar in test/e2e/sub-channels.test.ts.
    ListChannelMetadata: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    GetChannelMetadata: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    SetChannelMetadata: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    DeleteChannelMetadata: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    // Asked of a real sidecar in test/e2e/decisions.test.ts.
    ListConflicts: (_call, done) => done(null, {}),
    PlanPolicy: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    MergeChannel: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    SplitChannel: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    UnpinChannel: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    ListDecisions: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    RestoreDecision: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    ResyncPeers: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    // Asked of real sidecars in test/e2e/first-link.test.ts.
    SetHostWrites: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    RotateJoinKey: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    // Asked of a real sidecar in test/e2e/reload.test.ts.
    GetLogLevel: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    SetLogLevel: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    DrainSidecar: (call) => call.end(),
    ReloadConfig: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    LinkPeer: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    UnlinkPeer: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    // Asked of a real sidecar in test/e2e/stats-and-diff.test.ts.
    GetStats: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    ComparePeer: (_call, done) => done({ code: status.UNIMPLEMENTED }),
    WatchEvents: (call) => {
      call.sendMetadata(new Metadata());
      const number = answers.events?.at(-1)?.number ?? 0;
      if (call.request.tell_start || call.request.after)
        call.write({ start: { position: { run: 'run', number } } });
      for (const event of answers.events ?? []) call.write(event);
      if (answers.watchEnds) call.end();
    },
  };
}

interface QuarantineDecision {
  readonly number: number;
  readonly by: string;
  readonly validate_only: boolean;
}

/** Pages of one: every list has to be put together. */
function onePage<T>(all: readonly T[], request: { page_size: number; page_token: string }) {
  const from = Number(request.page_token || 0);
  const to = from + Math.min(1, request.page_size);
  return { items: all.slice(from, to), next_page_token: to < all.length ? String(to) : '' };
}
