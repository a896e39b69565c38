import type { ServerName } from '../../../src/core/identity.ts';
import { channelId } from '../../support/replica-fixture.ts';
import { PLAIN_IRCD } from '../ircd.ts';
import { Random } from '../random.ts';
import { SimServer } from '../sim-server.ts';
import { NEVER_MS, type World } from '../world.ts';

/** Ids that it makes: of nobody else's. */
const COPY_IDS = 8_000_000;

/** Starts a second sidecar that speaks for `server`, with a copy of its disk as it is. It dials, and nobody dials it. */
export function runCopy(world: World, server: ServerName): SimServer {
  const nothing = () => {};
  let ids = COPY_IDS;
  const peers = world.all.map((each) => each.server).filter((each) => each !== server);
  const { policy } = world.options.servers[0]!;
  const settings = { server, peers, policy, pageSize: 2, commitMsMax: 2, hostDelayMsMax: 2, hostWindow: 100 };
  const copy = new SimServer({ ...settings, deltaDelayMs: 0, forgetMinMs: NEVER_MS }, PLAIN_IRCD, {
    agenda: world.agenda,
    network: world.network,
    random: new Random(world.options.seed, 'copy'),
    newId: () => channelId(++ids),
    reach: nothing,
    watch: {
      ...{ taken: nothing, acknowledged: nothing, gone: nothing, greeted: nothing },
      ...{ trace: nothing, problem: nothing, count: nothing },
    },
    acted: nothing,
    raised: nothing,
    granted: nothing,
    gone: nothing,
  });
  copy.disk.copyFrom(world.server(server).disk);
  copy.start();
  return copy;
}
