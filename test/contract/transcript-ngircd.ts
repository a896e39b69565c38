import { realIrcd } from '../unit/adapter/ngircd/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW, TOPIC_SET } from './adapter-transcripts.ts';
import { readRecording } from './recording.ts';

/** As ngIRCd 26.1 says it: it tells no creation time, so the adapter asks for each channel that is new. */
export const ngircdTranscript: AdapterTranscript = {
  ircd: realIrcd,
  // It keeps only their nicks.
  alice: { ofTopic: 'alice', ofEntry: 'alice' },
  recording: readRecording('ngircd'),
  userMark: '~',
  differs: {
    burst: {
      tells: [
        `#lobby ${LOBBY_MADE} held 2`,
        `+ban *!*@bad.example alice ${TOPIC_SET}`,
        `+ban b!*@* alice ${TOPIC_SET}`,
        `+except good!*@* alice ${TOPIC_SET}`,
        `+invite inv!*@* alice ${TOPIC_SET}`,
        '+no-external',
        '+secret',
        '+topic-protected',
        'key sesame',
        'limit 30',
        `topic alice ${TOPIC_SET} :first topic`,
        'alice!~alice@127.0.0.1 0 o',
        'bob!~bob@127.0.0.1 0 hv',
      ],
      because: 'it is asked who set its list entries, and when',
    },
    'it brings a channel': {
      tells: [`#theirs created: #theirs ${NOW} held 1: +no-external, +topic-protected`],
      because: 'no server tells it how old a channel is',
    },
  },
  writes: {
    'makes a channel that hides, with modes and key in its first line': [
      ':adapter.test CHANINFO #lobby +lski sesame 7 :',
      ':adapter.test MODE #lobby +be a!*@* b!*@*',
      ':adapter.test TOPIC #lobby :hello :there',
    ],
    'leaves what is as it should be': [],
    'adds and removes bans': [':adapter.test MODE #lobby -b+b a!*@* c!*@*'],
    'overwrites a key, and removes limit and topic': [
      ':adapter.test MODE #lobby +k-l new',
      ':adapter.test TOPIC #lobby :',
    ],
    'takes a channel away': [
      ':adapter.test NICK 9cburst 1 cburst adapter.test 1 +i :ends an empty channel',
      ':adapter.test NJOIN #lobby :9cburst',
      ':9cburst QUIT :',
    ],
  },
};
