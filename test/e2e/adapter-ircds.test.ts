import { describe } from 'vitest';
import { adapterSuite } from './adapter-suite.ts';
import { startHybrid } from './hybrid-process.ts';
import { startInspircd } from './inspircd-process.ts';
import { hybridProgram, inspircdProgram, ngircdProgram, skipWithout } from './ircd-process.ts';
import { startNgircd } from './ngircd-process.ts';

describe.skipIf(skipWithout(inspircdProgram))('the adapter contract', () =>
  adapterSuite('InspIRCd', {
    type: 'inspircd',
    start: (options) => startInspircd({ ...options, sid: '0AA' }),
    defaults: ['+no-external', '+topic-protected'],
    defaultModes: 'nt',
    someModes: { letters: 'imst', flags: ['invite-only', 'moderated', 'secret', 'topic-protected'] },
    topicSetter: /^topic alice!alice@127\.0\.0\.1 \d{10} /,
    keepsTopicTime: true,
    keepsTopicSetter: true,
    tellsCreation: true,
    hasPrivate: true,
    keepers: [],
    longKey: { wanted: 'k'.repeat(33), shown: 'k'.repeat(32) },
    bansMax: 100,
    topicBytesMax: 330,
  }),
);

describe.skipIf(skipWithout(hybridProgram))('the adapter contract', () =>
  adapterSuite('ircd-hybrid', {
    type: 'hybrid',
    start: (options) => startHybrid({ ...options, sid: '0AA' }),
    defaults: ['+no-external', '+topic-protected'],
    defaultModes: 'nt',
    someModes: { letters: 'imst', flags: ['invite-only', 'moderated', 'secret', 'topic-protected'] },
    topicSetter: /^topic alice!~alice@127\.0\.0\.1 \d{10} /,
    keepsTopicTime: true,
    keepsTopicSetter: true,
    tellsCreation: true,
    hasPrivate: false,
    keepers: ['cburst-1AD'],
    longKey: { wanted: 'k'.repeat(24), shown: 'k'.repeat(23) },
    bansMax: 100,
    topicBytesMax: 300,
  }),
);

describe.skipIf(skipWithout(ngircdProgram))('the adapter contract', () =>
  adapterSuite('ngIRCd', {
    type: 'ngircd',
    start: startNgircd,
    defaults: [],
    defaultModes: '',
    someModes: { letters: 'imst', flags: ['invite-only', 'moderated', 'secret', 'topic-protected'] },
    topicSetter: /^topic alice \d{10} /,
    keepsTopicTime: false,
    keepsTopicSetter: false,
    tellsCreation: true,
    hasPrivate: false,
    keepers: [],
    longKey: { wanted: 'k'.repeat(65), shown: 'k'.repeat(64) },
    bansMax: 50,
    topicBytesMax: 490,
  }),
);
