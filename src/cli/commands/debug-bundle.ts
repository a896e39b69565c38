import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { packageVersion } from '../../config/package-version.ts';
import type { BundleRedactor } from '../debug-bundle/bundle-redactor.ts';
import type { ReadConfig } from '../debug-bundle/read-configs.ts';
import { addEndpointOptions, configFile, type EndpointOptions, resolveEndpoint } from '../endpoint.ts';
import { clean } from '../table.ts';
import { print } from '../terminal.ts';

type BundleOptions = EndpointOptions & {
  readonly out?: string;
  readonly adapterConfig?: string;
  readonly log?: string;
  readonly withNames?: true;
};

export function addDebugBundleCommand(program: Command): void {
  const command = program
    .command('debug-bundle')
    .description('what whoever helps needs to see, in one file without secrets')
    .option('--out <file>', 'new file for it (mode 0600); default: cburst-debug-TIME.json.gz')
    .option('--adapter-config <file>', "the adapter's configuration, too")
    .option('--log <file>', 'the end of this log, too')
    .option('--with-names', 'topics, masks and names of users as well')
    .addHelpText('after', INSIDE);
  addEndpointOptions(command).action(debugBundle);
}

async function debugBundle(options: BundleOptions): Promise<void> {
  const { BundleRedactor } = await import('../debug-bundle/bundle-redactor.ts');
  const { readConfigForBundle, secretsIn } = await import('../debug-bundle/read-configs.ts');
  const files = { sidecar: sidecarConfig(options), adapter: options.adapterConfig ?? null };
  const configs = Object.entries(files)
    .filter(([, file]) => file !== null)
    .map(([name, file]) => [name, readConfigForBundle(file!)] as const);
  const credentials = [options.tokenFile, options.clientKey].filter((file) => file !== undefined);
  const secrets = [...configs.flatMap(([, { secrets }]) => secrets), ...credentials.flatMap(secretsIn)];
  const redactor = new BundleRedactor({ secrets, withNames: options.withNames ?? false });
  const bundle = {
    ...about(),
    config: Object.fromEntries(configs.map(([name, config]) => [name, shownConfig(config, redactor)])),
    ...(await answers(options, redactor)),
    ...(options.log === undefined ? {} : { log: await logLines(options.log, options, redactor) }),
    redacted: redactor.counts,
  };
  const { writeBundle } = await import('../debug-bundle/write-bundle.ts');
  const file = options.out ?? `cburst-debug-${bundle.made_at.replace(/[-:]|\.\d+/g, '')}.json.gz`;
  writeBundle(file, bundle);
  await print(summary(file, bundle, options));
}

function about() {
  const { versions, platform, arch } = process;
  return { made_at: new Date().toISOString(), cburst: packageVersion, node: versions.node, platform, arch };
}

/** Null: it is not known, which is none of an error here. */
function sidecarConfig({ socket, address, config }: BundleOptions): string | null {
  if (config !== undefined) return config;
  if (socket !== undefined || address !== undefined) return null;
  const file = process.env.CBURST_CONFIG ?? 'sidecar.toml';
  return existsSync(file) ? configFile(undefined) : null;
}

function shownConfig({ content, problem }: ReadConfig, redactor: BundleRedactor): unknown {
  return problem === null ? redactor.redact(content) : { not_read: problem };
}

/** A sidecar that does not run, or a configuration that leads to none, is what the bundle may be about. */
async function answers(options: BundleOptions, redactor: BundleRedactor): Promise<Record<string, unknown>> {
  const { OpsClient } = await import('../ops-client.ts');
  const { askParts } = await import('../debug-bundle/ask-parts.ts');
  let client: InstanceType<typeof OpsClient>;
  try {
    client = new OpsClient(await resolveEndpoint(options));
  } catch (error) {
    return { status: { not_asked: redactor.text((error as Error).message) } };
  }
  try {
    return await askParts(client, redactor);
  } finally {
    client.close();
  }
}

async function logLines(
  file: string,
  { withNames }: BundleOptions,
  redactor: BundleRedactor,
): Promise<unknown> {
  const { readLogLines } = await import('../debug-bundle/log-lines.ts');
  try {
    return readLogLines(file, redactor, withNames ?? false);
  } catch (error) {
    return { not_read: (error as NodeJS.ErrnoException).code };
  }
}

function summary(
  file: string,
  { redacted, ...parts }: { readonly redacted: { secrets: number; names: number } },
  { withNames }: BundleOptions,
): string {
  const { secrets, names } = redacted;
  const left = withNames
    ? 'Topics and names of users are in it, because of --with-names.'
    : `Withheld: ${names} texts and names of users.`;
  const missing = missingParts(parts);
  const had = Object.keys(parts).filter((name) => ![...missing.values()].flat().includes(name));
  const lacks = [...missing].map(([why, names]) => `Not in it: ${names.join(', ')} (${clean(why)}).\n`);
  return `${clean(file)} (mode 0600), gzipped JSON, has: ${had.join(', ')}.
${lacks.join('')}Taken out: ${secrets} secrets. ${left}
Names of channels, servers and addresses are in it: look through it (zcat) before it goes to somebody.
`;
}

/** What nobody answered or could be read, by why: whoever helps would have to ask for it again. */
function missingParts(parts: object): Map<string, string[]> {
  const config = 'config' in parts ? (parts.config as object) : {};
  const missing = new Map<string, string[]>();
  for (const [name, part] of [
    ...Object.entries(parts),
    ...Object.entries(config).map(([whose, one]) => [`configuration of the ${whose}`, one] as const),
  ]) {
    const { not_asked, not_answered, not_read } = part as Record<string, string | undefined>;
    const why = not_asked ?? not_answered ?? not_read;
    if (why !== undefined) missing.set(why, [...(missing.get(why) ?? []), name]);
  }
  return missing;
}

const INSIDE = `
Inside: versions, status, peers, figures, conflicts, quarantine, store problems, the last events, the configuration. Never: keys,
tokens, passwords, join keys. It works while the sidecar does not run, too; nothing is changed and nothing is sent.`;
