import { isLoopback } from '../config/parse-address.ts';
import type { Address, SidecarConfig } from '../config/sidecar-config.ts';

/** The sidecar itself listens for peers at that address, as far as its configuration tells. */
export function isOwnAddress({ peers: { listen } }: SidecarConfig, { host, port }: Address): boolean {
  if (listen === null || port !== listen.port) return false;
  const isEverywhere = listen.host === '0.0.0.0' || listen.host === '::';
  return host === listen.host || (isEverywhere && isLoopback({ host, port }));
}
