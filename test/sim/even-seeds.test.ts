import { seedsSuite } from './seeds-suite.ts';

seedsSuite(2, 1000, 2);
