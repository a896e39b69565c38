import { beforeEach, describe, expect, it } from 'vitest';
import { Users } from '../../../src/adapter/users.ts';

describe('Users', () => {
  let users: Users;

  beforeEach(() => {
    users = new Users(['services.test']);
    server('0IN', '1AD', 'insp.test');
    server('0LF', '0IN', 'leaf.test');
    server('5SV', '0LF', 'Services.test');
    server('2AD', '0LF', 'other-adapter.test', 'cburst adapter of leaf.test: it');
    server('7GU', '2AD', 'guests.other-adapter.test', 'members of other servers');
    for (const id of ['0IN', '0LF', '5SV', '2AD', '7GU'])
      users.add({ kind: 'user', id: `${id}AAAAAA`, server: id, nick: `of${id}`, user: 'u', host: 'h' });
  });

  function server(id: string, uplink: string, name: string, description = ''): void {
    users.addServer({ id, uplink, name, description });
  }

  it('counts clients of services, and users of another adapter and of servers behind it, as no members', () => {
    const uncounted = ['0IN', '0LF', '5SV', '2AD', '7GU'].filter((id) => users.isService(`${id}AAAAAA`));
    expect(uncounted).toEqual(['5SV', '2AD', '7GU']);
    expect(users.otherAdapter).toEqual({ name: 'other-adapter.test', serves: 'leaf.test' });
  });

  it('forgets what was behind a server that split off', () => {
    expect(users.removeServer('0LF').sort()).toEqual(['0LFAAAAAA', '2ADAAAAAA', '5SVAAAAAA', '7GUAAAAAA']);
    expect(users.otherAdapter).toBeNull();
    expect(users.isServer('7GU')).toBe(false);
    server('7GU', '0IN', 'a-user-server.test');
    expect(users.isService('7GUAAAAAA')).toBe(false);
  });
});
