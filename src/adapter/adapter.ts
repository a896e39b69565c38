import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import { InspircdAdapter } from './inspircd/inspircd-adapter.ts';
import { inspircdLinkBlock } from './inspircd/link-block.ts';

export interface RunningAdapter {
  /** Ends the stream to the sidecar, then the link to the ircd. */
  stop(): Promise<void>;
}

/** Starts the adapter. It links and attaches by itself, again and again, until it is stopped. */
export async function startAdapter(
  config: AdapterConfig,
  { log }: { readonly log: Logger },
): Promise<RunningAdapter> {
  const adapter = new InspircdAdapter(config, log);
  adapter.start();
  return adapter;
}

/** What the operator pastes into the ircd's configuration. It contains the passwords. */
export function linkBlock(config: AdapterConfig): string {
  return inspircdLinkBlock(config);
}
