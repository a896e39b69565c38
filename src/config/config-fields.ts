import type { PeerRules } from '../core/exchange-policy.ts';
import { formatAddress } from './parse-address.ts';
import type { Address, CertificateConfig, SidecarConfig, TokenConfig } from './sidecar-config.ts';

/** A key of a sidecar's configuration, to be compared with the same of another one. */
export interface ConfigField {
  readonly place: string;
  readonly key: string;
  /** As the file says it. No secret. */
  readonly read: (config: SidecarConfig) => unknown;
  /** Why it counts only after a restart. Left out: it counts at once. */
  readonly restart?: Restart;
}

/** The reason, or what tells it: null: it counts at once. */
type Restart = string | ((before: SidecarConfig, after: SidecarConfig) => string | null);

const NAME_OF_STORE = 'the store belongs to one server';
const FOLDED = 'every name in the store is folded by it';
const BURST_TYPES = 'what is burst is agreed on when a link comes up, and built at the start';
const ONE_STREAM = 'the log has one form from its first line to its last';
const LISTENS = 'who listens there would have to be told to go';
const ONE_STORE = 'what is in memory belongs to the store that is open';

/** Every key but those of peers, in the order of config/sidecar.toml. */
export const configFields: readonly ConfigField[] = [
  ...section('[server]', [
    ['name', ({ server }) => server.name, NAME_OF_STORE],
    ['casemapping', ({ server }) => server.casemapping, FOLDED],
  ]),
  ...section('[modules]', [['enabled_modules', ({ modules }) => modules.enabledModules, BURST_TYPES]]),
  ...section('[extensions.channel_burst]', [
    ['enabled', ({ channelBurst }) => channelBurst.enabled, BURST_TYPES],
    ['max_burst_size', ({ channelBurst }) => channelBurst.maxBurstSize],
    ['burst_timeout', ({ channelBurst }) => channelBurst.burstTimeoutMs / 1000],
    ['delta_delay', ({ channelBurst }) => channelBurst.deltaDelayMs],
    ['max_delta_rate', ({ channelBurst }) => channelBurst.maxDeltaRate],
    ['digest_interval', ({ channelBurst }) => channelBurst.digestIntervalMs / 1000],
  ]),
  ...section('[extensions.member_burst]', [
    ['status_by_account', ({ memberBurst }) => memberBurst.statusByAccount],
  ]),
  ...section('[channels]', [
    ['conflict_policy', ({ channels }) => channels.conflictPolicy],
    ['override', ({ channels }) => overrides(channels)],
    ['start_in', ({ channels }) => channels.startIn],
    ['restart_grace', ({ channels }) => channels.restartGraceMs / 1000],
    ['flap_limit', ({ channels }) => channels.flaps.limit],
    ['flap_window', ({ channels }) => channels.flaps.windowMs / 1000],
    ['forget_min', ({ channels }) => channels.forgetMinMs / 1000],
    ['forget_after', ({ channels }) => channels.forgetAfterMs / 1000],
  ]),
  ...section('[guard]', [
    ['max_clock_skew', ({ guard }) => guard.maxClockSkewMs / 1000],
    ['max_channels', ({ guard }) => guard.maxChannels],
    ['max_list_entries', ({ guard }) => guard.maxListEntries],
    ['create_rate', ({ guard }) => guard.createRate],
    ['mass_removals', ({ guard }) => guard.massRemovals],
  ]),
  ...section('[logging]', [
    ['level', ({ logging }) => logging.level],
    ['format', ({ logging }) => logging.format, ONE_STREAM],
  ]),
  ...section('[peers]', [
    ['listen', ({ peers }) => address(peers.listen), LISTENS],
    ['key', ({ peers }) => peers.keyFile],
    ['certificate', ({ peers }) => peers.certificateFile],
    ['compression', ({ peers }) => peers.compression],
  ]),
  ...section('[store]', [['path', ({ store }) => store.path, ONE_STORE]]),
  ...section('[api]', [
    ['host_socket', ({ api }) => api.hostSocket, LISTENS],
    ['host_group', ({ api }) => api.hostGroup, LISTENS],
    ['ops_socket', ({ api }) => api.opsSocket, LISTENS],
    ['ops_group', ({ api }) => api.opsGroup, LISTENS],
    ['read_socket', ({ api }) => api.readSocket, LISTENS],
    ['read_group', ({ api }) => api.readGroup, LISTENS],
    ['read_hidden', ({ api }) => api.readGrants.hidden, LISTENS],
    ['read_members', ({ api }) => api.readGrants.members, LISTENS],
    ['tcp', ({ api }) => address(api.tcp?.address ?? null), LISTENS],
    ['tls_key', ({ api }) => api.tcp?.tls?.keyFile ?? null, listensOtherwise],
    ['tls_certificate', ({ api }) => api.tcp?.tls?.certificateFile ?? null, listensOtherwise],
    ['token', ({ api }) => api.tokens.map(shownToken)],
    ['certificate', ({ api }) => api.certificates.map(shownCertificate)],
  ]),
  ...section('[metrics]', [['listen', ({ metrics }) => address(metrics.listen), LISTENS]]),
];

/** The keys of one peer's block. */
export function peerFields(name: string): readonly ConfigField[] {
  const peer = ({ peers }: SidecarConfig) => peers.peers.find((each) => each.name === name);
  const rules = ({ peers }: SidecarConfig) => peers.exchange.get(name as never) as PeerRules | undefined;
  return section(`[[peers.peer]] ${name}`, [
    ['address', (config) => address(peer(config)?.address ?? null)],
    ['pin', (config) => shownPin(peer(config)?.pin)],
    ['next_pin', (config) => shownPin(peer(config)?.nextPin)],
    ['import', (config) => rules(config)?.import],
    ['export', (config) => rules(config)?.export],
  ]);
}

type Row = readonly [key: string, read: ConfigField['read'], restart?: Restart];

function section(place: string, rows: readonly Row[]): ConfigField[] {
  return rows.map(([key, read, restart]) => ({
    place,
    key,
    read,
    ...(restart === undefined ? {} : { restart }),
  }));
}

/** TLS begins or ends. */
function listensOtherwise(before: SidecarConfig, after: SidecarConfig): string | null {
  return before.api.tcp?.tls && after.api.tcp?.tls ? null : LISTENS;
}

function address(value: Address | null): string | null {
  return value && formatAddress(value);
}

function shownPin(pin: string | undefined): string | null {
  return pin === undefined ? null : `sha256:${pin}`;
}

function overrides(channels: SidecarConfig['channels']): Record<string, string> {
  return Object.fromEntries(channels.overrides.map(({ name, conflictPolicy }) => [name, conflictPolicy]));
}

/** The digest is no token, but it is nobody's business: its beginning tells two apart. */
function shownToken({ name, role, grants, sha256 }: TokenConfig) {
  return { name, role, grants, sha256: `${sha256.slice(0, 8)}…` };
}

function shownCertificate({ name, role, grants, file }: CertificateConfig) {
  return { name, role, grants, file };
}
