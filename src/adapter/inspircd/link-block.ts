import type { AdapterConfig } from '../../config/adapter-config.ts';

/** What the operator pastes into the ircd's configuration so that the adapter can link. It contains the passwords. */
export function inspircdLinkBlock(config: AdapterConfig): string {
  const { ircd, link } = config;
  const { host, port } = ircd.address;
  const local = isLoopback(host);
  return `# For ${ircd.serverName}: lets the cburst adapter link. Leave out the lines that the configuration has already, then rehash;
# a module or a bind that was not there before takes effect with the rehash, too. InspIRCd tells its modes only when a
# server links: an adapter that was linked before the modules were loaded has to be restarted after the rehash.
<module name="spanningtree">
# Keeps channels without members and lets the adapter take them away without a trace. Recommended.
<module name="permchannels">
# The lists of exceptions (+e) and invite exceptions (+I). Without a module the sidecar keeps its list, and it is not shown here.
<module name="banexception">
<module name="inviteexception">

<bind address="${local ? bare(host) : ''}" port="${port}" type="servers">
<link name="${attribute(link.name)}"
      ipaddr="${local ? bare(host) : "the adapter's address"}"
      port="1"
      allowmask="${local ? loopbackMask(host) : "the adapter's address"}"
      timeout="15s"
      sendpass="${attribute(link.receivePassword)}"
      recvpass="${attribute(link.sendPassword)}">

# The network has one casemapping; another one than the sidecar's is refused and named in the adapter's log. It is
# <options casemapping="..."> here, and [server] casemapping there.
`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || bare(host) === '::1';
}

function loopbackMask(host: string): string {
  return bare(host) === '::1' ? '::1/128' : '127.0.0.0/8';
}

function bare(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host.replace(/^\[|\]$/g, '');
}

/** A value for the ircd's XML-like configuration. */
function attribute(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
