import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OpsClient } from '../../src/cli/ops-client.ts';
import { renderChanges } from '../../src/cli/planned-change-report.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { DaemonProcess } from './daemon-process.ts';
import { freePorts } from './free-port.ts';
import { guideCommands, shellWords } from './guide-commands.ts';
import { findInspircd, startInspircd } from './inspircd-process.ts';
import { connectIrc, type IrcClient } from './irc-client.ts';
import type { Ircd } from './ircd-process.ts';
import { type MiniIrcd, startMiniIrcd } from './mini-ircd-process.ts';
import { until } from './test-network.ts';

// Whoever does what docs/operations.md says, in its order, on two servers that never met.

if (findInspircd() === null && process.env.CBURST_REQUIRE_INSPIRCD)
  throw new Error('inspircd is not installed: apt-get install inspircd');

const documented = guideCommands(new URL('../../docs/operations.md', import.meta.url));
const done = new Set<string>();
/** Ten times what the longest takes on a machine that does nothing else. */
const CASE_MS_MAX = 180_000;
vi.setConfig({ testTimeout: CASE_MS_MAX, hookTimeout: CASE_MS_MAX });
const directory = temporaryDirectory();
const clients: IrcClient[] = [];

/** One of the machines of the guide: its working directory is where its configuration is. */
class Machine {
  readonly name: string;
  readonly directory: string;
  readonly port: number;
  sidecar!: DaemonProcess;
  adapter: DaemonProcess | null = null;
  ircd: Ircd | MiniIrcd | null = null;

  constructor(name: string, port: number) {
    this.name = name;
    this.port = port;
    this.directory = join(directory.path, name.split('.')[0]!);
    mkdirSync(this.directory, { mode: 0o700 });
  }

  path(file: string): string {
    return join(this.directory, file);
  }

  /** Runs a command of the guide as it stands there; `instead`: what is another word here. Fails unless it ends well. */
  async does(
    command: string,
    instead: Readonly<Record<string, string>> = {},
    exitCodes = [0],
  ): Promise<string> {
    noteDone(command);
    // What goes to a file is looked at instead.
    const [typed] = command.split(' > ') as [string];
    const words = shellWords(typed).map((word) => instead[word] ?? word);
    const env = { CBURST_CONFIG: this.path('sidecar.toml') };
    const { exitCode, stdout, stderr } = await runCburst(words, { cwd: this.directory, env });
    expect(exitCodes, `${command}: ${stdout}${stderr}`).toContain(exitCode);
    return stdout;
  }

  /** Starts a command of the guide that stays in the foreground. */
  async runs(command: string, readyEvent: string | null): Promise<DaemonProcess> {
    noteDone(command);
    const words = shellWords(command).map((word) => (word.endsWith('.toml') ? this.path(word) : word));
    const daemon = new DaemonProcess(words, readyEvent);
    await daemon.start();
    return daemon;
  }

  async startSidecar(): Promise<void> {
    this.sidecar = await this.runs('cburst sidecar --config sidecar.toml', 'sidecar.started');
  }

  configure(change: (text: string) => string): void {
    const file = this.path('sidecar.toml');
    writeFileSync(file, change(readFileSync(file, 'utf8')), { mode: 0o600 });
  }

  async stop(): Promise<void> {
    await this.adapter?.stop();
    await this.ircd?.stop();
    await this.sidecar?.stop();
  }
}

function noteDone(command: string): void {
  expect([...documented], 'a command that is not in the guide').toContain(command);
  done.add(command);
}

let irc1: Machine;
let irc2: Machine;
let irc3: Machine;
let alice: IrcClient;
let bob: IrcClient;
const pins = new Map<Machine, string>();

beforeAll(async () => {
  const ports = (await freePorts(3)) as [number, number, number];
  [irc1, irc2, irc3] = ['irc1', 'irc2', 'irc3'].map(
    (name, index) => new Machine(`${name}.example.net`, ports[index]!),
  ) as [Machine, Machine, Machine];
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  for (const machine of [irc1, irc2, irc3]) await machine.stop();
  directory.remove();
});

/** As the README leads to it. */
function sidecarConfig(machine: Machine, peers: readonly Machine[]): string {
  const blocks = peers.map(
    (peer) =>
      `[[peers.peer]]\nname = "${peer.name}"\npin = "${pins.get(peer)}"\naddress = "127.0.0.1:${peer.port}"\n`,
  );
  const [key, certificate] = ['key', 'cert'].map((kind) => `${machine.name}.${kind}.pem`);
  return `[server]
name = "${machine.name}"
casemapping = "ascii"
[api]
host_socket = "host.sock"
ops_socket = "ops.sock"
[logging]
format = "json"
[channels]
start_in = "observe"
[peers]
listen = "127.0.0.1:${machine.port}"
key = "${key}"
certificate = "${certificate}"
${blocks.join('')}`;
}

