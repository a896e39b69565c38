import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asNobody } from './as-nobody.ts';
import { athemeProgram, requireIrcd } from './ircd-process.ts';

export interface AthemeOptions {
  /** Name of the services' server. */
  readonly name: string;
  /** An existing directory; the files go to `<dir>/<name>`. */
  readonly dir: string;
  /** The InspIRCd that it links to, whose configuration has `athemeLink`. */
  readonly uplink: { readonly name: string; readonly serverPort: number };
}

/** What InspIRCd needs so that Atheme can link, and set its modes. */
export const athemeModules = [
  ...['permchannels', 'banexception', 'inviteexception', 'samode'],
  ...['services_account', 'chghost', 'deaf', 'globops', 'mlock', 'servprotect', 'svshold', 'topiclock'],
];

export function athemeLink(name: string): string {
  return `<link name="${name}" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.0/8" timeout="15s" sendpass="to-services" recvpass="to-ircd">
<uline server="${name}" silent="yes">`;
}

/** How long a start may take before the test fails. */
const startMsMax = 20_000;

/** Atheme, with NickServ and ChanServ, who joins the channels that are registered. Its database outlives a restart. */
export class Atheme {
  readonly #program = requireIrcd(athemeProgram);
  readonly #directory: string;
  #child: ChildProcess | null = null;

  constructor(options: AthemeOptions) {
    this.#directory = join(options.dir, options.name);
    mkdirSync(this.#directory, { recursive: true });
    writeFileSync(join(this.#directory, 'atheme.conf'), configText(options, this.#directory));
  }

  /** Done when it is linked and has told the ircd everything. */
  async start(): Promise<void> {
    const own = (name: string): string => join(this.#directory, name);
    const args = ['-n', '-c', own('atheme.conf'), '-l', own('log'), '-p', own('pid'), '-D', this.#directory];
    const child = spawn(this.#program, args, {
      ...asNobody(this.#directory),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    await linked(child);
  }

  /** It writes its database as it goes. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const end = once(child, 'exit');
    child.kill('SIGTERM');
    await end;
  }
}

function linked(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string): void => reject(new Error(`atheme-services ${why}: ${output.slice(-4000)}`));
    const timer = setTimeout(() => fail('did not link'), startMsMax);
    child.once('exit', () => fail('ended'));
    child.once('error', (error) => fail(error.message));
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('latin1').on('data', (text: string) => {
        output += text;
        if (!output.includes('finished synching with uplink')) return;
        clearTimeout(timer);
        resolve();
        output = '';
      });
    }
  });
}

function configText({ name, uplink }: AthemeOptions, directory: string): string {
  const modules = [
    ...['protocol/inspircd', 'backend/opensex', 'crypto/posix'],
    ...['main', 'register', 'identify'].map((module) => `nickserv/${module}`),
    ...['main', 'register', 'op', 'topic', 'set_core', 'set_mlock', 'set_topiclock', 'set_keeptopic'].map(
      (module) => `chanserv/${module}`,
    ),
  ];
  return `${modules.map((module) => `loadmodule "modules/${module}";`).join('\n')}
serverinfo { name = "${name}"; desc = "services"; numeric = "9SV"; recontime = 1; netname = "TestNet"; adminname = "admin";
  adminemail = "admin@${name}"; registeremail = "admin@${name}"; loglevel = { all; }; casemapping = ascii; };
uplink "${uplink.name}" { host = "127.0.0.1"; port = ${uplink.serverPort}; send_password = "to-ircd"; receive_password = "to-services"; };
nickserv { nick = "NickServ"; user = "services"; host = "${name}"; real = "Nickname services"; };
chanserv { nick = "ChanServ"; user = "services"; host = "${name}"; real = "Channel services"; };
general { join_chans; cflags = { guard; }; commit_interval = 5; };
logfile "${directory}/log" { all; };
`;
}
