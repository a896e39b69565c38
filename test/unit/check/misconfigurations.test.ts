import { chmodSync, copyFileSync, mkdirSync, truncateSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { expect, it, onTestFinished, test } from 'vitest';
import type { Finding, Severity } from '../../../src/check/finding.ts';
import type { CheckDependencies } from '../../../src/check/run-checks.ts';
import type { ServerName } from '../../../src/core/identity.ts';
import { generateIdentity } from '../../../src/peer/keygen.ts';
import { formatPin } from '../../../src/peer/spki-pin.ts';
import { latestVersion, migrations } from '../../../src/store/migrations.ts';
import { ownerBytesMax } from '../../../src/store/read-store-file.ts';
import { openSqliteStore } from '../../../src/store/sqlite-store.ts';
import { ownedBy } from '../../support/owned-store.ts';
import { identityOf } from '../../support/test-identity.ts';
import { CheckNode, startPeer } from './check-node.ts';

// Each breaks one thing of a sidecar in which nothing is wrong, and is told of that alone: cause, place and fix.

const dayMs = 86_400_000;
const unused = { freeSpace: () => ({ bytes: 2 ** 40, files: null }), mayWrite: () => true };

interface Case {
  readonly name: string;
  readonly breakIt?: (node: CheckNode) => unknown;
  /** How the surroundings look meanwhile. */
  readonly around?: (node: CheckNode) => Partial<CheckDependencies>;
  /** How many other findings come with it; 0 by default. */
  readonly others?: number;
  readonly severity?: Severity;
  readonly cause: string | RegExp;
  readonly place: string | RegExp;
  readonly fix: string | RegExp;
}

const pinOf = async (name: string) => formatPin((await identityOf(name)).pin);

const cases: Case[] = [
  {
    name: 'a key of the configuration that is misspelled',
    breakIt: (node) => node.append('[gard]\nmax_channels = 5'),
    cause: 'unknown table [gard]',
    place: 'sidecar.toml:9:1',
    fix: 'did you mean guard?',
  },
  {
    name: 'a configuration that is not TOML',
    breakIt: (node) => node.write('sidecar.toml', '[server]\nname = irc1\n'),
    cause: 'the file is not TOML here',
    place: 'sidecar.toml:2:8',
    fix: 'write key = value',
  },
  {
    name: "an adapter's configuration in the place of the sidecar's",
    breakIt: (node) =>
      node.write(
        'sidecar.toml',
        '[ircd]\ntype = "inspircd"\n[link]\nname = "x"\n[logging]\nlevel = "info"\n',
      ),
    cause: 'this is the configuration of an adapter',
    place: 'sidecar.toml:1:1',
    fix: 'name that of the sidecar with --config',
  },
  {
    name: 'a store at the private key',
    breakIt: (node) => node.append('[store]\npath = "peer.key"'),
    cause: 'store.path and peers.key are the same path',
    place: 'sidecar.toml:10:8',
    fix: 'write path = "cburst.db"',
  },
  {
    name: 'a store at a socket that is not there yet',
    breakIt: (node) => node.append('[store]\npath = "./ops.sock"'),
    cause: 'store.path and api.ops_socket are the same path',
    place: 'sidecar.toml:10:8',
    fix: 'write path = "cburst.db"',
  },
  {
    name: 'a socket at the certificate',
    breakIt: (node) => node.append('[api]\nhost_socket = "peer.crt"'),
    cause: 'api.host_socket and peers.certificate are the same path',
    place: 'sidecar.toml:10:15',
    fix: 'write host_socket = "host.sock"',
  },
  {
    name: 'a next pin that is the pin',
    breakIt: (node) => node.change(/pin = (.*)/, 'pin = $1\nnext_pin = $1'),
    cause: 'is there twice',
    place: 'sidecar.toml:9:12',
    fix: 'remove next_pin: it is for the key that comes after the one of pin',
  },
  {
    name: 'a configuration without a name',
    breakIt: (node) => node.write('sidecar.toml', '[server]\n'),
    cause: 'server.name is missing',
    place: 'sidecar.toml:1:1',
    fix: 'write name = "irc1.example.net"',
  },
  {
    name: 'a configuration that others may write',
    breakIt: (node) => chmodSync(node.path('sidecar.toml'), 0o666),
    severity: 'warning',
    cause: 'others may write it (its mode is 0666)',
    place: 'sidecar.toml',
    fix: 'run: chmod go-w sidecar.toml',
  },
  {
    name: 'a key that others can read',
    breakIt: (node) => chmodSync(node.path('peer.key'), 0o644),
    cause: 'can be read by others (its mode is 0644)',
    place: /^sidecar\.toml:3:1$/,
    fix: 'run: chmod 600 peer.key',
  },
  {
    name: 'TCP without anybody who may call',
    breakIt: (node) => node.append('[api]\ntcp = "127.0.0.1:1"'),
    cause: 'api.tcp is set without an [[api.token]]',
    place: 'sidecar.toml:10:7',
    fix: 'make a token with: cburst token --name NAME --role ops-read',
  },
  {
    name: 'a socket for a group that is not there',
    breakIt: (node) => node.append('[api]\nops_group = "no-such-group"'),
    cause: 'there is no group no-such-group on this machine',
    place: 'sidecar.toml:10 (api.ops_group)',
    fix: 'run: groupadd no-such-group',
  },
  {
    name: 'TLS of the API with the key of another certificate',
    breakIt: async (node) => {
      node.write('other.crt', (await identityOf('c.example')).certificatePem);
      node.append(
        `[api]\ntcp = "127.0.0.1:${node.port + 1}"\ntls_key = "peer.key"\ntls_certificate = "other.crt"\n[[api.certificate]]\nname = "x"\nrole = "ops-read"\nfile = "other.crt"`,
      );
    },
    cause: 'peer.key and other.crt cannot be used together',
    place: 'sidecar.toml:11 (api.tls_key)',
    fix: 'write tls_key and tls_certificate of one "cburst keygen"',
  },
  {
    name: 'a socket whose path is too long',
    breakIt: (node) => node.append(`[api]\nops_socket = "${'o'.repeat(120)}.sock"`),
    cause: /is a path of \d+ bytes/,
    place: 'sidecar.toml:10:14',
    fix: 'choose a shorter path',
  },
  {
    name: 'the key of another certificate',
    breakIt: async (node) => node.write('peer.crt', (await identityOf('c.example')).certificatePem),
    cause: 'peer.crt (c.example) is the certificate of another key than peer.key',
    place: 'sidecar.toml:3 (peers.certificate)',
    fix: 'run: openssl req -x509 -new -key peer.key -subj /CN=a.example -days 7300 -out peer.crt',
  },
  {
    name: 'a key beside which its own certificate lies',
    breakIt: async (node) => {
      const { keyPem, certificatePem } = await identityOf('a.example');
      node.write('a.example.key.pem', keyPem);
      node.write('a.example.cert.pem', certificatePem);
      node.write('peer.crt', (await identityOf('c.example')).certificatePem);
      node.change('[peers]', '[peers]\nkey = "a.example.key.pem"');
    },
    cause: 'is the certificate of another key',
    place: '(peers.certificate)',
    fix: 'write certificate = "a.example.cert.pem"',
  },
  {
    name: 'a certificate that cannot be read',
    breakIt: (node) => node.write('peer.crt', 'garbage'),
    cause: 'peer.crt holds no certificate that can be read',
    place: 'sidecar.toml:3 (peers.certificate)',
    fix: 'run: openssl req -x509 -new -key peer.key',
  },
  {
    name: 'a key that is none',
    breakIt: (node) =>
      node.write('peer.key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
    cause: 'peer.key is no private key that can be used',
    place: 'sidecar.toml:3 (peers.key)',
    fix: 'run: cburst keygen --name a.example --out DIR',
  },
  {
    name: 'a certificate that expired',
    around: () => ({ now: () => Date.now() + 21 * 365 * dayMs }),
    severity: 'warning',
    cause: 'the certificate expired on',
    place: 'sidecar.toml:3 (peers.certificate)',
    fix: 'run: openssl req -x509 -new -key peer.key',
  },
  {
    name: 'a certificate that is not valid yet',
    breakIt: async (node) => {
      const later = new Date(Date.now() + 30 * dayMs);
      const { keyPem, certificatePem, pin } = await generateIdentity('a.example' as ServerName, later);
      node.write('peer.key', keyPem);
      node.write('peer.crt', certificatePem);
      node.change(
        /127\.0\.0\.1:\d+"\npin/,
        `127.0.0.1:${await startPeer('b.example', 'a.example', { knownPin: pin })}"\npin`,
      );
    },
    severity: 'warning',
    cause: 'the certificate is not valid before',
    place: 'sidecar.toml:3 (peers.certificate)',
    fix: 'look at: date; if the clock is right, run: openssl req',
  },
  {
    name: 'the key of another server',
    breakIt: async (node) => {
      const { keyPem, certificatePem, pin } = await identityOf('c.example');
      node.write('peer.key', keyPem);
      node.write('peer.crt', certificatePem);
      node.change(
        /127\.0\.0\.1:\d+"\npin/,
        `127.0.0.1:${await startPeer('b.example', 'a.example', { knownPin: pin })}"\npin`,
      );
    },
    severity: 'warning',
    cause: 'the certificate is of c.example, and [server] name is a.example',
    place: 'sidecar.toml:3 (peers.certificate)',
    fix: 'run: cburst keygen --name a.example --out DIR',
  },
  {
    name: 'a clock that stands before this program was made',
    others: 1,
    around: () => ({ now: () => Date.UTC(2001, 0, 1) }),
    cause: "this machine's clock shows 2001-01-01T00:00:00.000Z",
    place: "this machine's clock",
    fix: 'timedatectl set-ntp true',
  },
  {
    name: 'a clock that was put back',
    around: () => ({ now: () => Date.now() - 3600_000 }),
    severity: 'warning',
    cause: 'was changed later: it was put back',
    place: 'peer.crt',
    fix: 'timedatectl set-ntp true',
  },
  {
    name: 'no peers at all',
    breakIt: (node) => node.write('sidecar.toml', node.config.split('[[')[0]!),
    severity: 'warning',
    cause: 'no peers are configured',
    place: 'sidecar.toml:3 (peers.peer)',
    fix: 'paste the [[peers.peer]] that "cburst keygen" printed',
  },
  {
    name: "a peer with this server's name",
    breakIt: (node) => node.change('"b.example"', '"a.example"'),
    cause: 'is this server itself',
    place: 'sidecar.toml:6:8',
    fix: 'write the name of the other server',
  },
  {
    name: 'a peer whose name differs in case only',
    breakIt: (node) => node.change('"b.example"', '"A.example"'),
    cause: 'A.example and a.example differ only in the case of letters',
    place: 'sidecar.toml:6 (peers.peer.name)',
    fix: 'write the name as the [server] name of that sidecar has it',
  },
  {
    name: 'one pin for two peers',
    breakIt: async (node) =>
      node.append(`[[peers.peer]]\nname = "c.example"\npin = "${await pinOf('b.example')}"`),
    cause: 'is there twice',
    place: 'sidecar.toml:11:7',
    fix: 'give each [[peers.peer]] its own pin',
  },
  {
    name: 'a peer that neither side can reach',
    breakIt: (node) => node.change(/(listen|address) = .*\n/g, ''),
    cause: 'this peer has no address and [peers] has no listen',
    place: 'sidecar.toml:4:1',
    fix: 'listen = "0.0.0.0:7100"',
  },
  {
    name: 'one address for two peers',
    others: 1,
    breakIt: async (node) => {
      const block = `[[peers.peer]]\nname = "c.example"\npin = "${await pinOf('c.example')}"`;
      node.append(`${block}\naddress = "127.0.0.1:${node.peerPort}"`);
    },
    cause: /c\.example and b\.example have one address, 127\.0\.0\.1:\d+/,
    place: 'sidecar.toml:12 (peers.peer.address)',
    fix: 'write address = "HOST:PORT" of c.example',
  },
  {
    name: 'a listener on loopback for a peer that dials',
    breakIt: (node) => node.change(/address = .*\n/, ''),
    severity: 'warning',
    cause: /only this machine reaches 127\.0\.0\.1:\d+, and b\.example has no address/,
    place: 'sidecar.toml:4 (peers.listen)',
    fix: /^write listen = "0\.0\.0\.0:\d+"$/,
  },
  {
    name: 'a port that no peer can know',
    breakIt: (node) => node.change(/listen = .*/, 'listen = "127.0.0.1:0"'),
    severity: 'warning',
    cause: 'port 0 is another port after each start',
    place: 'sidecar.toml:4 (peers.listen)',
    fix: 'write listen = "127.0.0.1:7100"',
  },
  {
    name: 'one port for peers and scrapers',
    breakIt: (node) => node.append(`[metrics]\nlisten = "127.0.0.1:${node.port}"`),
    cause: /port \d+ is that of peers\.listen too/,
    place: 'sidecar.toml:10 (metrics.listen)',
    fix: /^write another port, for instance \d+$/,
  },
  {
    name: 'a port that another process has',
    breakIt: async (node) => void (await listenOn(node.port)),
    cause: /another process listens on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/,
    place: 'sidecar.toml:4 (peers.listen)',
    fix: /^find it with: ss -ltnp "sport = :\d+"/,
  },
  {
    name: 'an address that this machine does not have',
    breakIt: (node) => node.change(/listen = .*/, 'listen = "192.0.2.7:7100"'),
    cause: 'this machine has no address 192.0.2.7 (EADDRNOTAVAIL)',
    place: 'sidecar.toml:4 (peers.listen)',
    fix: 'listen = "0.0.0.0:7100"',
  },
  {
    name: 'no module',
    breakIt: (node) => node.append('[modules]\nenabled_modules = []'),
    cause: 'the module "channel" is not switched on',
    place: 'sidecar.toml:10 (modules.enabled_modules)',
    fix: 'write enabled_modules = ["channel"]',
  },
  {
    name: 'a burst that is switched off',
    breakIt: (node) => node.append('[extensions.channel_burst]\nenabled = false'),
    cause: 'the burst of channels is switched off',
    place: 'sidecar.toml:10 (extensions.channel_burst.enabled)',
    fix: 'write enabled = true',
  },
  {
    name: 'an import without channels',
    breakIt: (node) => node.append('import = { channels = [] }'),
    cause: 'no channel is taken from b.example: channels is empty',
    place: 'sidecar.toml:9 (peers.peer.import.channels)',
    fix: 'write channels = ["#*"]',
  },
  {
    name: 'an export with an exception of everything',
    breakIt: (node) => node.append('export = { channels = ["#dev*", "#help"], except = ["#*"] }'),
    cause: 'no channel is sent to b.example: except takes away all',
    place: 'sidecar.toml:9 (peers.peer.export.except)',
    fix: 'write except = []',
  },
  {
    name: 'an export without fields',
    breakIt: (node) => node.append('export = { fields = [] }'),
    cause: 'of a channel nothing but its name is sent to b.example',
    place: 'sidecar.toml:9 (peers.peer.export.fields)',
    fix: 'leave fields out, or write fields = ["topic"',
  },
  {
    name: 'a bound that keeps everything waiting',
    breakIt: (node) => node.append('[guard]\ncreate_rate = 1'),
    severity: 'warning',
    cause: 'create_rate = 1: what users do every day would wait',
    place: 'sidecar.toml:10 (guard.create_rate)',
    fix: 'write create_rate = 600, or 0 for no bound',
  },
  {
    name: 'a policy of a channel that nobody exchanges',
    breakIt: (node) =>
      node.append(
        'import = { channels = ["#dev*"] }\nexport = { channels = ["#dev*"] }\n[[channels.override]]\nname = "#help"\nconflict_policy = "merge"',
      ),
    severity: 'warning',
    cause: 'the policy of #help decides nothing',
    place: 'sidecar.toml:12 (channels.override.name)',
    fix: 'correct the name or the rules of the peers',
  },
  {
    name: 'a store in a directory that is not there',
    breakIt: (node) => node.append('[store]\npath = "var/cburst.db"'),
    cause: 'the directory of the store, var, does not exist',
    place: 'sidecar.toml:10 (store.path)',
    fix: 'run: mkdir -m 700 -p var',
  },
  {
    name: 'a store in a directory that cannot be written',
    breakIt: (node) => {
      mkdirSync(node.path('var'));
      node.append('[store]\npath = "var/cburst.db"');
    },
    around: (node) => ({ store: { ...unused, mayWrite: (path) => path !== node.path('var') } }),
    cause: 'this user may not write the directory of the store, var',
    place: 'sidecar.toml:10 (store.path)',
    fix: /^run: chown \d+ var, or run this as the user of the sidecar$/,
  },
  {
    name: 'a store that cannot be written',
    breakIt: (node) => {
      openSqliteStore(node.path('cburst.db')).close();
    },
    around: (node) => ({ store: { ...unused, mayWrite: (path) => path !== node.path('cburst.db') } }),
    cause: 'this user may not write the store cburst.db',
    place: 'sidecar.toml (store.path)',
    fix: /^run: chown \d+ cburst\.db/,
  },
  {
    name: 'a store that others can read',
    breakIt: (node) => {
      openSqliteStore(node.path('cburst.db')).close();
      chmodSync(node.path('cburst.db'), 0o644);
    },
    severity: 'warning',
    cause: 'others can read the store, and join keys are in it (its mode is 0644)',
    place: 'sidecar.toml (store.path)',
    fix: 'run: chmod 600 cburst.db',
  },
  {
    name: 'a store where others can put another',
    breakIt: (node) => {
      mkdirSync(node.path('var'));
      chmodSync(node.path('var'), 0o777);
      node.append('[store]\npath = "var/cburst.db"');
    },
    severity: 'warning',
    cause: 'others may write the directory of the store, var, and put another store there (its mode is 0777)',
    place: 'sidecar.toml:10 (store.path)',
    fix: 'run: chmod o-w var',
  },
  {
    name: 'a store that is no database',
    breakIt: (node) => node.write('cburst.db', 'a letter to the operator'),
    cause: 'cburst.db is no database',
    place: 'sidecar.toml (store.path)',
    fix: 'run: mv cburst.db cburst.db.old',
  },
  {
    name: 'a store of a newer program',
    breakIt: (node) =>
      openSqliteStore(node.path('cburst.db'), { ...migrations, [latestVersion(migrations) + 1]: '' }).close(),
    cause: 'cburst.db was written by a newer program: its schema is version',
    place: 'sidecar.toml (store.path)',
    fix: /run the newer program, or: mv cburst\.db\.v\d+\.bak cburst\.db/,
  },
  {
    name: 'a store of another server, after a crash',
    breakIt: (node) => {
      const store = openSqliteStore(node.path('left.db'));
      store.commit([ownedBy('z.example', 'rfc1459')]);
      for (const end of ['', '-wal']) copyFileSync(node.path(`left.db${end}`), node.path(`cburst.db${end}`));
      chmodSync(node.path('cburst.db'), 0o600);
      store.close();
    },
    cause: 'cburst.db belongs to the server z.example, and [server] name is a.example',
    place: 'sidecar.toml (store.path)',
    fix: 'write path of another file, or [server] name = "z.example"',
  },
  {
    name: 'a store of another casemapping',
    breakIt: (node) => {
      const store = openSqliteStore(node.path('cburst.db'));
      store.commit([ownedBy('a.example', 'ascii')]);
      store.close();
    },
    cause: 'cburst.db was written under the casemapping ascii, and [server] casemapping is rfc1459',
    place: 'sidecar.toml (store.path)',
    fix: 'write casemapping = "ascii"',
  },
  {
    name: 'a store that is too large to be looked at',
    breakIt: (node) => {
      openSqliteStore(node.path('cburst.db')).close();
      truncateSync(node.path('cburst.db'), ownerBytesMax + 1);
    },
    severity: 'warning',
    cause: 'cburst.db has more than 256 MiB, so it was not read whose it is',
    place: 'sidecar.toml (store.path)',
    fix: 'start the sidecar: with the store of another server, or of another casemapping, it says so',
  },
  {
    name: 'a disk that is full',
    around: () => ({ store: { ...unused, freeSpace: () => ({ bytes: 3 * 1024 * 1024, files: null }) } }),
    cause: 'the disk of the store is full: 3 MiB are left',
    place: 'sidecar.toml (store.path)',
    fix: 'make room on the disk of DIR: df -h DIR',
  },
  {
    name: 'a disk that is nearly full',
    around: () => ({ store: { ...unused, freeSpace: () => ({ bytes: 100 * 1024 * 1024, files: 9 }) } }),
    severity: 'warning',
    cause: 'the disk of the store is nearly full: 100 MiB are left',
    place: 'sidecar.toml (store.path)',
    fix: 'df -h DIR',
  },
  {
    name: 'a disk without room for more files',
    around: () => ({ store: { ...unused, freeSpace: () => ({ bytes: 2 ** 40, files: 0 }) } }),
    cause: 'the disk of the store has no room for more files',
    place: 'sidecar.toml (store.path)',
    fix: 'df -i DIR',
  },
  {
    name: 'a socket in a directory that is not there',
    breakIt: (node) => node.append('[api]\nops_socket = "run/ops.sock"'),
    cause: 'the directory of run/ops.sock does not exist',
    place: 'sidecar.toml:10 (api.ops_socket)',
    fix: 'run: mkdir -m 750 -p run',
  },
  {
    name: 'a socket in a directory that cannot be written',
    breakIt: (node) => {
      mkdirSync(node.path('run'));
      node.append('[api]\nops_socket = "run/ops.sock"');
    },
    around: (node) => ({ store: { ...unused, mayWrite: (path) => path !== node.path('run') } }),
    cause: 'this user may not make a socket in run',
    place: 'sidecar.toml:10 (api.ops_socket)',
    fix: /^run: chown \d+ run/,
  },
  {
    name: 'a file in the place of a socket',
    breakIt: (node) => node.write('ops.sock', ''),
    cause: 'ops.sock is there and is no socket',
    place: 'sidecar.toml (api.ops_socket)',
    fix: 'run: mv ops.sock ops.sock.old',
  },
  {
    name: 'another process at the socket of the host',
    breakIt: async (node) => void (await listenOn(node.path('host.sock'))),
    cause: 'another process listens on host.sock, while nothing answers operators',
    place: 'sidecar.toml (api.host_socket)',
    fix: 'find it with: ss -lxp src host.sock',
  },
  {
    name: 'a peer with another key',
    breakIt: async (node) => node.change(/pin = .*/, `pin = "${await pinOf('c.example')}"`),
    cause:
      /the key at 127\.0\.0\.1:\d+ has the pin sha256:[0-9a-f]{64}, and the one of b\.example here is sha256:/,
    place: 'sidecar.toml:8 (peers.peer.pin)',
    fix: /if it is this one, write pin = "sha256:[0-9a-f]{64}"$/,
  },
  {
    name: 'a peer that has its next key by now',
    breakIt: async (node) => node.change(/pin = (.*)/, `pin = "${await pinOf('c.example')}"\nnext_pin = $1`),
    severity: 'warning',
    cause: 'b.example has the key of its next_pin by now',
    place: 'sidecar.toml:8 (peers.peer.pin)',
    fix: /^write pin = "sha256:[0-9a-f]{64}", and remove next_pin$/,
  },
  {
    name: "a peer with this server's pin",
    others: 1,
    breakIt: async (node) => {
      const own = await pinOf('a.example');
      const block = `[[peers.peer]]\nname = "c.example"\npin = "${own}"\naddress = "127.0.0.1:${await startPeer('a.example', 'b.example')}"`;
      node.write('sidecar.toml', `${node.config}${block}\n`);
    },
    cause: 'the pin of c.example is that of a.example itself',
    place: 'sidecar.toml:11 (peers.peer.pin)',
    fix: 'on c.example run: cburst keygen --name c.example --out DIR',
  },
  {
    name: 'an address that leads to this sidecar itself',
    breakIt: async (node) =>
      node.change(/address = .*/, `address = "127.0.0.1:${await startPeer('a.example', 'b.example')}"`),
    cause: /leads to this sidecar itself, or to one with a copy of its key/,
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'write address = "HOST:PORT" with the host on which b.example runs',
  },
  {
    name: 'an address that is where this sidecar listens',
    breakIt: (node) => {
      const [, listen] = /listen = "(.*)"/.exec(node.config)!;
      node.change(/address = .*/, `address = "${listen}"`);
    },
    cause: /^the address of b\.example, 127\.0\.0\.1:\d+, is where this sidecar itself listens$/,
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'with the host on which b.example runs, and the port of its [peers] listen',
  },
  {
    name: 'an address that leads to another peer',
    breakIt: async (node) => {
      const changed = node.config.replace(
        /address = .*/,
        `address = "127.0.0.1:${await startPeer('c.example', 'a.example')}"`,
      );
      const more = `[[peers.peer]]\nname = "c.example"\npin = "${await pinOf('c.example')}"\naddress = "127.0.0.1:${await startPeer('c.example', 'a.example')}"`;
      node.write('sidecar.toml', `${changed}${more}\n`);
    },
    cause: /^c\.example answers at 127\.0\.0\.1:\d+, the address of b\.example$/,
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'or swap the pins of the two',
  },
  {
    name: 'nothing at the address of a peer',
    breakIt: (node) => node.change(/address = .*/, 'address = "127.0.0.1:1"'),
    cause: 'nothing listens at 127.0.0.1:1, the address of b.example (ECONNREFUSED)',
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'on b.example run: cburst check; its sidecar has to run with [peers] listen = "0.0.0.0:1"',
  },
  {
    name: 'a service without TLS at the address of a peer',
    breakIt: async (node) => {
      const port = await listenOn(0, (server) =>
        server.on('connection', (socket) => socket.end('220 mail ready\r\n')),
      );
      node.change(/address = .*/, `address = "127.0.0.1:${port}"`);
    },
    cause: /what answers at 127\.0\.0\.1:\d+ is no sidecar: the other side does not speak TLS/,
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'with the port of [peers] listen of b.example',
  },
  {
    name: 'a host name that nobody knows',
    others: 1,
    breakIt: (node) => node.change(/address = .*/, 'address = "nobody.invalid:7100"'),
    // On loopback it cannot dial back.
    cause: /the host name of b\.example, nobody\.invalid, is not known \((ENOTFOUND|EAI_AGAIN)\)/,
    place: 'sidecar.toml:7 (peers.peer.address)',
    fix: 'getent hosts nobody.invalid',
  },
];

test.each(cases)('$name', async (one) => {
  const { breakIt, around, severity = 'error', others = 0, cause, place, fix } = one;
  const node = await CheckNode.create();
  await breakIt?.(node);
  const found = await node.problems(around?.(node));
  const fits = (finding: Finding) =>
    has(finding.cause, cause) &&
    has(finding.place, place) &&
    has(finding.fix, fix) &&
    finding.severity === severity;
  expect(found.filter(fits), JSON.stringify(found, null, 2)).toHaveLength(1);
  expect(found, JSON.stringify(found, null, 2)).toHaveLength(1 + others);
  for (const finding of found) expect([finding.cause, finding.place, finding.fix]).not.toContain('');
});

test('so many different things can be wrong', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30);
});

