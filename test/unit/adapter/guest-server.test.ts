import { describe, expect, it } from 'vitest';
import { guestServer } from '../../../src/adapter/guest-server.ts';

const own = { id: '1AD', name: 'adapter.test' };

describe('guestServer', () => {
  it('comes from the adapter alone where it is free', () => {
    expect(guestServer(own, [])).toEqual({ id: '6SE', name: 'guests.adapter.test' });
    expect(guestServer(own, [{ id: '0IN', name: 'insp.test' }])).toEqual(guestServer(own, []));
    expect(guestServer({ ...own, id: '2AD' }, []).id).not.toBe('6SE');
    expect(guestServer({ ...own, name: 'other.test' }, []).id).not.toBe('6SE');
  });

  it('has its name for an id where servers have none', () => {
    expect(guestServer({ id: 'adapter.test', name: 'adapter.test' }, [])).toEqual({
      id: 'guests.adapter.test',
      name: 'guests.adapter.test',
    });
  });

  it('is none that is there, in any case of letters', () => {
    const others = [
      { id: '6SE', name: 'a.test' },
      { id: '6SF', name: 'GUESTS.adapter.test' },
      { id: '0IN', name: 'guests-2.adapter.test' },
    ];
    expect(guestServer(own, others)).toEqual({ id: '6SG', name: 'guests-3.adapter.test' });
  });

  it('finds a free id however many are taken', () => {
    const others: { id: string; name: string }[] = [];
    for (let n = 0; n < 3000; n++) others.push(guestServer(own, others));
    expect(new Set(others.map(({ id }) => id)).size).toBe(3000);
    expect(new Set(others.map(({ name }) => name)).size).toBe(3000);
    expect(others.every(({ id }) => /^[0-9][A-Z]{2}$/.test(id))).toBe(true);
  });

  it('has a name that every ircd takes', () => {
    for (const name of [
      `${'a'.repeat(50)}.${'b'.repeat(50)}`,
      `${'a'.repeat(20)}.${'b'.repeat(55)}`,
      '9.x',
    ]) {
      const server = guestServer({ id: '1AD', name }, []);
      expect(server.name).toMatch(/^guests\.[A-Za-z0-9][A-Za-z0-9.]*$/);
      expect(server.name.length).toBeLessThanOrEqual(63);
    }
  });
});
