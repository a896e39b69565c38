import { realIrcd } from '../unit/adapter/ngircd/real-ircd.ts';
import { type AdapterTranscript, LOBBY_MADE, NOW } from './adapter-transcripts.ts';

const mode = (change: string) => `:alice MODE #lobby ${change}`;

/** What it answers of a channel without topic and lists. */
const bare = (name: string, modes: string, createdAt: number) => `
:ngircd.test 324 adapter.test ${name} ${modes}
:ngircd.test 329 adapter.test ${name} ${createdAt}
:ngircd.test 331 adapter.test ${name} :No topic is set
:ngircd.test 368 adapter.test ${name} :End of channel ban list
:ngircd.test 349 adapter.test ${name} :End of channel exception list
:ngircd.test 347 adapter.test ${name} :End of channel invite list`;

/** As ngIRCd 26.1 says it: it tells no creation time, so the adapter asks for each channel that is new. */
export const ngircdTranscript: AdapterTranscript = {
  ircd: realIrcd,
  // It keeps only their nicks.
  alice: { ofTopic: 'alice', ofEntry: 'alice' },
  burst: {
    lines: `
:ngircd.test NICK bob 1 ~bob 127.0.0.1 1 + :Real bob
:ngircd.test NICK alice 1 ~alice 127.0.0.1 1 + :Real alice
:ngircd.test CHANINFO #lobby +ntslk sesame 30 :first topic
:ngircd.test NJOIN #lobby :%+bob,@alice
:ngircd.test MODE #lobby +e good!*@*
:ngircd.test MODE #lobby +b *!*@bad.example
:ngircd.test MODE #lobby +b b!*@*
:ngircd.test MODE #lobby +I inv!*@*
:ngircd.test PING :ngircd.test`,
    answer: `
:ngircd.test 324 adapter.test #lobby +ntslk
:ngircd.test 329 adapter.test #lobby ${LOBBY_MADE}
:ngircd.test 332 adapter.test #lobby :first topic
:ngircd.test 333 adapter.test #lobby alice 1795334450
:ngircd.test 367 adapter.test #lobby *!*@bad.example alice 1795334451
:ngircd.test 367 adapter.test #lobby b!*@* alice 1795334451
:ngircd.test 368 adapter.test #lobby :End of channel ban list
:ngircd.test 348 adapter.test #lobby good!*@* alice 1795334452
:ngircd.test 349 adapter.test #lobby :End of channel exception list
:ngircd.test 346 adapter.test #lobby inv!*@* alice 1795334453
:ngircd.test 347 adapter.test #lobby :End of channel invite list`,
  },
  differs: {
    burst: {
      tells: [
        `#lobby ${LOBBY_MADE} held 2`,
        '+ban *!*@bad.example alice 1795334451',
        '+ban b!*@* alice 1795334451',
        '+except good!*@* alice 1795334452',
        '+invite inv!*@* alice 1795334453',
        '+no-external',
        '+secret',
        '+topic-protected',
        'key sesame',
        'limit 30',
        'topic alice 1795334450 :first topic',
        'alice!~alice@127.0.0.1 0 o',
        'bob!~bob@127.0.0.1 0 hv',
      ],
      because: 'it is asked who set its list entries, and when',
    },
  },
  steps: {
    'carol joins': ':ngircd.test NICK carol 1 ~carol 127.0.0.1 1 + :Real carol\n:carol JOIN #lobby',
    'carol is given op': mode('+o carol'),
    'carol has a new nick': ':carol NICK :cara',
    'op is taken, and voice given': mode('-o+v cara cara'),
    'cara parts': ':cara PART #lobby :bye now',
    'cara joins again': ':cara JOIN #lobby',
    'cara is kicked': ':alice KICK #lobby cara :out you go',
    'bob quits': ':bob QUIT :"leaving"',
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
    'a topic is set': ':alice TOPIC #lobby :hello :world',
    'a topic is removed': ':alice TOPIC #lobby :',
    'a topic that is not UTF-8 is set': ':alice TOPIC #lobby :caf\xe9 \xff\x80',
    'alice makes a channel': {
      lines: ':alice JOIN #c1\x07o\n:alice MODE #c1 +nt',
      answer: bare('#c1', '+nt', NOW),
    },
    'the last member leaves it': ':alice PART #c1 :bye now',
    'services come and join': `
:ngircd.test SERVER services.test 2 2 :services
:services.test NICK ChanServ 2 chanserv s 2 + :ChanServ
:ngircd.test NJOIN #lobby :@ChanServ`,
    'a server comes, and its dave joins': `
:ngircd.test SERVER leaf.test 2 3 :test ngircd
:leaf.test NICK dave 2 ~dave 127.0.0.1 3 + :Dave
:dave JOIN #lobby`,
    'it brings a channel': {
      lines: ':leaf.test CHANINFO #theirs +nt\n:ngircd.test NJOIN #theirs :@dave',
      answer: bare('#theirs', '+nt', 1795334000),
    },
    'it splits': ':leaf.test SQUIT leaf.test :"x" (SQUIT from dave)',
    'services are alone': ':alice PART #lobby :bye now',
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
