import { seedsSuite } from './seeds-suite.ts';

seedsSuite(1, 1000, 2);
