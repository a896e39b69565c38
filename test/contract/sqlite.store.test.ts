import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { storeContract } from './store.ts';

storeContract('SQLite', () => {
  const directory = temporaryDirectory();
  return {
    open: () => openSqliteStore(join(directory.path, 'state.db')),
    persistent: true,
    dispose: () => directory.remove(),
  };
});
