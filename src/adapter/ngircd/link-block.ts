import type { AdapterConfig } from '../../config/adapter-config.ts';

/** What the operator pastes into the ircd's configuration so that the adapter can link. It contains the passwords. */
export function ngircdLinkBlock({ ircd, link }: AdapterConfig): string {
  return `# For ${ircd.serverName}: lets the cburst adapter link. It connects to a port of [Global] Ports; takes effect with REHASH.
# ngIRCd names the passwords from its own side: MyPassword is what the adapter sends (its send_password), PeerPassword what
# the ircd sends (the adapter's receive_password).
[Server]
	Name = ${link.name}
	MyPassword = ${link.sendPassword}
	PeerPassword = ${link.receivePassword}
	# The adapter connects, not the ircd.
	Passive = yes

# The casemapping of ngIRCd is ascii: the sidecar's [server] casemapping has to be that, too.
`;
}
