import { parseIrcLine } from '../../../../src/adapter/irc-line.ts';
import { parseIsupport } from '../../../../src/adapter/isupport.ts';
import { LinkedNgircd } from '../../../../src/adapter/ngircd/linked-ngircd.ts';
import { type NgircdTraits, ngircdTraits } from '../../../../src/adapter/ngircd/ngircd-traits.ts';
import type { AdapterConfig } from '../../../../src/config/adapter-config.ts';
import type { ServerName } from '../../../../src/core/identity.ts';
import { adapterConfig } from '../../../support/adapter-config.ts';

/** As ngIRCd 26.1 sends them. */
export const ISUPPORT = [
  ':ngircd.test 005 adapter.test NETWORK=TestNet :is my network name',
  ':ngircd.test 005 adapter.test RFC2812 IRCD=ngIRCd CHARSET=UTF-8 CASEMAPPING=ascii PREFIX=(qaohv)~&@%+ CHANTYPES=#&+ CHANMODES=beI,k,l,imMnOPQRstVz CHANLIMIT=#&+:0 :are supported on this server',
  ':ngircd.test 005 adapter.test CHANNELLEN=50 NICKLEN=30 TOPICLEN=490 AWAYLEN=127 KICKLEN=400 MODES=5 MAXLIST=beI:50 EXCEPTS=e INVEX=I PENALTY FNC :are supported on this server',
];

export const traits: NgircdTraits = parsed();

export function ngircdConfig(port = 1): AdapterConfig {
  return adapterConfig(port, { type: 'ngircd', serverName: 'ngircd.test' as ServerName, defaultModes: '' });
}

/** `ngircd.test`, linked to the adapter `adapter.test`. */
export function realIrcd(): LinkedNgircd {
  return new LinkedNgircd(ngircdConfig(), traits, 'ngIRCd 26.1');
}

function parsed(): NgircdTraits {
  const result = ngircdTraits(new Map(ISUPPORT.flatMap((line) => parseIsupport(parseIrcLine(line).params))));
  if ('problem' in result) throw new Error(result.problem);
  return result.traits;
}
