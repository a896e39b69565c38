import { type EndpointOptions, resolveEndpoint } from '../endpoint.ts';
import type { OpsClient } from '../ops-client.ts';
import { showBytes } from '../show-field.ts';

/** Whoever waits for a list of names types on meanwhile. */
const TIMEOUT_MS = 500;
/** More than one screen of them helps nobody. */
const NAMES_MAX = 200;

/** Names that a running sidecar knows and that begin with `typed`; none where it does not answer at once. */
export async function askNames(
  kind: 'channels' | 'peers',
  typed: string,
  options: EndpointOptions,
): Promise<string[]> {
  // Not the sidecar's time: on a busy machine this alone takes as long as it is given.
  const { OpsClient } = await import('../ops-client.ts');
  const tooLate = new Promise<string[]>((resolve) => {
    setTimeout(resolve, TIMEOUT_MS, []).unref();
  });
  const names = await Promise.race([ask(OpsClient, kind, typed, options).catch(() => []), tooLate]);
  return names.filter((name) => name.startsWith(typed));
}

async function ask(
  Client: typeof OpsClient,
  kind: 'channels' | 'peers',
  typed: string,
  options: EndpointOptions,
): Promise<string[]> {
  const client = new Client(await resolveEndpoint(options));
  try {
    if (kind === 'peers') return (await client.peers()).peers.map(({ server }) => server);
    const { channels } = await client.channels(Buffer.from(`${typed}*`), NAMES_MAX);
    // A name that is shown otherwise than it is would not be found.
    return channels.map(({ name }) => showBytes(name)).filter((name) => /^[^\s\\{]+$/.test(name));
  } finally {
    client.close();
  }
}
