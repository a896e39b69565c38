import { credentials } from '@grpc/grpc-js';
import type { ComparePeerResponse__Output } from '../../src/proto-types/cburst/v1/ComparePeerResponse.ts';
import type { ListPeersResponse__Output } from '../../src/proto-types/cburst/v1/ListPeersResponse.ts';
import { proto } from '../../src/rpc/load-proto.ts';
import { nowMs } from './clock.ts';
import { pause } from './proc-stats.ts';

/** Seldom enough to cost nothing that is measured: the sidecar itself says when it was. */
const askAgainMs = 100;
/** Two of the intervals at which two sides that are equal compare again. */
const proofMsMax = 600_000;

type OpsClient = InstanceType<typeof proto.OpsService>;

/** When a sidecar and its peer were found equal after `sinceMs`, on the clock of `nowMs`, to the millisecond. */
export function provenEqualAt(target: string, peer: string, sinceMs: number): Promise<number> {
  return withOps(target, async (client) => {
    const deadline = nowMs() + proofMsMax;
    while (nowMs() < deadline) {
      const { peers } = await answerOf<ListPeersResponse__Output>((done) => client.listPeers({}, done));
      const compared = peers.find(({ server }) => server === peer)?.compared;
      const at = (compared?.time ?? 0) - Date.now() + nowMs();
      if (compared?.outcome === 'COMPARISON_OUTCOME_EQUAL' && at >= sinceMs) return at;
      await pause(askAgainMs);
    }
    throw new Error('two sidecars were not found equal');
  });
}

/** Compares now, and mends. */
export function comparePeer(target: string, peer: string): Promise<ComparePeerResponse__Output> {
  return withOps(target, (client) =>
    answerOf<ComparePeerResponse__Output>((done) => client.comparePeer({ peer }, done)),
  );
}

async function withOps<T>(target: string, ask: (client: OpsClient) => Promise<T>): Promise<T> {
  const client = new proto.OpsService(target, credentials.createInsecure());
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}

function answerOf<T>(ask: (done: (error: Error | null, answer?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => (error === null ? resolve(answer!) : reject(error)));
  });
}