test('a sidecar in which nothing is wrong', async () => {
  const node = await CheckNode.create();
  expect(await node.problems()).toEqual([]);
});

test('a file that begins with the mark of its encoding is none of the mistakes', async () => {
  const node = await CheckNode.create();
  node.write('sidecar.toml', `\ufeff${node.config}`);
  expect(await node.problems()).toEqual([]);
});

it('a peer that does not know this server is told what to write there', async () => {
  const node = await CheckNode.create('c.example');
  const [finding, ...more] = await node.problems();
  expect(more).toEqual([]);
  expect(finding?.cause).toContain("b.example does not know this server's key: no peer with the pin");
  expect(finding?.fix).toContain(`[[peers.peer]] name = "a.example" pin = "${await pinOf('a.example')}"`);
});

it('no peer is dialled offline', async () => {
  const node = await CheckNode.create('c.example');
  expect(await node.problems({}, { offline: true })).toEqual([]);
});

function has(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** Listens until the test ends, on a port of loopback or a socket; returns the port. */
async function listenOn(where: number | string, use: (server: Server) => void = () => {}): Promise<number> {
  const server = createServer();
  use(server);
  await new Promise<void>((resolve) => {
    if (typeof where === 'string') server.listen(where, resolve);
    else server.listen(where, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
