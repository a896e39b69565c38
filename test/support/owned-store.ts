import { initialWrites } from '../../src/core/host-writes.ts';
import { encodeServerRecord, SERVER_KEY, SERVER_SPACE } from '../../src/store/server-record.ts';
import { a, at } from './replica-fixture.ts';

/** The record that says whose a store is. */
export function ownedBy(server: string, casemapping = 'ascii') {
  const host = { incarnation: '', seen: null, profile: '', writes: initialWrites('go') };
  const counts = { sequence: 1, setAside: 0, quarantined: 0 };
  const record = { server, casemapping, epoch: 'e', clock: at(0, a), stoppedCleanly: false, host, rules: '' };
  const value = Buffer.from(encodeServerRecord({ ...record, ...counts }));
  return { space: SERVER_SPACE, key: SERVER_KEY, value };
}
