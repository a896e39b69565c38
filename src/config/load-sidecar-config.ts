import { apiConfig } from './api-config.ts';
import { cannotStartWithout, configDirectory, readConfig } from './read-config.ts';
import type { PeerConfig, SidecarConfig } from './sidecar-config.ts';
import { sidecarCrossCheck } from './sidecar-cross-check.ts';
import { type SidecarToml, sidecarSchema } from './sidecar-schema.ts';

/** The sidecar's configuration. Throws a `ConfigError` that names all mistakes. */
export function loadSidecarConfig(file: string): SidecarConfig {
  const schema = sidecarSchema(configDirectory(file));
  const unreadable = cannotStartWithout('config/sidecar.toml');
  return toSidecarConfig(
    readConfig(file, { schema, crossCheck: sidecarCrossCheck, unreadable, other: OF_ADAPTER }),
  );
}

const OF_ADAPTER = {
  table: 'ircd',
  own: 'server',
  what: 'this is the configuration of an adapter',
  instead: 'name that of the sidecar with --config',
};

function toSidecarConfig(toml: SidecarToml): SidecarConfig {
  const { api, peers, extensions } = toml;
  return {
    server: toml.server,
    modules: { enabledModules: toml.modules.enabled_modules },
    channelBurst: {
      enabled: extensions.channel_burst.enabled,
      maxBurstSize: extensions.channel_burst.max_burst_size,
      burstTimeoutMs: extensions.channel_burst.burst_timeout * 1000,
      deltaDelayMs: extensions.channel_burst.delta_delay,
      maxDeltaRate: extensions.channel_burst.max_delta_rate,
      digestIntervalMs: extensions.channel_burst.digest_interval * 1000,
    },
    memberBurst: { statusByAccount: extensions.member_burst.status_by_account },
    channels: {
      conflictPolicy: toml.channels.conflict_policy,
      overrides: toml.channels.override.map((each) => ({
        name: each.name,
        conflictPolicy: each.conflict_policy,
      })),
      restartGraceMs: toml.channels.restart_grace * 1000,
      startIn: toml.channels.start_in,
      flaps: { limit: toml.channels.flap_limit, windowMs: toml.channels.flap_window * 1000 },
      forgetMinMs: toml.channels.forget_min * 1000,
      forgetAfterMs: toml.channels.forget_after * 1000,
    },
    guard: guardLimits(toml.guard),
    logging: toml.logging,
    peers: {
      listen: peers.listen ?? null,
      keyFile: peers.key,
      certificateFile: peers.certificate,
      compression: peers.compression,
      peers: peers.peer.map(
        ({ name, address, pin, next_pin: nextPin }): PeerConfig => ({
          name,
          address: address ?? null,
          pin,
          ...(nextPin === undefined ? {} : { nextPin }),
        }),
      ),
      exchange: new Map(peers.peer.map((peer) => [peer.name, { import: peer.import, export: peer.export }])),
    },
    metrics: { listen: toml.metrics.listen ?? null },
    store: toml.store,
    api: apiConfig(api),
  };
}

function guardLimits(guard: SidecarToml['guard']): SidecarConfig['guard'] {
  return {
    maxClockSkewMs: guard.max_clock_skew * 1000,
    maxChannels: guard.max_channels,
    maxListEntries: guard.max_list_entries,
    createRate: guard.create_rate,
    massRemovals: guard.mass_removals,
  };
}
