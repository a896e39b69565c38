import { isDeepStrictEqual } from 'node:util';
import { type ConfigField, configFields, peerFields } from './config-fields.ts';
import type { SidecarConfig } from './sidecar-config.ts';

/** One key that two configurations say differently. Never holds a secret. */
export interface ConfigChange {
  /** The section, as it stands in the file: `[channels]`, `[[peers.peer]] irc2.example.net`. */
  readonly place: string;
  readonly key: string;
  /** As they could stand in the file; `none`: left out, and there is no default. */
  readonly before: string;
  readonly after: string;
  /** Why it counts only after a restart; null: it counts at once. */
  readonly restart: string | null;
}

/** What `after` says differently than `before`, in the order of the example in config/. */
export function diffConfig(before: SidecarConfig, after: SidecarConfig): ConfigChange[] {
  return [
    ...configFields.flatMap((field) => change(field, before, after)),
    ...peerNames(before, after).flatMap((name) => peerChanges(name, before, after)),
  ];
}

/**
 * What of `loaded` can count without a restart, the rest as in `running`: between the result and `loaded` only fields differ
 * that need one.
 */
export function appliedConfig(running: SidecarConfig, loaded: SidecarConfig): SidecarConfig {
  const { tokens, certificates } = loaded.api;
  const tcp = running.api.tcp && { ...running.api.tcp, tls: nextTls(running, loaded) };
  return {
    ...loaded,
    server: running.server,
    modules: running.modules,
    channelBurst: { ...loaded.channelBurst, enabled: running.channelBurst.enabled },
    logging: { ...loaded.logging, format: running.logging.format },
    peers: { ...loaded.peers, listen: running.peers.listen },
    metrics: running.metrics,
    store: running.store,
    api: { ...running.api, tcp, tokens, certificates },
  };
}

/** Other files for TLS count at once; a listener that speaks none does not begin to, nor does one that does end. */
function nextTls(running: SidecarConfig, loaded: SidecarConfig) {
  const before = running.api.tcp?.tls ?? null;
  return before && (loaded.api.tcp?.tls ?? before);
}

function change(field: ConfigField, before: SidecarConfig, after: SidecarConfig): ConfigChange[] {
  const { place, key, read } = field;
  const [old, now] = [read(before), read(after)];
  if (isDeepStrictEqual(old, now)) return [];
  return [{ place, key, before: show(old), after: show(now), restart: whyRestart(field, before, after) }];
}

function whyRestart({ restart }: ConfigField, before: SidecarConfig, after: SidecarConfig): string | null {
  return (typeof restart === 'function' ? restart(before, after) : restart) ?? null;
}

/** By name: the order of the blocks says nothing. */
function peerNames(before: SidecarConfig, after: SidecarConfig): string[] {
  const names = [before, after].flatMap(({ peers }) => peers.peers.map(({ name }) => name));
  return [...new Set(names)].sort();
}

function peerChanges(name: string, before: SidecarConfig, after: SidecarConfig): ConfigChange[] {
  const place = `[[peers.peer]] ${name}`;
  const has = ({ peers }: SidecarConfig) => peers.peers.some((peer) => peer.name === name);
  if (has(before) && has(after)) return peerFields(name).flatMap((field) => change(field, before, after));
  const [old, now] = has(after) ? ['none', 'added'] : ['there', 'removed'];
  return [{ place, key: 'name', before: old!, after: now!, restart: null }];
}

/** Text of channels is bytes, one character each: what is no ASCII would be taken for something else. */
function show(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return JSON.stringify(value).replace(/[\u007f-\u00ff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
}
