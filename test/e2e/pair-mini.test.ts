import { pairSuite } from './pair-suite.ts';

pairSuite('two mini ircds', ['mini', 'mini']);
