import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port.ts';
import {
  findIrcd,
  type Ircd,
  type IrcdOptions,
  IrcdProcess,
  inspircdProgram,
  requireIrcd,
  skipWithout,
} from './ircd-process.ts';

export interface InspircdOptions extends IrcdOptions {
  /** Server id: a digit and two of A-Z 0-9, unique among servers that know each other. */
  readonly sid: string;
  /** Default `ascii`; also `rfc1459`. */
  readonly casemapping?: 'ascii' | 'rfc1459';
  /** Modules besides spanningtree. Default: permchannels, banexception, inviteexception. */
  readonly modules?: readonly string[];
  /** What the ircd sets on a new channel, as the config's `defaultmodes`. Default `not`. */
  readonly defaultModes?: string;
  /** Whether topics keep their setter's user and host; false: the nick alone. Default true. */
  readonly hostInTopic?: boolean;
  /** Entries in each list. Default 100. */
  readonly maxList?: number;
  /** The same of channels whose names match, by their glob. */
  readonly maxLists?: Readonly<Record<string, number>>;
  /** Longest topic in bytes. Default 330. */
  readonly maxTopic?: number;
  /** Longest channel name in bytes. Default 60. */
  readonly maxChannel?: number;
  /** Bytes that are read of a connection at once. Default 10240, as that of inspircd. */
  readonly readBytes?: number;
}

/** A real inspircd. */
export interface Inspircd extends Ircd {
  readonly sid: string;
}

/** Where inspircd is, or null. */
export function findInspircd(): string | null {
  return findIrcd(inspircdProgram);
}

/** True when suites against a real inspircd are to be skipped. */
export function skipWithoutInspircd(): boolean {
  return skipWithout(inspircdProgram);
}

/** Starts an inspircd with a generated configuration on free loopback ports. */
export async function startInspircd(options: InspircdOptions): Promise<Inspircd> {
  const program = requireIrcd(inspircdProgram);
  const directory = join(options.dir, options.name);
  mkdirSync(directory, { recursive: true });
  const [clientPort, serverPort] = (await freePorts(2)) as [number, number];
  const inspircd = new InspircdProcess(program, directory, clientPort, serverPort, options);
  await inspircd.start();
  return inspircd;
}

class InspircdProcess extends IrcdProcess implements Inspircd {
  readonly name: string;
  readonly sid: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;

  constructor(
    program: string,
    directory: string,
    clientPort: number,
    serverPort: number,
    options: InspircdOptions,
  ) {
    const configFile = join(directory, 'inspircd.conf');
    // As root inspircd refuses to run without the flag; as anybody else the flag changes nothing.
    super([program, '--nofork', '--runasroot', '--config', configFile], serverPort);
    this.name = options.name;
    this.sid = options.sid;
    this.clientPort = clientPort;
    this.serverPort = serverPort;
    this.adapterSends = options.adapterSends ?? 'adapter-to-ircd';
    this.ircdSends = options.ircdSends ?? 'ircd-to-adapter';
    this.configFile = configFile;
    this.logFile = join(directory, 'ircd.log');
    writeFileSync(this.configFile, configText(this, directory, options));
  }
}

function configText(ircd: Inspircd, directory: string, options: InspircdOptions): string {
  const modules = options.modules ?? ['permchannels', 'banexception', 'inviteexception'];
  return `<config format="xml">
<server name="${ircd.name}" description="test inspircd" network="TestNet" id="${ircd.sid}">
<admin name="admin" nick="admin" email="admin@${ircd.name}">
<path datadir="${directory}" logdir="${directory}" runtimedir="${directory}">
<pid file="${directory}/inspircd.pid">
<bind address="127.0.0.1" port="${ircd.clientPort}" type="clients">
<bind address="127.0.0.1" port="${ircd.serverPort}" type="servers">
<connect allow="*" resolvehostnames="no" useident="no" useconnectban="no" threshold="1000" commandrate="1000000" fakelag="no"
         pingfreq="2m" timeout="20" hardsendq="10M" softsendq="1M" recvq="256K" localmax="5000" globalmax="5000" maxchans="1000">
<class name="all" commands="*" privs="*" usermodes="*" chanmodes="*" snomasks="*">
<type name="NetAdmin" classes="all">
<oper name="op" password="oppw" host="*@*" type="NetAdmin">
<module name="spanningtree">
${modules.map((name) => `<module name="${name}">`).join('\n')}
<link name="${options.adapterName}" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.0/8" timeout="15s"
      sendpass="${ircd.ircdSends}" recvpass="${ircd.adapterSends}">
${Object.entries(options.maxLists ?? {})
  .map(([glob, limit]) => `<maxlist chan="${glob}" limit="${limit}">`)
  .join('\n')}
<maxlist chan="*" limit="${options.maxList ?? 100}">
<options casemapping="${options.casemapping ?? 'ascii'}" defaultmodes="${options.defaultModes ?? 'not'}" announcets="yes" hostintopic="${(options.hostInTopic ?? true) ? 'yes' : 'no'}">
<performance quietbursts="yes" netbuffersize="${options.readBytes ?? 10_240}" softlimit="4096" clonesonconnect="no">
<security allowcoreunload="no" hidesplits="no" maxtargets="20">
<limits maxnick="30" maxchan="${options.maxChannel ?? 60}" maxmodes="20" maxident="10" maxtopic="${options.maxTopic ?? 330}" maxkick="300" maxquit="300" maxreal="130">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${ircd.logFile}">
${options.extraConfig ?? ''}
`;
}
