import type { ChannelKey } from '../core/casemapping.ts';
import { checkField, type Field } from '../core/field.ts';
import type { IrcText } from '../core/irc-text.ts';

/** Of channel `name`, `what` has a value that is not carried; `problem` says why and never holds the value. */
export type UncarriedListener = (name: IrcText, what: string, problem: string) => void;

/**
 * Lets through what the rest of the system can take. The other values (a key with a leading colon, a mask of great length)
 * stay on this ircd alone: that is told once for each channel and kind of field, as the ircd shows them again and again.
 */
export class CarriedFields {
  readonly #listener: UncarriedListener;
  /** As many names as the ircd has channel modes, for each channel that there is. */
  readonly #told = new Map<ChannelKey, Set<string>>();

  constructor(listener: UncarriedListener) {
    this.#listener = listener;
  }

  /** The field as the rest of the system takes it; null: it does not. */
  carry({ key, name }: { readonly key: ChannelKey; readonly name: IrcText }, field: Field): Field | null {
    const result = checkField(field);
    if ('field' in result) return result.field;
    this.#tell(key, name, nameOf(field), result.problem);
    return null;
  }

  /** A value that is not even known in full. */
  refuse(
    { key, name }: { readonly key: ChannelKey; readonly name: IrcText },
    what: string,
    problem: string,
  ): void {
    this.#tell(key, name, what, problem);
  }

  /** The channel is gone. */
  forget(key: ChannelKey): void {
    this.#told.delete(key);
  }

  #tell(key: ChannelKey, name: IrcText, what: string, problem: string): void {
    const told = this.#told.get(key) ?? new Set();
    if (told.has(what)) return;
    this.#told.set(key, told.add(what));
    this.#listener(name, what, problem);
  }
}

function nameOf(field: Field): string {
  switch (field.kind) {
    case 'flag':
    case 'parameter':
      return field.name;
    case 'entry':
      return field.list;
    case 'join-key':
      return 'key';
    default:
      return field.kind;
  }
}
