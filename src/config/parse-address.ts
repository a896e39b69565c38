import type { Address } from './sidecar-config.ts';

const ADDRESS = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})$/;

/** `host:port` or `[IPv6]:port`, or null. Port 0 is allowed: it means any free one where something listens. */
export function parseAddress(text: string): Address | null {
  const match = ADDRESS.exec(text);
  const port = Number(match?.[3]);
  if (!match || port > 65535) return null;
  return { host: match[1] ?? match[2]!, port };
}

/** The inverse of `parseAddress`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** True for addresses that only this machine reaches. Other names are not looked up: what they mean may change. */
export function isLoopback({ host }: Address): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
