import { realIrcd } from '../unit/adapter/hybrid/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW } from './adapter-transcripts.ts';
import { readRecording } from './recording.ts';

/** As ircd-hybrid 8.2.43 says it. */
export const hybridTranscript: AdapterTranscript = {
  ircd: () => realIrcd(),
  // Its lists name setters in full.
  alice: { ofTopic: 'alice!~alice@127.0.0.1', ofEntry: 'alice!~alice@127.0.0.1' },
  recording: readRecording('hybrid'),
  userMark: '~',
  writes: {
    'makes a channel that hides, with modes and key in its first line': [
      `:1AD SJOIN ${NOW + 2} #lobby +lski 7 sesame :1ADAAAAAA`,
      `:1AD TMODE ${NOW + 2} #lobby +be a!*@* b!*@*`,
      `:1AD TBURST ${NOW + 1} #lobby 1000 carol!c@h :hello :there`,
    ],
    'leaves what is as it should be': [],
    'adds and removes bans': [`:1AD TMODE ${LOBBY_MADE} #lobby -b+b a!*@* c!*@*`],
    'overwrites a key, and removes limit and topic': [
      `:1AD TMODE ${LOBBY_MADE} #lobby +k-l new`,
      `:1AD TBURST ${LOBBY_MADE - 1} #lobby ${NOW} adapter.test :`,
    ],
    'takes a channel away': [':1ADAAAAAA PART #lobby'],
  },
};
