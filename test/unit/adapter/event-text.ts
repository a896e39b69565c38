import type { IrcdEvent } from '../../../src/adapter/ircd-messages.ts';
import type { channelState } from '../../../src/adapter/shadow-channel.ts';
import type { Field } from '../../../src/core/field.ts';
import { type MemberChange, memberText } from '../../../src/core/member.ts';
import { fieldText } from '../../e2e/scripted-sidecar.ts';

/** An event as one readable text. */
export function eventText({ name: channel, change }: IrcdEvent): string {
  switch (change.kind) {
    case 'created':
      return `${channel} created: ${channelText(change.state)}`;
    case 'changed':
      return `${channel} changed: ${change.fields.map(markedText).join(', ')}`;
    case 'presence':
      return `${channel} presence: ${change.held ? 'held ' : ''}${change.members}${lost(change)}`;
    case 'members':
      return `${channel} members: ${change.held ? 'held ' : ''}${changeText(change.change)}${lost(change)}`;
    case 'dropped':
      return `${channel} dropped${lost(change)}`;
  }
}

function lost(change: { readonly lost?: boolean }): string {
  return change.lost ? ', lost' : '';
}

/** `old>new, -gone, +member`, the last as `memberText` has it. */
function changeText({ renamed, gone, present }: MemberChange): string {
  const nicks = [...renamed.map(({ from, to }) => `${from}>${to}`), ...gone.map((nick) => `-${nick}`)];
  return [...nicks, ...present.map((member) => `+${memberText(member)}`)].join(', ');
}

/** A channel's state as one readable text. */
export function channelText(channel: ReturnType<typeof channelState>): string {
  const { name: spelled, createdAt, held, members, fields } = channel;
  return `${spelled} ${createdAt} ${held ? 'held ' : ''}${members}: ${fields.map(markedText).join(', ')}`;
}

/** With setter and time of a list entry, where they are known. */
function markedText(field: Field): string {
  const mark =
    field.kind === 'entry' && field.value?.setter ? ` ${field.value.setter} ${field.value.setAt}` : '';
  return `${fieldText(field)}${mark}`;
}
