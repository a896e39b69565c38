import { HybridConversation } from '../../../../src/adapter/hybrid/hybrid-conversation.ts';
import type { LinkedHybrid } from '../../../../src/adapter/hybrid/linked-hybrid.ts';
import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import type { AdapterConfig } from '../../../../src/config/adapter-config.ts';
import type { ServerName } from '../../../../src/core/identity.ts';
import { adapterConfig } from '../../../support/adapter-config.ts';

/** As ircd-hybrid 8.2.43 sends it. */
export const HANDSHAKE = `
:hyb.test NOTICE * :*** Looking up your hostname
:hyb.test NOTICE * :*** Couldn't look up your hostname
PASS ircd-to-adapter
CAPAB :MLOCK KNOCK KLN TBURST RESYNC ENCAP UNKLN DLN UNDLN RHOST CLUSTER EOB HOP
SERVER hyb.test 1 0HY + :test hybrid
:0HY SVINFO 6 6 0 :1795334934`;

/** What it answers to TIME, VERSION and INFO. */
export const ABOUT_ITSELF = `
:0HY 391 1AD hyb.test :Sunday November 22 2026 -- 16:41:56 +0000
:0HY 351 1AD ircd-hybrid-1:8.2.43+dfsg.1-1. hyb.test :TSow
:0HY 005 1AD BOT=B CALLERID CASEMAPPING=ascii DEAF=D KICKLEN=180 MODES=6 EXCEPTS INVEX NICKLEN=30 NETWORK=TestNet MAXLIST=beI:100 MAXTARGETS=20 CHANTYPES=# :are supported by this server
:0HY 005 1AD CHANLIMIT=#:500 CHANNELLEN=50 TOPICLEN=300 CHANMODES=Ibe,k,l,CKLMNOQRSTVZcimnprstz PREFIX=(ohv)@%+ STATUSMSG=@%+ EXTBAN=$,Kacjmnorstuz ELIST=CMNTU SAFELIST AWAYLEN=180 WHOX KNOCK MONITOR=50 :are supported by this server
:0HY 371 1ADAAAAAZ :ircd-hybrid --
:0HY 371 1ADAAAAAZ :max_bans                       100   [Total +b/e/I modes allowed in a channel]
:0HY 371 1ADAAAAAZ :max_bans_large                 500   [Total +b/e/I modes allowed in a +L channel]
:0HY 371 1ADAAAAAZ :On-line since Sunday November 22 2026 -- 16:41:55 +0000
:0HY 374 1ADAAAAAZ :End of /INFO list.`;

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

export function hybridConfig(change: Partial<AdapterConfig['ircd']> = {}): AdapterConfig {
  return adapterConfig(1, { type: 'hybrid', serverName: 'hyb.test' as ServerName, ...change });
}

/** Linked to the adapter `adapter.test`, 1AD. It has said nothing of itself. */
export function freshIrcd(config = hybridConfig()): LinkedHybrid {
  const conversation = new HybridConversation(config);
  for (const line of lines(HANDSHAKE)) {
    const step = conversation.handshake(parseIrcLine(line));
    if (step.state === 'linked') return step.ircd as LinkedHybrid;
  }
  throw new Error('not linked');
}

/** The same, after it said what it is. */
export function realIrcd(config = hybridConfig()): LinkedHybrid {
  const ircd = freshIrcd(config);
  for (const line of lines(ABOUT_ITSELF)) ircd.hear(parseIrcLine(line));
  return ircd;
}
