import type { AdapterConfig } from '../../config/adapter-config.ts';

/** What the operator pastes into the ircd's configuration so that the adapter can link. It contains the passwords. */
export function hybridLinkBlock(config: AdapterConfig): string {
  const { ircd, link } = config;
  const { host, port } = ircd.address;
  const local = isLoopback(host);
  return `# For ${ircd.serverName}: lets the cburst adapter link. Leave out what the configuration has already, then /REHASH. Also needed in
# serverinfo {}: hub = yes, where the ircd has another server link.
listen { ${local ? `host = "${bare(host)}"; ` : ''}port = ${port}; };

class {
    name = "cburst";
    ping_time = 90 seconds;
    connectfreq = 5 minutes;
    max_number = 1;
    # All channels at once when the adapter links.
    sendq = 8 megabytes;
};

connect {
    name = "${quoted(link.name)}";
    host = "${local ? bare(host) : "the adapter's address"}";
    # The adapter calls; the ircd never does.
    port = 1;
    send_password = "${quoted(link.receivePassword)}";
    accept_password = "${quoted(link.sendPassword)}";
    encrypted = no;
    # With [adapter] show_members, members of other servers are on a server behind the adapter.
    hub_mask = "*";
    class = "cburst";
};

# A channel without members ends on this ircd. So that users can see and join one that others have, the adapter keeps a
# user of its own in it, named cburst-${link.sid}; [ircd] keeper = false in the adapter's configuration leaves that out.

# The casemapping of ircd-hybrid is ascii: the sidecar's [server] casemapping has to be that, too.
`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || bare(host) === '::1';
}

function bare(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host.replace(/^\[|\]$/g, '');
}

/** A value within quotation marks of the ircd's configuration. */
function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
