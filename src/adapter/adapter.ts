import type { Logger } from 'pino';
import type { AdapterConfig } from '../config/adapter-config.ts';
import type { IrcdType } from '../config/ircd-kinds.ts';
import { type After, after as systemAfter } from './after.ts';
import type { Dialect } from './dialect.ts';
import { hybrid } from './hybrid/hybrid-dialect.ts';
import { inspircd } from './inspircd/inspircd-dialect.ts';
import { IrcdAdapter } from './ircd-adapter.ts';
import { ngircd } from './ngircd/ngircd-dialect.ts';

export interface RunningAdapter {
  /** Ends the stream to the sidecar, then the link to the ircd. */
  stop(): Promise<void>;
}

/** The ircds that there is an adapter for, by what [ircd] type says. */
const dialects: Readonly<Record<IrcdType, Dialect>> = { hybrid, inspircd, ngircd };

/** Starts the adapter. It links and attaches by itself, again and again, until it is stopped. */
export async function startAdapter(
  config: AdapterConfig,
  { log, after = systemAfter }: { readonly log: Logger; readonly after?: After },
): Promise<RunningAdapter> {
  const adapter = new IrcdAdapter(config, dialects[config.ircd.type], { log, after });
  adapter.start();
  return adapter;
}

/** What the operator pastes into the ircd's configuration. It contains the passwords. */
export function linkBlock(config: AdapterConfig): string {
  return dialects[config.ircd.type].linkBlock(config);
}
