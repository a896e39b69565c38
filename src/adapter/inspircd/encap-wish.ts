import type { Wish } from '../wished-fact.ts';

/**
 * `ENCAP server COMMAND …`: what is left to the server that the user is on. Guests are where their members are: nobody makes them join.
 * Null: it is nothing of that kind.
 */
export function encapWish([, command, first = '', second = '']: readonly string[]): Wish | null {
  switch (command) {
    case 'SANICK':
    case 'SVSNICK':
      return { kind: 'user-changed', id: first, nick: second };
    case 'SAPART':
    case 'SVSPART':
      return { kind: 'leave', user: first, name: second };
    case 'SAKICK':
      return { kind: 'leave', user: second, name: first };
    case 'SAQUIT':
      return { kind: 'user-gone', id: first };
    default:
      return null;
  }
}
