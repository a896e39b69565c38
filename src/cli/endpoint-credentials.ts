import { readFileSync } from 'node:fs';
import { isLoopback, parseAddress } from '../config/parse-address.ts';
import { secretFileProblem } from '../config/secret-file.ts';
import { parsePin } from '../peer/spki-pin.ts';
import { CliError } from './cli-error.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { exitCodes } from './exit-code.ts';

/** A sidecar over TCP: how it is known, and what this caller shows it. Throws a `CliError`. */
export function tcpEndpoint(target: string, options: EndpointOptions): Endpoint {
  const address = parseAddress(target);
  if (address === null) throw usage(`--address ${target} is not host:port`);
  const { tokenFile, clientCertificate: certificate, clientKey: key, pin } = options;
  if (pin === undefined && !isLoopback(address))
    throw usage(
      `--address ${target} is not on loopback, and without --pin nothing is encrypted: name the pin of the sidecar's [api] tls_certificate, or forward a port through ssh`,
    );
  if ((certificate === undefined) !== (key === undefined))
    throw usage('--client-certificate and --client-key go together');
  if (certificate !== undefined && pin === undefined)
    throw usage('--client-certificate needs --pin: a client shows its certificate only over TLS');
  if (tokenFile === undefined && certificate === undefined)
    throw usage(
      "--address needs --token-file, a token of one of the sidecar's [[api.token]], or --client-certificate and --client-key",
    );
  return {
    target,
    token: tokenFile === undefined ? null : secret('--token-file', tokenFile).trim(),
    ...(pin === undefined ? {} : { tls: { pin: pinOf(pin), identity: identity(certificate, key) } }),
  };
}

function pinOf(text: string): string {
  const pin = parsePin(text);
  if (pin === null)
    throw usage(`--pin ${text} is none: it is sha256: and 64 hex digits, as "cburst keygen" prints it`);
  return pin;
}

function identity(certificate: string | undefined, key: string | undefined) {
  if (certificate === undefined || key === undefined) return null;
  return { certificate: read('--client-certificate', certificate), key: secret('--client-key', key) };
}

function secret(option: string, file: string): string {
  const text = read(option, file);
  const open = secretFileProblem(file);
  if (open !== null) throw usage(`${option} ${file} ${open.problem}: ${open.instead}`);
  return text;
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usage(`${option} ${file} cannot be read (${code})`);
  }
}

function usage(message: string): CliError {
  return new CliError(exitCodes.usage, message);
}
