import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { identityOf } from '../support/test-identity.ts';
import { runCburst } from '../unit/cli/run-cburst.ts';
import { bytes, entry, heldChannel, RawHost, topic } from './raw-host.ts';
import { NOBODY, type SidecarOptions, SidecarProcess } from './sidecar-process.ts';
import { until } from './test-network.ts';

// One sidecar that is told everything while it runs, and one that dials it. No test starts them anew unless it says so.

const directory = temporaryDirectory();
let a: SidecarProcess;
let b: SidecarProcess;
let host: RawHost;

const alone: SidecarOptions = { name: 'a.test' };
const withB: SidecarOptions = { name: 'a.test', peers: [{ name: 'b.test' }] };

beforeAll(async () => {
  a = await SidecarProcess.start(directory.path, alone);
  b = await SidecarProcess.start(directory.path, {
    name: 'b.test',
    peers: [{ name: 'a.test', port: a.port }],
  });
  host = await RawHost.attach(b.hostTarget, {
    hello: { server_name: 'b.test' },
    channels: [heldChannel('#open', [topic('come in')]), heldChannel('#staff', [topic('among us')])],
  });
}, 60_000);

afterAll(async () => {
  host.cancel();
  for (const sidecar of [a, b]) await sidecar.stop();
  directory.remove();
}, 60_000);

const at = (sidecar: SidecarProcess, ...args: string[]) =>
  runCburst([...args, '--socket', join(sidecar.directory, 'ops.sock')]);

/** Writes another configuration of `a`, which nobody reads yet. */
async function rewrite(options: SidecarOptions): Promise<void> {
  (await SidecarProcess.prepare(directory.path, options, a.port)).ops.close();
}

async function reload(options: SidecarOptions): Promise<void> {
  await rewrite(options);
  await a.ops.reload(NOBODY);
}

/** Until `a` has a link to `b`; `b` does not wait for its next try. */
async function linked(): Promise<void> {
  await until(async () => {
    const { state, last_error } = await a.peer('b.test');
    if (state === 'PEER_STATE_LINKED') return null;
    await b.ops.linkPeer('a.test', NOBODY).catch(() => {});
    return `${state}: ${last_error}`;
  });
}

async function knows(...names: string[]): Promise<void> {
  await until(async () => {
    const { channels } = await a.ops.channels(Buffer.alloc(0), 1000);
    const known = channels.map(({ name }) => name.toString()).sort();
    return known.join() === names.join() ? null : `it shows ${known.join()}`;
  });
}

