import type { Wish } from '../wished-fact.ts';

/** `SVS… uid time …`: what services leave to the server that the user is on. Null: it is nothing of that kind. */
export function servicesWish(command: string, [id = '', , third = '']: readonly string[]): Wish | null {
  switch (command) {
    case 'SVSNICK':
      return { kind: 'user-changed', id, nick: third };
    case 'SVSPART':
      return { kind: 'leave', user: id, name: third };
    case 'SVSKILL':
      return { kind: 'user-gone', id };
    default:
      return null;
  }
}
