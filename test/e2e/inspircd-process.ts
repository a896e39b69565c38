import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { freePorts } from './free-port.ts';

export interface InspircdOptions {
  /** Server name, e.g. `a.test`. */
  readonly name: string;
  /** Server id: a digit and two of A-Z 0-9, unique among servers that know each other. */
  readonly sid: string;
  /** An existing directory; the files go to `<dir>/<name>`. */
  readonly dir: string;
  /** Name under which the adapter links. */
  readonly adapterName: string;
  /** Which password the adapter sends (the ircd's `recvpass`). Default `adapter-to-ircd`. */
  readonly adapterSends?: string;
  /** Which password the ircd sends (its `sendpass`). Default `ircd-to-adapter`. */
  readonly ircdSends?: string;
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
  /** Longest topic in bytes. Default 330. */
  readonly maxTopic?: number;
  /** Longest channel name in bytes. Default 60. */
  readonly maxChannel?: number;
  /** Lines added to the configuration, e.g. `<link ...>` for another server. */
  readonly extraConfig?: string;
}

/** A real inspircd. `op` with the password `oppw` may become IRC operator. */
export interface Inspircd {
  readonly name: string;
  readonly sid: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;
  /** Starts it (again) on the same ports with nothing remembered; done when it accepts servers. */
  start(): Promise<void>;
  /** Ends it with `signal` (default SIGTERM) and waits for its end. Not running: nothing happens. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stop and start: the ircd comes back empty. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Where inspircd is, or null. */
export function findInspircd(): string | null {
  const directories = ['/usr/sbin', ...(process.env.PATH ?? '').split(delimiter)];
  return directories.map((directory) => join(directory, 'inspircd')).find(isExecutable) ?? null;
}

/**
 * True when suites against a real inspircd are to be skipped. With CBURST_REQUIRE_INSPIRCD set (CI) nothing is skipped:
 * without the program the suite fails.
 */
export function skipWithoutInspircd(): boolean {
  return findInspircd() === null && !process.env.CBURST_REQUIRE_INSPIRCD;
}

/** Starts an inspircd with a generated configuration on free loopback ports. */
export async function startInspircd(options: InspircdOptions): Promise<Inspircd> {
  const program = findInspircd();
  if (program === null) throw new Error('inspircd is not installed (Debian: apt-get install inspircd)');
  const directory = join(options.dir, options.name);
  mkdirSync(directory, { recursive: true });
  const [clientPort, serverPort] = (await freePorts(2)) as [number, number];
  const inspircd = new InspircdProcess(program, directory, clientPort, serverPort, options);
  await inspircd.start();
  return inspircd;
}

class InspircdProcess implements Inspircd {
  readonly name: string;
  readonly sid: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly adapterSends: string;
  readonly ircdSends: string;
  readonly configFile: string;
  readonly logFile: string;
  readonly #program: string;
  #child: ChildProcess | null = null;

  constructor(
    program: string,
    directory: string,
    clientPort: number,
    serverPort: number,
    options: InspircdOptions,
  ) {
    this.#program = program;
    this.name = options.name;
    this.sid = options.sid;
    this.clientPort = clientPort;
    this.serverPort = serverPort;
    this.adapterSends = options.adapterSends ?? 'adapter-to-ircd';
    this.ircdSends = options.ircdSends ?? 'ircd-to-adapter';
    this.configFile = join(directory, 'inspircd.conf');
    this.logFile = join(directory, 'ircd.log');
    writeFileSync(this.configFile, configText(this, directory, options));
  }

  async start(): Promise<void> {
    // As root inspircd refuses to run without the flag; as anybody else the flag changes nothing.
    const child = spawn(this.#program, ['--nofork', '--runasroot', '--config', this.configFile], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        output = (output + text).slice(-4000);
      });
    }
    this.#child = child;
    while (!(await acceptsServers(this.serverPort))) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`inspircd ended at start: ${output}`);
      }
    }
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.stop(signal);
    await this.start();
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, 1);
    return existsSync(path);
  } catch {
    return false;
  }
}

/** True once a server that connects is greeted; an ircd that does not listen yet is asked again after a moment. */
function acceptsServers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (accepts: boolean): void => {
      socket.destroy();
      resolve(accepts);
    };
    socket.once('data', () => done(true));
    socket.once('error', () => setTimeout(done, RETRY_MS, false));
    socket.once('end', () => setTimeout(done, RETRY_MS, false));
  });
}

const RETRY_MS = 20;

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
<maxlist chan="*" limit="${options.maxList ?? 100}">
<options casemapping="${options.casemapping ?? 'ascii'}" defaultmodes="${options.defaultModes ?? 'not'}" announcets="yes" hostintopic="${(options.hostInTopic ?? true) ? 'yes' : 'no'}">
<performance quietbursts="yes" softlimit="4096" clonesonconnect="no">
<security allowcoreunload="no" hidesplits="no" maxtargets="20">
<limits maxnick="30" maxchan="${options.maxChannel ?? 60}" maxmodes="20" maxident="10" maxtopic="${options.maxTopic ?? 330}" maxkick="300" maxquit="300" maxreal="130">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${ircd.logFile}">
${options.extraConfig ?? ''}
`;
}
