/** The lists that have parameters of their own: `<prefix>MASKS`, `UN<prefix>MASKS`, `<prefix>MARKS`. Others share LIST's. */
export const listPrefixes = { ban: 'BAN', except: 'EXCEPT', invite: 'INVITE' } as const;

/** The prefix for entries of every other list: their items start with the list's name and a colon. */
export const otherListPrefix = 'LIST';

/** What the name of a parameter looks like, known or of a later version. */
export const parameterNamePattern = /^[A-Z][A-Z0-9-]{0,31}$/;

/** Most parameters of a later version in one line. */
export const unknownMax = 32;

/** Longest value of a parameter of a later version in bytes, with its quotes and escapes. */
export const unknownBytesMax = 1024;

/** The largest member count. */
export const MEMBERS_MAX = 4294967295;
