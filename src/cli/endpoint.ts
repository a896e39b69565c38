import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import type { ServerTls } from './pinned-credentials.ts';

/** Where a running sidecar is asked. */
export interface Endpoint {
  /** gRPC target: `unix:PATH` or `host:port`. */
  readonly target: string;
  /** Bearer token, for TCP. Secret. */
  readonly token: string | null;
  /** Absent: the connection is not encrypted. */
  readonly tls?: ServerTls;
}

export interface EndpointOptions {
  readonly socket?: string;
  readonly config?: string;
  readonly address?: string;
  readonly tokenFile?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly pin?: string;
}

/** The names of these options. */
export const endpointOptions: ReadonlySet<string> = new Set<keyof EndpointOptions>([
  'socket',
  'config',
  'address',
  'tokenFile',
  'clientCertificate',
  'clientKey',
  'pin',
]);

const DEFAULT_CONFIG = 'sidecar.toml';

/** Adds the option that names a sidecar's configuration; `configFile` completes it. */
export function addConfigOption(command: Command): Command {
  return command.addOption(configOption("the sidecar's configuration"));
}

/** The configuration to use: the one named, or the one in the working directory. */
export function configFile(named: string | undefined): string {
  const file = named ?? process.env.CBURST_CONFIG;
  if (file) return file;
  if (existsSync(DEFAULT_CONFIG)) return DEFAULT_CONFIG;
  throw new CliError(
    exitCodes.usage,
    `which sidecar? There is no ${DEFAULT_CONFIG} here. Name its configuration with --config FILE or $CBURST_CONFIG; to ask a running one, --socket PATH will do`,
    { next: 'the same with --config FILE; for a first sidecar, cburst keygen --help' },
  );
}

/** Adds the options that say which sidecar to ask. */
export function addEndpointOptions(command: Command): Command {
  return command
    .addOption(new Option('--socket <path>', 'unix socket of the sidecar').conflicts(['config', 'address']))
    .addOption(configOption("the sidecar's configuration, which names the socket"))
    .addOption(
      new Option('--address <host:port>', 'TCP address of the sidecar; off loopback with --pin').conflicts(
        'config',
      ),
    )
    .option('--token-file <file>', 'with --address: file with a token (mode 0600)')
    .option('--pin <pin>', 'with --address: TLS to the sidecar whose API has this pin')
    .option('--client-certificate <file>', 'with --pin: certificate of this client, in place of a token')
    .option('--client-key <file>', 'with --client-certificate: its private key (mode 0600)');
}

/** The sidecar that the options name. Rejects with a `CliError` or a `ConfigError`. */
export async function resolveEndpoint(options: EndpointOptions): Promise<Endpoint> {
  if (options.address !== undefined) {
    const { tcpEndpoint } = await import('./endpoint-credentials.ts');
    return tcpEndpoint(options.address, options);
  }
  const forTcp = [options.tokenFile, options.pin, options.clientCertificate, options.clientKey];
  if (forTcp.some((option) => option !== undefined))
    throw new CliError(
      exitCodes.usage,
      'what goes with --address (--token-file, --pin, --client-certificate, --client-key) is of no use without it: a unix socket needs none of it',
    );
  if (options.socket !== undefined) return { target: unixTarget(options.socket), token: null };
  const { loadOpsSocket } = await import('../config/load-ops-socket.ts');
  return { target: `unix:${loadOpsSocket(configFile(options.config))}`, token: null };
}

/** `path` or `unix:path`, as gRPC tools write it. */
function unixTarget(path: string): string {
  return path.startsWith('unix:') ? path : `unix:${path}`;
}

function configOption(what: string): Option {
  return new Option('--config <file>', `${what} (default: $CBURST_CONFIG or ${DEFAULT_CONFIG})`);
}
