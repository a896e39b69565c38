import { type Command, InvalidArgumentError } from 'commander';

const LIMIT_DEFAULT = 1000;
/** Beside all the fields of the channel. */
const MEMBERS_DEFAULT = 100;
/** All of them are kept in memory to align the columns. */
const LIMIT_MAX = 1_000_000;

/** Adds `--limit` to a command that lists. */
export function addLimitOption(command: Command): Command {
  return command.option('--limit <n>', 'at most so many', parseLimit, LIMIT_DEFAULT);
}

/** Adds `--members` to a command that also lists who is in a channel. */
export function addMembersOption(command: Command): Command {
  return command.option('--members <n>', 'at most so many of its members', parseLimit, MEMBERS_DEFAULT);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${LIMIT_MAX}.`);
}
