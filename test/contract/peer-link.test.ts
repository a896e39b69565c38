import { TlsLink } from '../../src/peer/tls-link.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { createMemoryLinkPair } from '../support/memory-link.ts';
import { createTlsSocketPair } from '../support/tls-socket-pair.ts';
import { acceptingName, diallingName, peerLinkContract } from './peer-link.ts';

// A close that is slow on a busy machine is not cut off: this clock stands still.
const timers = new ManualTimers();

peerLinkContract('TLS', async () => {
  const { client, server, cut, dispose } = await createTlsSocketPair();
  return {
    dialling: new TlsLink(client, { peer: acceptingName, outgoing: true }, { timers }),
    accepting: new TlsLink(server, { peer: diallingName, outgoing: false }, { timers }),
    cut,
    dispose,
  };
});

peerLinkContract('memory', async () => ({
  ...createMemoryLinkPair(diallingName, acceptingName, {
    timers,
    carry: (arrive) => setImmediate(arrive),
  }),
  async dispose() {},
}));
