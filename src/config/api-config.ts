import type { Grants } from './api-roles.ts';
import type { ApiConfig } from './sidecar-config.ts';
import type { SidecarToml } from './sidecar-schema.ts';

export function apiConfig(api: SidecarToml['api']): ApiConfig {
  const { tls_key: keyFile, tls_certificate: certificateFile } = api;
  const tls = keyFile && certificateFile ? { keyFile, certificateFile } : null;
  return {
    hostSocket: api.host_socket,
    opsSocket: api.ops_socket,
    readSocket: api.read_socket ?? null,
    hostGroup: api.host_group ?? null,
    opsGroup: api.ops_group ?? null,
    readGroup: api.read_group ?? null,
    readGrants: { hidden: api.read_hidden, members: api.read_members },
    tcp: api.tcp ? { address: api.tcp, tls } : null,
    tokens: api.token.map(({ name, role, sha256, ...rest }) => ({
      name,
      role,
      grants: grants(rest),
      sha256,
    })),
    certificates: api.certificate.map(({ name, role, file, ...rest }) => ({
      name,
      role,
      grants: grants(rest),
      file,
    })),
  };
}

function grants({ hidden, members }: Grants): Grants {
  return { hidden, members };
}