describe('a configuration that is read again', () => {
  it('brings a peer, after a look at that', async () => {
    await rewrite(withB);
    const look = await at(a, 'reload', '--dry-run');
    expect(look.stdout).toMatch(
      /\[\[peers\.peer\]\] b\.test +name +none +added +at once\nNothing was changed/,
    );
    expect((await a.ops.peers()).peers).toEqual([]);
    const done = await at(a, 'reload', '--by', 'carol');
    expect(done.stdout).toMatch(/b\.test +name +none +added +at once\n$/);
    await a.logged('config.reloaded', 'carol');
    await linked();
    await knows('#open', '#staff');
    expect((await at(a, 'reload')).stdout).toBe('The file says what the sidecar works by.\n');
  });

  it('with a mistake changes nothing, and says where it is', async () => {
    const file = join(a.directory, 'sidecar.toml');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, good.replace('pin = "sha256:', 'pin = "md5:'));
    const look = await at(a, 'reload', '--dry-run');
    expect([look.exitCode, look.stderr]).toEqual([4, expect.stringContaining('nothing was changed')]);
    const { exitCode, stderr } = await at(a, 'reload');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(
      /nothing was changed: .*sidecar\.toml:\d+:\d+: peers\.peer\.pin = .* is not a pin/,
    );
    process.kill(a.process.pid, 'SIGHUP');
    expect(await a.logged('config.reload_failed', 'SIGHUP')).toMatchObject({ level: 'warn' });
    // Whoever only looked is told, and nobody else.
    expect(a.process.log.filter(({ event }) => event === 'config.reload_failed')).toHaveLength(2);
    writeFileSync(file, good);
    expect((await a.peer('b.test')).state).toBe('PEER_STATE_LINKED');
  });

  it('with more mistakes than anybody reads is told in short to who watches, and in full in the log', async () => {
    const file = join(a.directory, 'sidecar.toml');
    const good = readFileSync(file, 'utf8');
    const wrong = Array.from({ length: 200 }, (_, n) => `wrong_${n} = 1\n`).join('');
    writeFileSync(file, `${good}\n[nonsense]\n${wrong}[channels]\n${wrong}`);
    const stop = new AbortController();
    const request = { kinds: ['config.reload_failed'], tell_start: true };
    const events = a.ops.watch(request, stop.signal, () => {});
    await events.next();
    const { stderr } = await at(a, 'reload', '--by', 'dave');
    const { value } = await events.next();
    stop.abort();
    writeFileSync(file, good);
    expect(value!.text).toMatch(/^(?=.*wrong_0)(?!.*wrong_199).*…, wanted by .*dave\)$/s);
    expect(value!.text.length).toBeLessThan(2200);
    expect(stderr.length).toBeLessThan(2500);
    await a.logged('config.reload_failed', 'wrong_199');
  });

  it('with a certificate of another key, or a client certificate that is none, changes nothing', async () => {
    const changed = '[channels]\nconflict_policy = "merge"\n';
    const client = '[[api.certificate]]\nname = "x"\nrole = "ops-read"\nfile = "sidecar.toml"\n';
    await rewrite({ ...alone, sections: changed });
    const certificate = join(a.directory, 'peer.crt');
    const good = readFileSync(certificate, 'utf8');
    writeFileSync(certificate, (await identityOf('next.test')).certificatePem);
    expect((await at(a, 'reload')).stderr).toMatch(/nothing was changed: .*cannot be used together/);
    writeFileSync(certificate, good);
    const api = 'tcp = "127.0.0.1:7101"\ntls_key = "peer.key"\ntls_certificate = "peer.crt"';
    await rewrite({ ...alone, api, sections: changed + client });
    expect((await at(a, 'reload')).stderr).toMatch(
      /nothing was changed: .*sidecar\.toml.* is no certificate/,
    );
    expect((await a.peer('b.test')).state).toBe('PEER_STATE_LINKED');
    expect(await a.ops.status()).toMatchObject({ restart_pending: [] });
    await rewrite(withB);
    expect((await at(a, 'reload')).stdout).toBe('The file says what the sidecar works by.\n');
  });

  it('counts as far as it can on SIGHUP, and status tells the rest', async () => {
    const metrics = '[metrics]\nlisten = "127.0.0.1:0"\n';
    await rewrite({ ...withB, sections: `${metrics}[channels]\nconflict_policy = "merge"\n` });
    process.kill(a.process.pid, 'SIGHUP');
    const { changes } = await a.logged('config.reloaded', 'SIGHUP');
    expect(changes).toEqual([
      '[channels] conflict_policy: "local" -> "merge"',
      '[metrics] listen: none -> "127.0.0.1:0"',
    ]);
    await b.logged('policy.differs', 'merge there');
    expect((await at(a, 'status')).stdout).toMatch(/waits for a restart +\[metrics\] listen\n/);
    await linked();
    await reload(withB);
    expect((await at(a, 'status')).stdout).not.toContain('waits for a restart');
    await linked();
  });

  it('tells at debug what the host was given, and what it says that is no write', async () => {
    await host.tell({ channel: bytes('#open'), changed: { fields: [topic('come in', 'carol')] } });
    const again = { channel: bytes('#open'), changed: { fields: [topic('go away')] } };
    host.send({ events: { events: [{ sequence: host.nextSequence - 1, ...again }] } });
    expect(await b.logged('host.change_kept', 'repeated')).toMatchObject({ channel: '#open', fields: [] });
  });

  it('puts the level of the log back', async () => {
    expect((await at(a, 'log-level')).stdout).toBe('The level is debug.\n');
    const set = await at(a, 'log-level', 'warn', '--by', 'carol');
    expect(set.stdout).toContain('The level is warn instead of debug: the configuration says debug');
    expect((await at(a, 'log-level', 'loud')).exitCode).toBe(2);
    await reload(withB);
    expect((await a.ops.logLevel()).level).toBe('debug');
  });

  it('narrows what is exchanged, and widens it again', async () => {
    await reload({ ...alone, peers: [{ name: 'b.test', rules: 'import = { except = ["#staff"] }' }] });
    await knows('#open');
    await a.logged('peer.kept_out', '#staff');
    await linked();
    await knows('#open');
    await reload(withB);
    await knows('#open', '#staff');
    await linked();
    const { compared } = await a.peer('b.test');
    expect(compared?.outcome ?? 'COMPARISON_OUTCOME_EQUAL').toBe('COMPARISON_OUTCOME_EQUAL');
  });

  it('asks for another pin, and shows another certificate', async () => {
    await reload({ ...alone, peers: [{ name: 'b.test', identity: 'next.test' }] });
    await until(async () => ((await a.peer('b.test')).state === 'PEER_STATE_DOWN' ? null : 'linked'));
    const { keyPem, certificatePem } = await identityOf('next.test');
    writeFileSync(join(b.directory, 'peer.key'), keyPem);
    writeFileSync(join(b.directory, 'peer.crt'), certificatePem);
    expect((await at(b, 'reload')).stdout).toMatch(/certificate \(its content\) +SHA-256 /);
    await linked();
  });

  it('takes a peer away, and does not trouble the others with one that comes', async () => {
    const { epoch } = await a.ops.status();
    const { state, since } = await a.peer('b.test');
    await reload({ ...alone, peers: [{ name: 'b.test', identity: 'next.test' }, { name: 'c.test' }] });
    expect(await a.ops.status()).toMatchObject({ epoch, peers: 2 });
    expect(await a.peer('b.test')).toMatchObject({ state, since });
    await reload(alone);
    expect((await a.ops.peers()).peers).toEqual([]);
    await knows();
    await reload({ ...alone, peers: [{ name: 'b.test', identity: 'next.test' }] });
    await linked();
    await knows('#open', '#staff');
  });
});