async function startHost(machine: Machine): Promise<void> {
  if (machine === irc1 && findInspircd() !== null) {
    const adapterName = 'cburst.irc1.example.net';
    const options = { name: machine.name, dir: machine.directory, adapterName, sid: '1IN', modules: MODULES };
    machine.ircd = await startInspircd(options);
    return;
  }
  const sidecar = `unix:${machine.path('host.sock')}`;
  machine.ircd = await startMiniIrcd({ name: machine.name, sidecar, casemapping: 'ascii' });
}

const MODULES = ['permchannels', 'banexception', 'inviteexception', 'samode'];

function adapterConfig({ ircd }: Machine): string {
  const port = ircd !== null && 'serverPort' in ircd ? ircd.serverPort : 1;
  return `[ircd]
type = "inspircd"
address = "127.0.0.1:${port}"
server_name = "irc1.example.net"
[link]
name = "cburst.irc1.example.net"
sid = "1AD"
send_password = "adapter-to-ircd"
receive_password = "ircd-to-adapter"
[sidecar]
target = "unix:host.sock"
[adapter]
observe = false
[logging]
format = "json"
`;
}

async function client(machine: Machine, nick: string): Promise<IrcClient> {
  const connected = await connectIrc({ port: machine.ircd!.clientPort, nick });
  clients.push(connected);
  return connected;
}

/** Waits until the sidecar says so, and then reads it as the guide does: a process for each question would take long. */
async function says(
  machine: Machine,
  command: string,
  words: RegExp,
  isSo: (ops: OpsClient) => Promise<boolean>,
): Promise<void> {
  const ops = new OpsClient({ target: `unix:${machine.path('ops.sock')}`, token: null });
  try {
    await until(async () =>
      (await isSo(ops).catch(() => false)) ? null : `${command} does not say ${words}`,
    );
  } finally {
    ops.close();
  }
  expect(await machine.does(command)).toMatch(words);
}

const linked = (machine: Machine, ...others: Machine[]): Promise<void> => {
  const names = others.map(({ name }) => name);
  return says(machine, 'cburst peers', /\blinked\b/, async (ops) => {
    const { peers } = await ops.peers();
    const up = peers.filter(({ state, waiting }) => state === 'PEER_STATE_LINKED' && waiting === 0);
    return names.every((name) => up.some(({ server }) => server === name));
  });
};

const planned = (machine: Machine, command: string, words: RegExp): Promise<void> =>
  says(machine, command, words, async (ops) => {
    const { changes } = await ops.planPolicy('', Buffer.alloc(0), 100);
    return words.test(renderChanges(changes, plain));
  });

const plain = { paint: (_style: unknown, text: string) => text } as unknown as Terminal;

const isAttached = async (ops: OpsClient): Promise<boolean> => (await ops.status()).host?.attached === true;

