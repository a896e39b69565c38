import type { SidecarConfig } from '../config/sidecar-config.ts';
import { channelKey } from '../core/casemapping.ts';
import { admitsChannel, type ExchangeRule, ruleScope } from '../core/exchange-scope.ts';
import { globMatcher } from '../core/glob.ts';
import { displayText } from '../core/irc-text.ts';
import type { ConfigPlaces } from './config-places.ts';
import { type Finding, findingsOf } from './finding.ts';

const { error, warning, ok } = findingsOf('policy');

/** Bounds below it hold back what users do every day. */
const EVERYDAY_BOUND = 5;

/** Rules that let nothing through, and bounds that hold everything back. */
export function checkPolicy(config: SidecarConfig, places: ConfigPlaces): Finding[] {
  const findings = [
    ...modules(config, places),
    ...config.peers.peers.flatMap(({ name }, index) => [
      ...rule(config, places, name, index, 'import'),
      ...rule(config, places, name, index, 'export'),
    ]),
    ...guards(config, places),
    ...overrides(config, places),
  ];
  return findings.length > 0 ? findings : [ok('channels and fields pass', places.file)];
}

function modules(
  { modules: { enabledModules }, channelBurst }: SidecarConfig,
  places: ConfigPlaces,
): Finding[] {
  if (!enabledModules.includes('channel'))
    return [
      error(
        'the module "channel" is not switched on: nothing is kept the same',
        places.of(['modules', 'enabled_modules']),
        'write enabled_modules = ["channel"]',
      ),
    ];
  if (channelBurst.enabled) return [];
  return [
    error(
      'the burst of channels is switched off: nothing is kept the same',
      places.of(['extensions', 'channel_burst', 'enabled']),
      'write enabled = true',
    ),
  ];
}

function rule(
  { peers }: SidecarConfig,
  places: ConfigPlaces,
  name: SidecarConfig['server']['name'],
  index: number,
  direction: 'import' | 'export',
): Finding[] {
  const judged = peers.exchange.get(name)?.[direction];
  if (judged === undefined) return [];
  const place = (key: string) => places.of(['peers', 'peer', index, direction, key]);
  const way = direction === 'import' ? `taken from ${name}` : `sent to ${name}`;
  if (judged.channels.length === 0)
    return [error(`no channel is ${way}: channels is empty`, place('channels'), 'write channels = ["#*"]')];
  if (excludesAll(judged))
    return [
      error(
        `no channel is ${way}: except takes away all that channels names`,
        place('except'),
        'write except = [], or only the names that are to stay out',
      ),
    ];
  if (judged.fields.length > 0) return [];
  return [
    error(
      `of a channel nothing but its name is ${way}: fields is empty`,
      place('fields'),
      'leave fields out, or write fields = ["topic", "modes", "key", "limit", "parameters", "lists", "metadata", "pins"]',
    ),
  ];
}

/** Certain only where it says true: a glob without `?` that matches another glob as text matches all that that one does. */
function excludesAll({ channels, except }: ExchangeRule): boolean {
  const covers = except.filter((glob) => !glob.includes('?')).map(globMatcher);
  // No channel that is exchanged begins with anything else.
  const forms = channels.flatMap((glob) =>
    glob.startsWith('*') ? ['#', '+', '!'].map((c) => c + glob) : [glob],
  );
  return forms.every((glob) => covers.some((matches) => matches(glob)));
}

function guards({ guard }: SidecarConfig, places: ConfigPlaces): Finding[] {
  const bounds = [
    ['max_channels', guard.maxChannels, 200_000],
    ['max_list_entries', guard.maxListEntries, 3000],
    ['create_rate', guard.createRate, 600],
    ['mass_removals', guard.massRemovals, 1000],
  ] as const;
  return bounds.flatMap(([key, bound, usual]) => {
    if (bound === 0 || bound >= EVERYDAY_BOUND) return [];
    const cause = `${key} = ${bound}: what users do every day would wait for an operator in quarantine`;
    return [warning(cause, places.of(['guard', key]), `write ${key} = ${usual}, or 0 for no bound`)];
  });
}

function overrides({ channels, server, peers }: SidecarConfig, places: ConfigPlaces): Finding[] {
  const scopes = [...peers.exchange.values()].flatMap((rules) => [
    ruleScope(server.casemapping, rules.import),
    ruleScope(server.casemapping, rules.export),
  ]);
  if (scopes.length === 0) return [];
  return channels.overrides.flatMap(({ name }, index) => {
    const key = channelKey(server.casemapping, name);
    if (scopes.some((scope) => admitsChannel(scope, key))) return [];
    return [
      warning(
        `the policy of ${displayText(name)} decides nothing: the channel is exchanged with no peer`,
        places.of(['channels', 'override', index, 'name']),
        'correct the name or the rules of the peers, or remove this [[channels.override]]',
      ),
    ];
  });
}
