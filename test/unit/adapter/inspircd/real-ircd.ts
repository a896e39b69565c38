import { type InspircdTraits, parseCapabilities } from '../../../../src/adapter/inspircd/capabilities.ts';
import { LinkedInspircd } from '../../../../src/adapter/inspircd/linked-inspircd.ts';
import { adapterConfig } from '../../../support/adapter-config.ts';

/** As InspIRCd 3.15.0 sends them with permchannels, banexception, inviteexception and a halfop prefix. */
export const CHANMODES =
  'list:ban=b list:banexception=e list:invex=I param-set:limit=l param:key=k prefix:10000:voice=+v prefix:20000:halfop=%h prefix:30000:op=@o simple:inviteonly=i simple:moderated=m simple:noextmsg=n simple:permanent=P simple:private=p simple:secret=s simple:topiclock=t';
export const LIMITS =
  'NICKMAX=30 CHANMAX=60 MAXMODES=20 IDENTMAX=10 MAXQUIT=300 MAXTOPIC=330 MAXKICK=300 MAXREAL=130 MAXAWAY=200 MAXHOST=64 MAXLINE=512 CASEMAPPING=ascii GLOBOPS=0';

export const traits: InspircdTraits = parsed();

/** Linked to the adapter `adapter.test`, 1AD. */
export function realIrcd(of: InspircdTraits = traits): LinkedInspircd {
  return new LinkedInspircd(adapterConfig(), { name: 'insp.test', sid: '0IN', traits: of });
}

function parsed(): InspircdTraits {
  const result = parseCapabilities(CHANMODES, LIMITS);
  if ('problem' in result) throw new Error(result.problem);
  return result.traits;
}
