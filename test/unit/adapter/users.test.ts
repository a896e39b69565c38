import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceNicks } from '../../../src/adapter/service-nicks.ts';
import { Users } from '../../../src/adapter/users.ts';

describe('Users', () => {
  let users: Users;
  let serviceNicks: ServiceNicks;

  beforeEach(() => {
    serviceNicks = new ServiceNicks();
    users = new Users(['services.test'], serviceNicks);
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

  const gone = {
    'split off': () => {
      for (const id of users.removeServer('5SV')) users.remove(id);
    },
    quit: () => users.remove('5SVAAAAAA'),
    'were renamed': () => users.change({ kind: 'user-changed', id: '5SVAAAAAA', nick: 'other' }),
  };

  it.each(Object.entries(gone))('knows what clients of services were called that %s', (_, go) => {
    go();
    for (const id of ['0INAAAAAA', '0LFAAAAAA']) users.remove(id);
    expect([...users.nicks()]).toContain('of5SV');
    expect([...users.nicks()]).not.toContain('of0IN');
  });

  it('knows on the next link what services are called that are not back yet', () => {
    expect([...new Users(['services.test'], serviceNicks).nicks()]).toEqual(['of5SV']);
  });

  it('forgets nicks of services that were not seen for long', () => {
    const id = '5SVAAAAAA';
    users.change({ kind: 'user-changed', id, nick: 'long-ago' });
    for (let i = 0; i < 2000; i++) users.change({ kind: 'user-changed', id, nick: `n${i}` });
    const kept = [...serviceNicks.all()];
    expect(kept).toHaveLength(1000);
    expect(kept.at(-1)).toBe('n1999');
    expect(kept).not.toContain('long-ago');
  });

  it('keeps those of services that were there all the time', () => {
    for (let i = 0; i < 2000; i++) {
      const holder = { id: `5SV${i}`, server: '5SV', nick: `held${i}`, user: 'u', host: 'h' };
      users.add({ kind: 'user', ...holder });
      users.remove(holder.id);
    }
    users.removeServer('5SV');
    expect([...serviceNicks.all()].at(-1)).toBe('of5SV');
  });
});