describe('day 1', () => {
  it('pairs: keys, configuration, and a look before the start', async () => {
    for (const machine of [irc1, irc2, irc3]) {
      const said = await machine.does('cburst keygen --name irc1.example.net', {
        'irc1.example.net': machine.name,
      });
      pins.set(machine, /sha256:[0-9a-f]{64}/.exec(said)![0]);
    }
    for (const [machine, peer] of [
      [irc1, irc2],
      [irc2, irc1],
    ] as const)
      writeFileSync(machine.path('sidecar.toml'), sidecarConfig(machine, [peer]), { mode: 0o600 });
    for (const machine of [irc1, irc2]) await startHost(machine);
    await useBoth();
    writeFileSync(irc1.path('adapter.toml'), adapterConfig(irc1), { mode: 0o600 });
    const block = await irc1.does('cburst adapter --ircd inspircd --config adapter.toml --print-link');
    expect(block).toContain('<link');
    // Nothing answers at the peer's address yet.
    expect(await irc1.does('cburst check --config sidecar.toml', {}, [4])).toContain('irc2.example.net');
  });

  it('links, and verifies', async () => {
    for (const machine of [irc1, irc2]) await machine.startSidecar();
    if (findInspircd() !== null)
      irc1.adapter = await irc1.runs('cburst adapter --ircd inspircd --config adapter.toml', null);
    else noteDone('cburst adapter --ircd inspircd --config adapter.toml');
    expect(await irc1.does('cburst health')).toContain('SERVING');
    await says(irc1, 'cburst status', /attached[\s\S]*observing/, isAttached);
    await says(irc2, 'cburst status', /attached/, isAttached);
    await linked(irc1, irc2);
    expect(await irc1.does('cburst map')).toContain('irc2.example.net');
    expect(await irc1.does('cburst diff irc2.example.net')).toContain('Equal with irc2.example.net');
    // What it finds now is no mistake, but worth a look: two channels of one name.
    await irc1.does('cburst check', {}, [0, 5]);
  });

  it('links without fear: nothing is written before it was read', async () => {
    await says(
      irc1,
      'cburst conflicts',
      /#help +local/,
      async (ops) => (await ops.conflicts(9)).conflicts.length > 0,
    );
    await planned(irc1, 'cburst plan', /#dev {2}no id → /);
    expect(await irc1.does('cburst plan oldest')).not.toMatch(/^#help/m);
    expect(await irc2.does('cburst plan oldest')).toContain('~ topic: of alice');
    expect(await irc2.does("cburst plan merge '#help'")).toContain('+ ban alice!*@*');
    for (const machine of [irc1, irc2]) {
      machine.configure((text) => text.replace('[channels]', '[channels]\nconflict_policy = "oldest"'));
      expect(await machine.does('cburst reload')).toContain('conflict_policy');
    }
    await linked(irc1, irc2);
    await planned(irc2, 'cburst go --dry-run', /~ topic: of alice/);
    expect((await bob.channelState('#help')).topic?.text).toBe('of bob');
    const before = new Date().toISOString();
    for (const machine of [irc1, irc2]) await machine.does('cburst go --by alice');
    await bob.waitForState('#help', ({ topic }) => topic?.text === 'of alice');
    await alice.waitForState('#dev', ({ modes }) => modes.includes('m'));
    expect(await irc1.does('cburst channels')).toMatch(/#dev[\s\S]*#help/);
    expect(await irc2.does("cburst why '#help' topic")).toContain('of alice');
    expect(await irc2.does('cburst journal')).toContain('moved');
    const since = { '2026-03-01T12:00:00Z': startOf(before) };
    const look = await irc2.does(
      'cburst restore --all --before 2026-03-01T12:00:00Z --apart --dry-run',
      since,
    );
    expect(look).toContain('~ topic: of bob');
    await irc2.does('cburst restore --all --before 2026-03-01T12:00:00Z --apart', since);
    await bob.waitForState('#help', ({ topic }) => topic?.text === 'of bob');
    await apart(irc1, irc2);
    expect((await alice.channelState('#help')).topic?.text).toBe('of alice');
    // One again, as whoever did without that has it.
    await runCburst(['merge', '#help', '--socket', irc1.path('ops.sock')]);
    await bob.waitForState('#help', ({ topic }) => topic?.text === 'of alice');
    await irc2.does('cburst restore --all --before 2026-03-01T12:00:00Z', since);
    await alice.waitForState('#help', ({ topic }) => topic?.text === 'of bob');
  });
});

/** Each says of the other that it has an id of its own of #help, after all that either wrote. */
async function apart(...machines: Machine[]): Promise<void> {
  for (const machine of machines)
    await says(machine, 'cburst conflicts', /#help/, async (ops) => {
      const [{ conflicts }, { peers }] = await Promise.all([ops.conflicts(9), ops.peers()]);
      return conflicts.length > 0 && peers.every(({ waiting }) => waiting === 0);
    });
}

/** Users of both, who never heard of each other. */
async function useBoth(): Promise<void> {
  alice = await client(irc1, 'alice');
  bob = await client(irc2, 'bob');
  await alice.join('#help');
  await alice.ask('TOPIC #help :of alice', 'MODE #help +b alice!*@*');
  const { createdAt } = await alice.channelState('#help');
  await until(async () => (Math.floor(Date.now() / 1000) > createdAt ? null : 'it is the same second'));
  for (const name of ['#help', '#dev', '#staff']) await bob.join(name);
  await bob.ask('TOPIC #help :of bob', 'MODE #staff +k sesame', 'MODE #dev +m');
}

/** The journal has what was lost when the policy was chosen: some time before `time`. */
function startOf(time: string): string {
  return new Date(Date.parse(time) - 600_000).toISOString();
}

describe('day 2', () => {
  it('adds a server', async () => {
    await irc3.does('cburst keygen --name irc3.example.net --out irc3');
    writeFileSync(irc3.path('sidecar.toml'), sidecarConfig(irc3, [irc1, irc2]), { mode: 0o600 });
    for (const machine of [irc1, irc2]) {
      const block = `[[peers.peer]]\nname = "${irc3.name}"\npin = "${pins.get(irc3)}"\n`;
      machine.configure((text) => text + block);
      expect(await machine.does('cburst reload --dry-run')).toContain('irc3.example.net');
      await machine.does('cburst reload');
    }
    await irc3.startSidecar();
    await linked(irc3, irc1, irc2);
    await irc3.stop();
  });

  it('changes a certificate without a moment in which the peer would refuse it', async () => {
    const said = await irc1.does('cburst keygen --name irc1.example.net --out new');
    const pin = /sha256:[0-9a-f]{64}/.exec(said)![0];
    const old = `pin = "${pins.get(irc1)}"`;
    irc2.configure((text) => text.replace(old, `${old}\nnext_pin = "${pin}"`));
    await irc2.does('cburst reload');
    irc1.configure((text) => text.replaceAll(`"${irc1.name}.`, `"new/${irc1.name}.`));
    await irc1.does('cburst reload');
    await linked(irc2, irc1);
    await irc1.does('cburst unlink irc2.example.net');
    await irc1.does('cburst link irc2.example.net');
    await linked(irc2, irc1);
    irc2.configure((text) => text.replace(`${old}\nnext_pin`, 'pin'));
    await irc2.does('cburst reload');
    await linked(irc2, irc1);
    const refused = irc2.sidecar.log.filter(({ event }) => event === 'peer.refused');
    expect(refused.filter(({ reason }) => String(reason).includes('pin'))).toEqual([]);
    // The link by the new key is the one that was there.
    const ended = irc2.sidecar.log.filter(({ event }) => event === 'peer.unlinked');
    expect(ended.filter(({ reason }) => String(reason).includes('pin'))).toEqual([]);
  });

  it('changes a join key', async () => {
    const [key] = (await irc1.does("cburst rotate-key '#staff' --show-key")).split('\n') as [string];
    await bob.waitForState('#staff', ({ parameters }) => parameters.k === key);
  });

  it('is another version, a copy of the store, another machine', async () => {
    await irc1.does('cburst drain');
    expect(await irc1.sidecar.ended()).toBe(0);
    copyFileSync(irc1.path('cburst.db'), irc1.path('backup.db'));
    rmSync(irc1.path('cburst.db'));
    renameSync(irc1.path('backup.db'), irc1.path('cburst.db'));
    await irc1.startSidecar();
    await irc1.does('cburst status');
    expect(await irc1.does('cburst store')).toContain('Every record');
    // It may be linked again already.
    await irc1.does('cburst link irc2.example.net', {}, [0, 4]);
    await linked(irc1, irc2);
    await irc1.does('cburst unlink irc2.example.net');
    expect(await irc1.does('cburst peers')).toContain('barred');
    await irc1.does('cburst link irc2.example.net');
    await linked(irc1, irc2);
  });

  it('heals a conflict, and tells why', async () => {
    await alice.join('#dev');
    await irc1.does("cburst split '#dev' irc2.example.net");
    await says(
      irc1,
      'cburst conflicts',
      /#dev/,
      async (ops) => (await ops.conflicts(9)).conflicts.length > 0,
    );
    await irc1.does("cburst merge '#dev' --dry-run");
    await irc1.does("cburst merge '#dev'");
    expect(await irc1.does("cburst journal '#dev'")).toContain('merged');
    const { decisions } = JSON.parse(
      (await runCburst(['journal', '--json', '--socket', irc2.path('ops.sock')])).stdout,
    );
    const { number } = decisions.find(({ lost }: { lost: unknown[] }) => lost.length > 0);
    expect(await irc2.does('cburst restore 7 --dry-run', { 7: String(number) })).toBeTruthy();
    expect(await irc1.does("cburst why '#help'")).toContain('topic');
    expect(await irc1.does("cburst channel '#help'")).toContain('irc2.example.net');
  });

  it('has a stop button', async () => {
    await irc1.does('cburst freeze --reason "bans of the whole of #help vanish"');
    await bob.ask('TOPIC #help :not now');
    await planned(irc1, 'cburst plan', /~ topic: not now/);
    expect((await alice.channelState('#help')).topic?.text).toBe('of bob');
    await irc1.does('cburst go');
    await alice.waitForState('#help', ({ topic }) => topic?.text === 'not now');
    await irc1.does('cburst observe --reason "the ircd moves"');
    await irc1.does('cburst go');
  });
});

describe('troubleshooting', () => {
  it('looks from the outside in, and asks for all of it once more', async () => {
    expect(await irc1.does('cburst quarantine')).toMatch(/./);
    expect(await irc1.does("cburst resync '#help'")).toContain('irc2.example.net');
    await irc1.does('cburst log-level debug');
    await irc1.does('cburst resync --peer irc2.example.net');
    await irc1.does('cburst log-level info');
    expect(await irc1.does('cburst channels --limit 20')).toContain('#help');
  });
});

it('completes words in a shell', async () => {
  for (const command of [...documented].filter((each) => each.startsWith('cburst completion')))
    expect(await irc1.does(command)).toContain('cburst');
});

it('every command of the guide was run', () => {
  expect([...documented].filter((command) => !done.has(command))).toEqual([]);
});
