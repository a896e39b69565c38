import { systemTimers } from '../../src/peer/timers.ts';
import { TlsLink } from '../../src/peer/tls-link.ts';
import { createMemoryLinkPair } from '../support/memory-link.ts';
import { createTlsSocketPair } from '../support/tls-socket-pair.ts';
import { acceptingName, diallingName, peerLinkContract } from './peer-link.ts';

peerLinkContract('TLS', async () => {
  const { client, server, cut, dispose } = await createTlsSocketPair();
  return {
    dialling: new TlsLink(client, { peer: acceptingName, outgoing: true }),
    accepting: new TlsLink(server, { peer: diallingName, outgoing: false }),
    cut,
    dispose,
  };
});

peerLinkContract('memory', async () => ({
  ...createMemoryLinkPair(diallingName, acceptingName, {
    timers: systemTimers,
    carry: (arrive) => setImmediate(arrive),
  }),
  async dispose() {},
}));
