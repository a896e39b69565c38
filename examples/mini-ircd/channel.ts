import type { Client } from './client.ts';

/** Who set something, and when. */
export interface Mark {
  /** `nick!user@host` or a server name; empty: unknown. */
  readonly setter: string;
  /** Unix seconds; 0: unknown. */
  readonly setAt: number;
}

/** One settable thing of a channel with its value; null (or false) says that it is unset. */
export type Field =
  | { readonly kind: 'topic'; readonly value: (Mark & { readonly text: string }) | null }
  | { readonly kind: 'flag'; readonly name: string; readonly set: boolean }
  | { readonly kind: 'join-key'; readonly value: string | null }
  | { readonly kind: 'limit'; readonly value: number | null }
  | { readonly kind: 'entry'; readonly list: string; readonly mask: string; readonly value: Mark | null };

type FieldOf<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>;

export interface Membership {
  op: boolean;
  voice: boolean;
}

export const TOPIC_BYTES_MAX = 307;
/** A mask, its setter and its channel have to fit one line of RPL_BANLIST. */
export const MASK_BYTES_MAX = 200;
/** With it a channel stays far below the 1 MiB of a snapshot batch. */
export const LIST_ENTRIES_MAX = 100;

/** A channel: its name, its members and everything that is set on it. Text is bytes, one character each. */
export class Channel {
  readonly name: string;
  /** Unix seconds. */
  createdAt: number;
  /** Members on other servers, as the sidecar last told. */
  remoteMembers = 0;
  readonly members = new Map<Client, Membership>();
  readonly invited = new Set<Client>();
  /** What is set, by field key. */
  readonly #fields = new Map<string, Field>();

  constructor(name: string, createdAt: number) {
    this.name = name;
    this.createdAt = createdAt;
  }

  get fields(): Field[] {
    return [...this.#fields.values()];
  }

  get topic(): FieldOf<'topic'>['value'] {
    return this.#get<'topic'>('topic')?.value ?? null;
  }

  get joinKey(): string | null {
    return this.#get<'join-key'>('join-key')?.value ?? null;
  }

  get limit(): number | null {
    return this.#get<'limit'>('limit')?.value ?? null;
  }

  hasFlag(name: string): boolean {
    return this.#fields.has(`flag:${name}`);
  }

  entries(list: string): FieldOf<'entry'>[] {
    return this.fields.filter((field) => field.kind === 'entry' && field.list === list) as FieldOf<'entry'>[];
  }

  /** The field of that key if it is set. */
  get(key: string): Field | undefined {
    return this.#fields.get(key);
  }

  /** Gives the field its value, whatever it was. */
  set(key: string, field: Field): void {
    if (isSet(field)) this.#fields.set(key, field);
    else this.#fields.delete(key);
  }

  #get<Kind extends Field['kind']>(key: Kind): FieldOf<Kind> | undefined {
    return this.#fields.get(key) as FieldOf<Kind> | undefined;
  }
}

export function isSet(field: Field): boolean {
  return field.kind === 'flag' ? field.set : field.value !== null;
}

/** The same field, unset. */
export function unset(field: Field): Field {
  return field.kind === 'flag' ? { ...field, set: false } : { ...field, value: null };
}

/** What names the field within its channel. `fold` is the network's casemapping. */
export function fieldKey(fold: (name: string) => string, field: Field): string {
  if (field.kind === 'flag') return `flag:${field.name}`;
  return field.kind === 'entry' ? `entry:${field.list}:${fold(field.mask)}` : field.kind;
}
