import type { Replica } from '../core/replica.ts';
import type { ReplicaChanges } from '../core/replica-changes.ts';
import { ENTRY_SPACE, encodeEntry } from './entry-record.ts';
import { encodeHostChannel, encodeShownDocument, HOST_CHANNEL_SPACE } from './host-channel-record.ts';
import { encodeDecision, JOURNAL_SPACE } from './journal-record.ts';
import { encodePeerMemory, PEER_MEMORY_SPACE } from './peer-memory-record.ts';
import { encodeQuarantined, QUARANTINE_SPACE } from './quarantine-record.ts';
import { encodeRefusal, REFUSAL_SPACE } from './refusal-record.ts';
import type { StoreChange } from './store.ts';

/** The records of what changed; what the replica has no more is deleted. `refusalOrder` gives a refusal's place. */
export function* changedRecords(
  replica: Replica,
  changes: ReplicaChanges,
  refusalOrder: () => number,
): Generator<StoreChange> {
  for (const id of changes.entries) {
    yield change(ENTRY_SPACE, id, replica.table.get(id), encodeEntry);
  }
  for (const key of changes.hostChannels) {
    const document = replica.host.channels.asDocument(key);
    yield document === null
      ? change(HOST_CHANNEL_SPACE, key, replica.host.channels.get(key), encodeHostChannel)
      : { space: HOST_CHANNEL_SPACE, key, value: encodeShownDocument(document) };
  }
  for (const number of changes.decisions) {
    yield change(JOURNAL_SPACE, String(number), replica.journal.get(number), encodeDecision);
  }
  for (const number of changes.quarantined) {
    yield change(QUARANTINE_SPACE, String(number), replica.quarantine.get(number), encodeQuarantined);
  }
  for (const key of changes.refusals) {
    yield change(REFUSAL_SPACE, key, replica.refused.find(key), (refusal) =>
      encodeRefusal(refusal, refusalOrder()),
    );
  }
  for (const peer of changes.peers) {
    yield change(PEER_MEMORY_SPACE, peer, replica.peers.get(peer), encodePeerMemory);
  }
}

function change<T>(
  space: string,
  key: string,
  present: T | undefined,
  encode: (value: T) => Uint8Array,
): StoreChange {
  return { space, key, value: present === undefined ? null : encode(present) };
}
