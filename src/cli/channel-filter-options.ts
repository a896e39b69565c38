import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ListChannelsRequest } from '../proto-types/cburst/v1/ListChannelsRequest.ts';

export interface FilterOptions {
  readonly holder?: string;
  readonly origin?: string;
  readonly local?: true;
  readonly remote?: true;
  readonly flag?: readonly string[];
  readonly key?: boolean;
  readonly minMembers?: number;
  readonly shadowed?: true;
  readonly topic?: string;
}

/** Adds what channels may be chosen by, beside their names. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--holder <server>', 'only those that this server holds')
    .option('--origin <server>', 'only those that were created on this server')
    .addOption(new Option('--local', 'only those that this server holds').conflicts('remote'))
    .option('--remote', 'only those that no more than peers hold')
    .option('--flag <name>', 'only those with this flag mode, for instance secret; may be repeated', collect)
    .option('--key', 'only those with a join key')
    .option('--no-key', 'only those without a join key')
    .option('--min-members <n>', 'only those with at least so many members', parseMembers)
    .option('--shadowed', 'only names of which another id is hidden here')
    .option('--topic <glob>', "only those whose topic matches, for instance '*meeting*'");
}

/** The filters of the request that the options ask for. */
export function channelFilters(options: FilterOptions): ListChannelsRequest {
  const { holder, origin, local, remote, flag, key, minMembers, shadowed, topic } = options;
  return {
    ...(holder === undefined ? {} : { holder }),
    ...(origin === undefined ? {} : { origin }),
    ...(local ? { place: 'CHANNEL_PLACE_LOCAL' } : {}),
    ...(remote ? { place: 'CHANNEL_PLACE_REMOTE' } : {}),
    ...(flag === undefined ? {} : { flags: [...flag] }),
    ...(key === undefined ? {} : { has_key: key }),
    ...(minMembers === undefined ? {} : { min_members: minMembers }),
    ...(shadowed ? { shadowed } : {}),
    ...(topic === undefined ? {} : { topic_glob: Buffer.from(topic) }),
  };
}

/** Not all up to the next option: a name may follow. */
function collect(name: string, before: readonly string[] = []): string[] {
  return [...before, name];
}

const MEMBERS_MAX = 2 ** 32 - 1;

function parseMembers(text: string): number {
  const members = Number(text);
  if (/^\d+$/.test(text) && members <= MEMBERS_MAX) return members;
  throw new InvalidArgumentError('It is a whole number.');
}
