import { readFileSync } from 'node:fs';

/** The number of a group, by its name in `/etc/group` or as it is; null: there is none of that name. */
export function findGroup(group: string, file = '/etc/group'): number | null {
  if (/^[0-9]+$/.test(group)) return Number(group);
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [name, , id] = line.split(':');
    if (name === group && id !== undefined && /^[0-9]+$/.test(id)) return Number(id);
  }
  return null;
}
