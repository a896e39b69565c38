import type { AdapterConfig } from '../../../src/config/adapter-config.ts';
import type { ServerName } from '../../../src/core/identity.ts';

/** The configuration of an adapter, `adapter.test`, at an ircd on this port. */
export function adapterConfig(port = 1, ircd: Partial<AdapterConfig['ircd']> = {}): AdapterConfig {
  return {
    ircd: {
      type: 'inspircd',
      address: { host: '127.0.0.1', port },
      serverName: 'a.test' as ServerName,
      defaultModes: 'nt',
      keeper: true,
      services: [],
      carryModes: [],
      ...ircd,
    },
    link: {
      name: 'adapter.test' as ServerName,
      sid: '1AD',
      description: 'test',
      sendPassword: 'adapter-to-ircd',
      receivePassword: 'ircd-to-adapter',
    },
    sidecar: { target: 'unix:/none', tokenFile: null },
    adapter: {
      observe: false,
      linesPerSecond: 1000,
      channelLinesPerSecond: 100,
      showMembers: false,
      showMembersMax: 10_000,
      nickSuffix: '|net',
    },
    logging: { level: 'info', format: 'json' },
  };
}
