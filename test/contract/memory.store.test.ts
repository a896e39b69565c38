import { MemoryStore } from '../../src/store/memory-store.ts';
import { storeContract } from './store.ts';

storeContract('memory', () => ({ open: () => new MemoryStore(), persistent: false, dispose() {} }));
