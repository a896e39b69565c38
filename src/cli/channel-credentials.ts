import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { CliError } from './cli-error.ts';
import type { Endpoint } from './endpoint.ts';
import { exitCodes } from './exit-code.ts';
import { PinnedCredentials } from './pinned-credentials.ts';

/** How the connection to `endpoint` is secured. Throws a `CliError` for a key and a certificate that do not fit. */
export function channelCredentials({ tls }: Endpoint): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  try {
    return new PinnedCredentials(tls);
  } catch (error) {
    const cause = (error as Error).message;
    throw new CliError(
      exitCodes.usage,
      `--client-certificate and --client-key cannot be used together: ${cause}`,
    );
  }
}
