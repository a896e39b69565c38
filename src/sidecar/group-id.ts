import { findGroup } from '../config/find-group.ts';
import { StartError } from './start-error.ts';

/** The number of a group, by its name in `/etc/group` or as it is. Throws a `StartError` when there is none of that name. */
export function groupId(group: string, file = '/etc/group'): number {
  const id = findGroup(group, file);
  if (id !== null) return id;
  throw new StartError(
    `there is no group ${group} in ${file} ([api] host_group, read_group, ops_group): make it with "groupadd ${group}", or write its number`,
  );
}
