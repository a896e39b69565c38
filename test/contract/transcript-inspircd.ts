import { realIrcd } from '../unit/adapter/inspircd/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW } from './adapter-transcripts.ts';
import { readRecording } from './recording.ts';

/** As InspIRCd 3.15.0 says it. */
export const inspircdTranscript: AdapterTranscript = {
  ircd: () => realIrcd(),
  alice: { ofTopic: 'alice!alice@127.0.0.1', ofEntry: 'alice' },
  recording: readRecording('inspircd'),
  userMark: '',
  writes: {
    'makes a channel that hides, with modes and key in its first line': [
      `:1AD FJOIN #lobby ${NOW + 2} +lski 7 sesame :`,
      ':1AD MODE #lobby +be a!*@* b!*@*',
      `:1AD FTOPIC #lobby ${NOW + 2} 1000 carol!c@h :hello :there`,
    ],
    'leaves what is as it should be': [],
    'adds and removes bans': [':1AD MODE #lobby -b+b a!*@* c!*@*'],
    'overwrites a key, and removes limit and topic': [
      ':1AD MODE #lobby +k-l new',
      `:1AD FTOPIC #lobby ${LOBBY_MADE} 101 adapter.test :`,
    ],
    'takes a channel away': [':1AD MODE #lobby +P-P'],
  },
};