describe('a peer that is unlinked', () => {
  it('stays so over a crash, until it is linked', async () => {
    const look = await at(a, 'unlink', 'b.test', '--dry-run');
    expect(look.stdout).toContain('Its link would end, and none to b.test be made or taken');
    expect((await a.peer('b.test')).state).toBe('PEER_STATE_LINKED');
    const { stdout } = await at(a, 'unlink', 'b.test', '--by', 'carol');
    expect(stdout).toContain('Its link ends, and none to b.test is made or taken');
    const decision = Number(/^Decision (\d+) of the journal: "cburst journal" shows it\.$/m.exec(stdout)![1]);
    const listed = JSON.parse((await at(a, 'journal', '--json')).stdout).decisions;
    expect(listed).toContainEqual(expect.objectContaining({ number: decision, kind: 'peer-links' }));
    await a.logged('peer.barred', 'carol');
    await knows();
    await a.process.restart('SIGKILL');
    expect((await at(a, 'peers')).stdout).toMatch(/b\.test +barred .*by .*carol.*: cburst link b\.test/);
    expect((await at(a, 'status')).stdout).toContain('0 of 1, 1 barred by an operator');
    const journal = (await at(a, 'journal')).stdout;
    expect(journal).toMatch(/peer-links .*carol.* b\.test: no link is wanted/);
    expect(journal).toMatch(/sidecar .*carol.* the level of the log is warn instead of debug/);
    expect(journal).toMatch(/sidecar .*SIGHUP .*the configuration was read again/);
    await b.ops.linkPeer('a.test', NOBODY);
    await b.logged('peer.dial_failed', 'an operator wants no link for now');
    const again = await at(a, 'unlink', 'b.test');
    expect([again.exitCode, again.stderr]).toEqual([4, expect.stringContaining('is barred already')]);
    expect((await at(a, 'link', 'b.test', '--dry-run')).stdout).toBe(
      'b.test would be barred no more, and have to dial this side: it has no address here.\n',
    );
    const back = (await at(a, 'link', 'b.test', '--json')).stdout;
    expect(JSON.parse(back)).toEqual({
      peer: 'b.test',
      was_barred: true,
      dialled: false,
      decision: decision + 1,
    });
    await linked();
    await knows('#open', '#staff');
    expect((await at(a, 'link', 'b.test')).stderr).toContain('b.test is linked already');
  });
});

describe('a sidecar that is drained', () => {
  it('ends with 0 once its peers have what its host told, held back or not', async () => {
    const file = join(b.directory, 'sidecar.toml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n[extensions.channel_burst]\ndelta_delay = 60000\n`);
    expect((await at(b, 'reload')).stdout).toMatch(/delta_delay +0 +60000 +at once/);
    await linked();
    let acknowledged = 0;
    const traffic = (async () => {
      for (;;) {
        const fields = [entry(`*!*@${acknowledged}`)];
        await host.tell({ channel: bytes('#open'), changed: { fields } });
        acknowledged++;
      }
    })().catch(({ message }: Error) => message);
    await until(async () => (acknowledged > 50 ? null : 'too little traffic'));
    // Nothing is acknowledged while it stands still.
    process.kill(a.process.pid, 'SIGSTOP');
    const drained = at(b, 'drain', '--by', 'carol', '--json');
    try {
      await b.logged('sidecar.draining', 'carol');
      const link = await at(b, 'link', 'a.test');
      expect([link.exitCode, link.stderr]).toEqual([
        4,
        expect.stringContaining('is about to stop, and dials nobody'),
      ]);
    } finally {
      process.kill(a.process.pid, 'SIGCONT');
    }
    const { stdout, stderr, exitCode } = await drained;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told[0]).toMatchObject({ state: 'DRAIN_STATE_DRAINING', peers: [{ server: 'a.test' }] });
    expect(told.at(-1)).toMatchObject({ state: 'DRAIN_STATE_DRAINED', peers: [] });
    expect(await traffic).toContain('the sidecar stops: attach again later');
    expect(await b.process.ended()).toBe(0);
    const { documents } = await a.channel('#open');
    const masks = documents[0]!.fields.flatMap(({ field }) => field?.entry?.mask.toString() ?? []);
    expect(masks).toEqual(expect.arrayContaining([...Array(acknowledged).keys()].map((n) => `*!*@${n}`)));
    const order = b.process.log.map(({ event }) => event);
    expect(order.indexOf('sidecar.draining')).toBeLessThan(order.lastIndexOf('host.detached'));
    await a.logged('peer.unlinked', 'shutdown: the sidecar stops');
  });
});
