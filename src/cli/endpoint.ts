import { existsSync, readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { isLoopback, parseAddress } from '../config/parse-address.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';

/** Where a running sidecar is asked. */
export interface Endpoint {
  /** gRPC target: `unix:PATH` or `host:port`. */
  readonly target: string;
  /** Bearer token, for TCP. Secret. */
  readonly token: string | null;
}

export interface EndpointOptions {
  readonly socket?: string;
  readonly config?: string;
  readonly address?: string;
  readonly tokenFile?: string;
}

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
  );
}

/** Adds the options that say which sidecar to ask. */
export function addEndpointOptions(command: Command): Command {
  return command
    .addOption(new Option('--socket <path>', 'unix socket of the sidecar').conflicts(['config', 'address']))
    .addOption(configOption("the sidecar's configuration, which names the socket"))
    .addOption(
      new Option('--address <host:port>', 'TCP address of the sidecar, on loopback').conflicts('config'),
    )
    .option('--token-file <file>', 'file with the token that --address needs');
}

/** The sidecar that the options name. Rejects with a `CliError` or a `ConfigError`. */
export async function resolveEndpoint(options: EndpointOptions): Promise<Endpoint> {
  if (options.address !== undefined) return tcpEndpoint(options.address, options.tokenFile);
  if (options.tokenFile !== undefined)
    throw new CliError(exitCodes.usage, '--token-file goes with --address; a unix socket needs no token');
  if (options.socket !== undefined) return { target: unixTarget(options.socket), token: null };
  const { loadSidecarEndpoints } = await import('../config/load-sidecar-config.ts');
  return { target: `unix:${loadSidecarEndpoints(configFile(options.config)).opsSocket}`, token: null };
}

function tcpEndpoint(text: string, tokenFile: string | undefined): Endpoint {
  const address = parseAddress(text);
  if (address === null) throw new CliError(exitCodes.usage, `--address ${text} is not host:port`);
  if (!isLoopback(address))
    throw new CliError(
      exitCodes.usage,
      `--address ${text} is not on loopback: the API is not encrypted. Forward a port through ssh and name that`,
    );
  if (tokenFile === undefined)
    throw new CliError(
      exitCodes.usage,
      "--address needs --token-file, a token of one of the sidecar's [[api.token]]",
    );
  return { target: text, token: readToken(tokenFile) };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(exitCodes.usage, `--token-file ${file} cannot be read (${code})`);
  }
}

/** `path` or `unix:path`, as gRPC tools write it. */
function unixTarget(path: string): string {
  return path.startsWith('unix:') ? path : `unix:${path}`;
}

function configOption(what: string): Option {
  return new Option('--config <file>', `${what} (default: $CBURST_CONFIG or ${DEFAULT_CONFIG})`);
}
