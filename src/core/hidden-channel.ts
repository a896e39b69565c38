import type { ChannelKey } from './casemapping.ts';
import type { ChannelDocument } from './document.ts';
import { type Field, type FieldKey, isSet } from './field.ts';
import type { Replica } from './replica.ts';

/** The modes (+s, +p) that keep a channel out of what ircds tell strangers. */
const HIDING: readonly string[] = ['secret', 'private'];
const HIDING_KEYS = HIDING.map((name) => `flag:${name}` as FieldKey);

/**
 * Whether the name of a channel is nobody's business. It is while any id of it that is known is secret or private, also one
 * that is not shown or that nobody holds any more; and so is a name of which nothing is known, for it may have been.
 */
export function isHiddenName({ table }: Pick<Replica, 'table'>, key: ChannelKey): boolean {
  const named = table.named(key);
  return named.length === 0 || named.some(({ document }) => isHiding(document));
}

/** Whether this is, or was, one of the modes that hide a channel. */
export function isHidingField(field: Field): boolean {
  return field.kind === 'flag' && HIDING.includes(field.name) && isSet(field);
}

function isHiding({ registers }: Pick<ChannelDocument, 'registers'>): boolean {
  return HIDING_KEYS.some((key) => {
    const field = registers.get(key)?.field;
    return field !== undefined && isSet(field);
  });
}
