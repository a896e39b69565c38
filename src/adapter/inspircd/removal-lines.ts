import type { IrcText } from '../../core/irc-text.ts';
import { formatIrcLine } from '../irc-line.ts';
import type { ShadowChannel } from '../shadow-channel.ts';
import type { LinkIdentity } from './inspircd-writer.ts';

/** The lines that end an empty channel. */
export function removalLines(link: LinkIdentity, { name, createdAt }: ShadowChannel): string[] {
  const letter = link.traits.permanent;
  if (letter === null) return joinAndLeave(link, name, createdAt);
  // An empty channel that loses this mode is ended at once.
  const params = [name, `+${letter}-${letter}`];
  return [formatIrcLine({ source: link.ownSid, command: 'MODE', params })];
}

/**
 * Without the mode an empty channel ends only when somebody leaves it: a user for a moment. Named by its UID, which no
 * client's nick can be.
 */
function joinAndLeave({ ownSid, ownName }: LinkIdentity, name: IrcText, createdAt: number): string[] {
  const uid = `${ownSid}AAAAAZ`;
  const time = String(createdAt);
  const user = [uid, time, uid, ownName, ownName, 'cburst', '127.0.0.1', time, '+i'];
  return [
    formatIrcLine({ source: ownSid, command: 'UID', params: user, trailing: 'ends an empty channel' }),
    formatIrcLine({ source: ownSid, command: 'FJOIN', params: [name, time, '+'], trailing: `,${uid}` }),
    formatIrcLine({ source: uid, command: 'QUIT', trailing: '' }),
  ];
}
