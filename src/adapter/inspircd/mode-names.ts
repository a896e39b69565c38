/**
 * Our names of InspIRCd's channel modes, by InspIRCd's own names (`CAPAB CHANMODES`; letters are the ircd's configuration).
 * A flag or parameter mode that is not here is known as `inspircd-<its name>`. To give a mode a name that other ircds
 * share, add it here and to the table in docs/protocol.md.
 */
export const sharedNames: Readonly<Record<string, string>> = {
  inviteonly: 'invite-only',
  moderated: 'moderated',
  noextmsg: 'no-external',
  private: 'private',
  secret: 'secret',
  topiclock: 'topic-protected',
  noctcp: 'no-ctcp',
  delayjoin: 'delayed-join',
  regmoderated: 'registered-moderated',
  nonick: 'no-nick-change',
  reginvite: 'registered-only',
  nonotice: 'no-notice',
};

/**
 * The lists whose entries are user masks. Entries of other lists (exemptchanops, filter, autoop) are something else,
 * or hand out operator status, which is each server's own business.
 */
export const listNames: Readonly<Record<string, string>> = {
  ban: 'ban',
  banexception: 'except',
  invex: 'invite',
};

/**
 * Neither reported nor applied nor cleared: what services and operators of this server set for this server alone, and
 * `permanent`, which says that the ircd keeps the channel and is reported as being held.
 */
export const unmanagedModes: ReadonlySet<string> = new Set(['permanent', 'c_registered', 'operonly']);

/** Our name of a flag or parameter mode. */
export function modeName(inspircdName: string): string {
  return sharedNames[inspircdName] ?? `inspircd-${inspircdName.toLowerCase().replaceAll('_', '-')}`;
}
