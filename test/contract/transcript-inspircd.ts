import { realIrcd } from '../unit/adapter/inspircd/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW } from './adapter-transcripts.ts';

const mode = (change: string) => `:0INAAAAAB FMODE #lobby ${LOBBY_MADE} ${change}`;
const topic = (text: string) => `:0INAAAAAB FTOPIC #lobby ${LOBBY_MADE} ${NOW} :${text}`;

/** As InspIRCd 3.15.0 says it. */
export const inspircdTranscript: AdapterTranscript = {
  ircd: () => realIrcd(),
  alice: { ofTopic: 'alice!~alice@127.0.0.1', ofEntry: 'alice' },
  burst: `
:0IN BURST 1795334450
:0IN UID 0INAAAAAB 1795334444 alice 127.0.0.1 127.0.0.1 ~alice 127.0.0.1 1795334444 + :Real alice
:0IN UID 0INAAAAAC 1795334445 bob 127.0.0.1 127.0.0.1 ~bob 127.0.0.1 1795334445 + :Real bob
:0INAAAAAB AWAY 1795334450 :afk
:0IN FJOIN #lobby ${LOBBY_MADE} +klnst sesame 30 :o,0INAAAAAB:0 hv,0INAAAAAC:1
:0IN FTOPIC #lobby ${LOBBY_MADE} 1795334450 alice!~alice@127.0.0.1 :first topic
:0IN METADATA #lobby ${LOBBY_MADE} maxlist :b 100 e 100 I 100
:0IN FMODE #lobby ${LOBBY_MADE} +bbeI b!*@* *!*@bad.example good!*@* inv!*@*
:0IN ENDBURST`,
  steps: {
    'carol joins': `
:0IN UID 0INAAAAAD 1795334999 carol 127.0.0.1 127.0.0.1 ~carol 127.0.0.1 1795334999 + :Real carol
:0INAAAAAD IJOIN #lobby 3`,
    'carol is given op': mode('+o 0INAAAAAD'),
    'carol has a new nick': ':0INAAAAAD NICK cara 1795335000',
    'op is taken, and voice given': mode('-o+v 0INAAAAAD 0INAAAAAD'),
    'cara parts': ':0INAAAAAD PART #lobby :bye now',
    'cara joins again': '@time=2026-11-22T08:06:02.325Z :0INAAAAAD IJOIN #lobby 4',
    'cara is kicked': ':0INAAAAAB KICK #lobby 0INAAAAAD :out you go',
    'bob quits': ':0INAAAAAC QUIT :leaving',
    'a flag is set': mode('+m'),
    'a flag is removed': mode('-m'),
    'the limit is removed': mode('-l'),
    'the key is removed': mode('-k kk'),
    'limit, key and a flag are set in one line': mode('+lkm 5 kk'),
    'they are removed, and a flag is set, in one line': mode('-lkm+i kk'),
    'a limit is set': mode('+l 7'),
    'a key is set': mode('+k new'),
    'a ban is set': mode('+b a!*@*'),
    'a ban is removed': mode('-b a!*@*'),
    'an exception is set': mode('+e b!*@*'),
    'an exception is removed': mode('-e b!*@*'),
    'an invitation is set': mode('+I c!*@*'),
    'an invitation is removed': mode('-I c!*@*'),
    'a topic is set': topic('hello :world'),
    'a topic is removed': topic(''),
    'a topic that is not UTF-8 is set': topic('caf\xe9 \xff\x80'),
    'alice makes a channel': `
:0IN FJOIN #c1 ${NOW} +nt :o,0INAAAAAB:5
:0IN METADATA #c1 ${NOW} maxlist :b 100 e 100 I 100`,
    'the last member leaves it': ':0INAAAAAB PART #c1 :bye now',
    'services come and join': `
:0IN SERVER services.test 9SV burst=1795334767352 hidden=0 :services
:9SV UID 9SVAAAAAA 1795334444 ChanServ s s chanserv 127.0.0.1 1795334444 + :ChanServ
:9SVAAAAAA IJOIN #lobby 6`,
    'a server comes, and its dave joins': `
:0IN SERVER leaf.test 2AD burst=1795334767352 hidden=0 :another
:2AD UID 2ADAAAAAA 1795334444 dave 127.0.0.1 127.0.0.1 ~dave 127.0.0.1 1795334444 + :Dave
:2ADAAAAAA IJOIN #lobby 9`,
    'it brings a channel': ':2AD FJOIN #theirs 1795334000 +nt :o,2ADAAAAAA:2',
    'it splits': ':0IN SQUIT 2AD :Connection closed',
    'services are alone': ':0INAAAAAB PART #lobby',
  },
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
