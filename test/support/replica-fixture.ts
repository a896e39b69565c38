import type { ConflictPolicy } from '../../src/core/choose-id.ts';
import type { DocumentPart, Register } from '../../src/core/document.ts';
import { type Field, fieldKey } from '../../src/core/field.ts';
import type { HostChannelState, HostProfile, HostUpdate } from '../../src/core/host-messages.ts';
import { type ChannelId, parseChannelId, parseServerName, type ServerName } from '../../src/core/identity.ts';
import type { IrcText } from '../../src/core/irc-text.ts';
import { Replica } from '../../src/core/replica.ts';
import type { Stamp } from '../../src/core/stamp.ts';

export const a = parseServerName('a.example')!;
export const b = parseServerName('b.example')!;
export const c = parseServerName('c.example')!;

/** A moment in 2024: tests count from it. */
export const t0 = 1_700_000_000_000;
export const name = '#general' as IrcText;
export const restartGraceMs = 60_000;

/** The n-th id; ids sort as their numbers do. */
export function channelId(n: number): ChannelId {
  return parseChannelId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)!;
}

/** Smaller ids are made by the replica under test. */
const FIRST_OF_B = channelId(8);

/** Its ids count up from `firstId`. */
export function createReplica(
  server: ServerName = a,
  firstId = 1,
  policy: ConflictPolicy = 'local',
): Replica {
  let next = firstId;
  const newId = () => channelId(next++);
  return new Replica({ server, casemapping: 'rfc1459', restartGraceMs, policyFor: () => policy, newId });
}

/** The peer's resume is over, to the last step. */
export function confirmAll(replica: Pick<Replica, 'confirm'>, peer: ServerName): void {
  for (const _ of replica.confirm(peer, new Set()));
}

export function flag(mode: string, set = true): Field {
  return { kind: 'flag', name: mode, set };
}

export function ban(mask: string, setAt = 0): Field {
  return { kind: 'entry', list: 'ban', mask: mask as IrcText, value: { setter: 'op' as IrcText, setAt } };
}

export function metadata(name: string, value: string | null): Field {
  return { kind: 'metadata', name, value: value as IrcText | null };
}

export function noBan(mask: string): Field {
  return { kind: 'entry', list: 'ban', mask: mask as IrcText, value: null };
}

export function topic(text: string, setAt = 0): Field {
  return { kind: 'topic', value: { text: text as IrcText, setter: 'op' as IrcText, setAt } };
}

export function joinKey(key: string): Field {
  return { kind: 'join-key', value: key as IrcText };
}

/** A stamp so many milliseconds after `t0`. */
export function at(ms: number, server: ServerName = a, counter = 0): Stamp {
  return { ms: t0 + ms, counter, server };
}

export function register(field: Field, stamp: Stamp): Register {
  return { field, stamp };
}

export function part(
  id: ChannelId,
  registers: readonly Register[],
  more: Partial<DocumentPart> = {},
): DocumentPart {
  return {
    id,
    name,
    origin: id < FIRST_OF_B ? a : b,
    createdAt: t0,
    splitBorn: false,
    written: false,
    absorbed: new Set(),
    registers: new Map(registers.map((each) => [fieldKey('rfc1459', each.field), each])),
    unknown: new Map(),
    ...more,
  };
}

/** A host that can show what the tests use and sets nothing by itself. */
export const profile: HostProfile = {
  software: 'model',
  observe: false,
  flags: new Set(['moderated', 'secret', 'topic-protected', 'no-external']),
  parameters: new Set(['flood']),
  lists: new Set(['ban', 'except']),
  defaults: [],
};

/** A channel of the host with a local member in it. */
export function hostChannel(
  fields: readonly Field[],
  more: Partial<HostChannelState> = {},
): HostChannelState {
  return { name, createdAt: t0 / 1000, held: true, members: 1, fields, ...more };
}

/** What an update says, in short: the values by field key, or null for a removal. */
export function fieldsOf(update: HostUpdate | undefined): string[] | null {
  return update?.view ? [...update.view.fields.keys()].sort() : null;
}
