import type { AdapterConfig } from './adapter-config.ts';
import { adapterCrossCheck } from './adapter-cross-check.ts';
import { adapterSchema } from './adapter-schema.ts';
import { type IrcdType, ircdKinds } from './ircd-kinds.ts';
import { cannotStartWithout, configDirectory, readConfig } from './read-config.ts';

/**
 * The configuration of an adapter, passwords read from their files. `type`: the kind of ircd that it has to be for; null:
 * whichever it names. Throws a `ConfigError` that names all mistakes.
 */
export function loadAdapterConfig(file: string, type: IrcdType | null): AdapterConfig {
  const toml = readConfig(file, {
    schema: adapterSchema(configDirectory(file)),
    crossCheck: (tree) => adapterCrossCheck(tree, file, type),
    unreadable: cannotStartWithout(`config/adapter-${type ?? 'inspircd'}.toml`),
    other: OF_SIDECAR,
  });
  const { ircd, link, adapter } = toml;
  return {
    ircd: {
      type: ircd.type,
      address: ircd.address,
      serverName: ircd.server_name,
      defaultModes: ircd.default_modes ?? ircdKinds[ircd.type].defaultModes,
      keeper: ircd.keeper,
      services: ircd.services,
      carryModes: ircd.carry_modes,
    },
    link: {
      name: link.name,
      sid: link.sid ?? '',
      description: link.description,
      sendPassword: (link.send_password ?? link.send_password_file)!,
      receivePassword: (link.receive_password ?? link.receive_password_file)!,
    },
    sidecar: { target: toml.sidecar.target, tokenFile: toml.sidecar.token_file ?? null },
    adapter: {
      observe: adapter.observe,
      linesPerSecond: adapter.lines_per_second,
      channelLinesPerSecond: adapter.channel_lines_per_second,
      showMembers: adapter.show_members,
      showMembersMax: adapter.show_members_max,
      nickSuffix: adapter.nick_suffix,
    },
    logging: toml.logging,
  };
}

const OF_SIDECAR = {
  table: 'server',
  own: 'ircd',
  what: 'this is the configuration of a sidecar',
  instead: 'name that of the adapter, with [ircd] and [link]',
};
