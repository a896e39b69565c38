import { realIrcd } from '../unit/adapter/hybrid/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW } from './adapter-transcripts.ts';

const mode = (change: string) => `:0HYAAAAAA TMODE ${LOBBY_MADE} #lobby ${change}`;

/** As ircd-hybrid 8.2.43 says it. */
export const hybridTranscript: AdapterTranscript = {
  ircd: () => realIrcd(),
  // Its lists name setters in full.
  alice: { ofTopic: 'alice!~alice@127.0.0.1', ofEntry: 'alice!~alice@127.0.0.1' },
  burst: `
:0HY UID bob 1 1795334932 +i ~bob 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAB * :Real bob
:0HY UID alice 1 1795334931 +i ~alice 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAA * :Real alice
:0HYAAAAAA AWAY :afk
:0HY SJOIN ${LOBBY_MADE} #lobby +nstlk 30 sesame :%+0HYAAAAAB @0HYAAAAAA
:0HY BMASK ${LOBBY_MADE} #lobby b :b!*@* *!*@bad.example
:0HY BMASK ${LOBBY_MADE} #lobby e :good!*@*
:0HY BMASK ${LOBBY_MADE} #lobby I :inv!*@*
:0HY TBURST ${LOBBY_MADE} #lobby 1795334450 alice!~alice@127.0.0.1 :first topic
:0HY MLOCK ${LOBBY_MADE} #lobby 0 :
PING :0HY
:0HY EOB`,
  steps: {
    'carol joins': `
:0HY UID carol 1 1795334999 +i ~carol 127.0.0.1 127.0.0.1 127.0.0.1 0HYAAAAAC * :Real carol
:0HYAAAAAC JOIN ${LOBBY_MADE} #lobby +`,
    'carol is given op': mode('+o 0HYAAAAAC'),
    'carol has a new nick': ':0HYAAAAAC NICK cara :1795335000',
    'op is taken, and voice given': mode('-o+v 0HYAAAAAC 0HYAAAAAC'),
    'cara parts': ':0HYAAAAAC PART #lobby :bye now',
    'cara joins again': `:0HYAAAAAC JOIN ${LOBBY_MADE} #lobby +`,
    'cara is kicked': ':0HYAAAAAA KICK #lobby 0HYAAAAAC :out',
    'bob quits': ':0HYAAAAAB QUIT :Quit: leaving',
    'a flag is set': mode('+m'),
    'a flag is removed': mode('-m'),
    'the limit is removed': mode('-l'),
    'the key is removed': mode('-k *'),
    'limit, key and a flag are set in one line': mode('+lkm 5 kk'),
    'they are removed, and a flag is set, in one line': mode('-lkm+i *'),
    'a limit is set': mode('+l 7'),
    'a key is set': mode('+k new'),
    'a ban is set': mode('+b a!*@*'),
    'a ban is removed': mode('-b a!*@*'),
    'an exception is set': mode('+e b!*@*'),
    'an exception is removed': mode('-e b!*@*'),
    'an invitation is set': mode('+I c!*@*'),
    'an invitation is removed': mode('-I c!*@*'),
    'a topic is set': ':0HYAAAAAA TOPIC #lobby :hello :world',
    'a topic is removed': ':0HYAAAAAA TOPIC #lobby :',
    'a topic that is not UTF-8 is set': ':0HYAAAAAA TOPIC #lobby :caf\xe9 \xff\x80',
    'alice makes a channel': `:0HY SJOIN ${NOW} #c1 +nt :@0HYAAAAAA`,
    'the last member leaves it': ':0HYAAAAAA PART #c1 :bye now',
    'services come and join': `
:0HY SID services.test 2 9SV + :services
:9SV UID ChanServ 2 1795334444 +i chanserv s s 127.0.0.1 9SVAAAAAA * :ChanServ
:9SVAAAAAA JOIN ${LOBBY_MADE} #lobby +`,
    'a server comes, and its dave joins': `
:0HY SID leaf.test 2 2AD + :another
:2AD UID dave 2 1795334444 +i ~dave 127.0.0.1 127.0.0.1 127.0.0.1 2ADAAAAAA * :Dave
:2ADAAAAAA JOIN ${LOBBY_MADE} #lobby +`,
    'it brings a channel': ':2AD SJOIN 1795334000 #theirs +nt :@2ADAAAAAA',
    'it splits': 'SQUIT 2AD :Ping timeout: 20 seconds',
    'services are alone': ':0HYAAAAAA PART #lobby',
  },
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
