import type { Command } from 'commander';
import { addEndpointOptions, type EndpointOptions, resolveEndpoint } from './endpoint.ts';
import type { OpsClient } from './ops-client.ts';

export type AskOptions = EndpointOptions & { readonly json?: true };

/** Adds the options of every command that asks a running sidecar. */
export function addAskOptions(command: Command): Command {
  return addEndpointOptions(command).option(
    '--json',
    'answer for programs; bytes that are not UTF-8 as {"hex": "…"}',
  );
}

/** Lets `use` ask the sidecar that the options name, then closes the connection: else the process would not end. */
export async function ask(options: AskOptions, use: (client: OpsClient) => Promise<void>): Promise<void> {
  const endpoint = await resolveEndpoint(options);
  // Only here, as everything that takes long to load: --help and wrong arguments are answered at once.
  const { OpsClient } = await import('./ops-client.ts');
  const client = new OpsClient(endpoint);
  try {
    await use(client);
  } finally {
    client.close();
  }
}
