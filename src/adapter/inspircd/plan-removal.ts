import type { IrcText } from '../../core/irc-text.ts';
import { formatIrcLine } from '../irc-line.ts';
import { type LinkIdentity, nothingToDo, type Plan } from './plan.ts';
import type { ShadowChannel } from './shadow-channel.ts';

/** The lines that end a channel. One with local users or made permanent by them is theirs: nothing. */
export function planRemoval(link: LinkIdentity, channel: ShadowChannel | null): Plan {
  if (channel === null || channel.members.size > 0 || channel.permanent) return nothingToDo;
  const letter = link.capabilities.permanent;
  if (letter === null) return { ...nothingToDo, lines: joinAndLeave(link, channel.name, channel.createdAt) };
  // An empty channel that loses this mode is ended at once.
  const params = [channel.name, `+${letter}-${letter}`];
  return { ...nothingToDo, lines: [formatIrcLine({ source: link.ownSid, command: 'MODE', params })] };
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
