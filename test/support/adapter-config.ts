import type { AdapterConfig } from '../../src/config/adapter-config.ts';
import type { ServerName } from '../../src/core/identity.ts';

/** What a test wants otherwise than `adapterConfig` has it, by section. */
type Sections = { readonly [Section in keyof AdapterConfig]?: Partial<AdapterConfig[Section]> };

/** A server that an adapter links to: a real ircd, or what stands for one. */
interface LinkTarget {
  readonly name: string;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
}

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

/** The configuration of an adapter between this ircd and the sidecar at `target`; it writes as fast as a test wants it. */
export function adapterConfigAt(server: LinkTarget, target: string, more: Sections = {}): AdapterConfig {
  const config = adapterConfig(server.serverPort);
  const { adapterSends: sendPassword, ircdSends: receivePassword } = server;
  return {
    ircd: { ...config.ircd, serverName: server.name as ServerName, ...more.ircd },
    link: { ...config.link, sendPassword, receivePassword, ...more.link },
    sidecar: { ...config.sidecar, target, ...more.sidecar },
    adapter: { ...config.adapter, linesPerSecond: 5000, channelLinesPerSecond: 200, ...more.adapter },
    logging: { ...config.logging, ...more.logging },
  };
}
