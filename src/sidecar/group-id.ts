import { readFileSync } from 'node:fs';
import { StartError } from './start-error.ts';

/** The number of a group, by its name in `/etc/group` or as it is. Throws a `StartError` when there is none of that name. */
export function groupId(group: string, file = '/etc/group'): number {
  if (/^[0-9]+$/.test(group)) return Number(group);
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name, , id] = line.split(':');
    if (name === group && id !== undefined && /^[0-9]+$/.test(id)) return Number(id);
  }
  throw new StartError(
    `there is no group ${group} in ${file} ([api] host_group, read_group, ops_group): make it with "groupadd ${group}", or write its number`,
  );
}
