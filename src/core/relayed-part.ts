import { type Casemapping, channelKey } from './casemapping.ts';
import type { DocumentPart, Register } from './document.ts';
import { admitsChannel, type ExchangeScope } from './exchange-scope.ts';
import type { FieldKey } from './field.ts';
import { everyFieldClass, type FieldClass, fieldClass } from './field-class.ts';
import type { ServerName } from './identity.ts';
import type { IrcText } from './irc-text.ts';
import type { Replica } from './replica.ts';
import { isFloor } from './stamp.ts';

/**
 * `part` without what peers that wrote it keep from `peer` or from this server: a server that keeps a field from another does
 * not want it told by a third either. It passes in neither direction, so both ends of the link leave out the same. The same
 * object where nothing is left out.
 */
export function relayedPart(
  replica: Pick<Replica, 'server' | 'casemapping' | 'peers'>,
  peer: ServerName,
  part: DocumentPart,
): DocumentPart {
  const authors = limitedAuthors(replica, peer, part);
  if (authors.size === 0) return part;
  const registers = new Map<FieldKey, Register>();
  let written = part.written;
  for (const [key, register] of part.registers) {
    const { field, stamp } = register;
    if (authors.get(stamp.server)?.has(fieldClass(field)) ?? true) registers.set(key, register);
    // That somebody wrote decides which id is shown, so it is known wherever the channel is.
    else written ||= !isFloor(stamp);
  }
  return registers.size === part.registers.size ? part : { ...part, written, registers };
}

/** No peer keeps anything from either end: then `relayedPart` leaves every part as it is. */
export function relaysEverything({ peers }: Pick<Replica, 'peers'>, peer: ServerName): boolean {
  for (const [author, { relay }] of peers) if (author !== peer && relay?.size !== 0) return false;
  return true;
}

const NO_AUTHORS: ReadonlyMap<ServerName, ReadonlySet<FieldClass>> = new Map();
const NOTHING: ReadonlySet<FieldClass> = new Set();

/** By author who keeps something of this channel from either end: the classes that pass. */
function limitedAuthors(
  { server, casemapping, peers }: Pick<Replica, 'server' | 'casemapping' | 'peers'>,
  peer: ServerName,
  { name }: DocumentPart,
): ReadonlyMap<ServerName, ReadonlySet<FieldClass>> {
  let authors: Map<ServerName, ReadonlySet<FieldClass>> | null = null;
  for (const [author, { relay }] of peers) {
    if (author === peer || relay?.size === 0) continue;
    const passing =
      relay === null ? NOTHING : passingClasses([relay.get(server), relay.get(peer)], casemapping, name);
    if (passing.size === everyFieldClass.size) continue;
    authors ??= new Map();
    authors.set(author, passing);
  }
  return authors ?? NO_AUTHORS;
}

function passingClasses(
  scopes: readonly (ExchangeScope | undefined)[],
  casemapping: Casemapping,
  name: IrcText,
): ReadonlySet<FieldClass> {
  let passing = everyFieldClass;
  for (const scope of scopes) {
    if (scope === undefined) continue;
    const isAdmitted = admitsChannel(scope, channelKey(casemapping, name));
    passing = isAdmitted ? passing.intersection(scope.classes) : NOTHING;
  }
  return passing;
}
