import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { newToken, tokenHash } from '../../../src/access/api-token.ts';
import { linkBlock } from '../../../src/adapter/adapter.ts';
import type { Severity } from '../../../src/check/finding.ts';
import type { IrcdType } from '../../../src/config/ircd-kinds.ts';
import { loadAdapterConfig } from '../../../src/config/load-adapter-config.ts';
import { CheckNode } from './check-node.ts';

// The adapter and the ircd beside a sidecar in which nothing is wrong.

const SEND = 'what-the-adapter-sends';
const RECEIVE = 'what-the-ircd-sends';

interface Case {
  readonly name: string;
  readonly ircd?: IrcdType;
  /** Changes of the adapter's, the ircd's and the sidecar's configuration. */
  readonly adapter?: readonly [string | RegExp, string];
  readonly conf?: readonly [string | RegExp, string];
  readonly sidecar?: readonly [string | RegExp, string];
  /** What of the ircd's configuration stands in another file, and what in its place; then the file. */
  readonly moved?: readonly [what: RegExp, include: string, file: string];
  readonly severity?: Severity;
  readonly cause: string | RegExp;
  /** `{text}`: the number of the line in which that is. */
  readonly place: string;
  readonly fix: string;
}

const cases: Case[] = [
  {
    name: 'an adapter of another server',
    adapter: ['server_name = "a.example"', 'server_name = "z.example"'],
    conf: ['name="a.example"', 'name="z.example"'],
    cause: 'the adapter is for z.example, and [server] name of the sidecar is a.example',
    place: 'adapter.toml:4 (ircd.server_name)',
    fix: 'write server_name = "a.example"',
  },
  {
    name: "a sidecar's configuration in the place of the adapter's",
    adapter: [/[\s\S]*/, '[server]\nname = "a.example"\n[peers]\n'],
    cause: 'this is the configuration of a sidecar',
    place: 'adapter.toml:1:1',
    fix: 'name that of the adapter',
  },
  {
    name: 'an adapter at another socket',
    adapter: ['host.sock', 'other.sock'],
    cause: 'the adapter asks at other.sock, and [api] host_socket of the sidecar is host.sock',
    place: 'adapter.toml:11 (sidecar.target)',
    fix: 'write target = "unix:host.sock"',
  },
  {
    name: "an adapter at the operators' socket",
    adapter: ['host.sock', 'ops.sock'],
    cause: "ops.sock is the sidecar's socket for operators",
    place: 'adapter.toml:11 (sidecar.target)',
    fix: 'write target = "unix:host.sock"',
  },
  {
    name: 'an adapter at a port that there is not',
    adapter: ['target = "unix:host.sock"', 'target = "127.0.0.1:7101"\ntoken_file = "token"'],
    cause: 'the adapter asks at 127.0.0.1:7101, and the sidecar has no [api] tcp',
    place: 'adapter.toml:11 (sidecar.target)',
    fix: 'write target = "unix:host.sock"',
  },
  {
    name: 'an adapter whose token the sidecar does not know',
    adapter: ['target = "unix:host.sock"', 'target = "127.0.0.1:7101"\ntoken_file = "token"'],
    sidecar: [
      /$/,
      `[api]\ntcp = "127.0.0.1:7101"\n[[api.token]]\nname = "x"\nrole = "host"\nsha256 = "${tokenHash(newToken())}"\n`,
    ],
    cause: "the adapter's token is none that the sidecar knows",
    place: 'adapter.toml:12 (sidecar.token_file)',
    fix: 'run: cburst token --name adapter --role host --out FILE',
  },
  {
    name: 'an adapter with the token of an operator',
    adapter: ['target = "unix:host.sock"', 'target = "127.0.0.1:7101"\ntoken_file = "token"'],
    sidecar: [
      /$/,
      `[api]\ntcp = "127.0.0.1:7101"\n[[api.token]]\nname = "x"\nrole = "ops-read"\nsha256 = "${tokenHash('a-token-of-the-test')}"\n`,
    ],
    cause: "the adapter's token has the role ops-read",
    place: 'adapter.toml:12 (sidecar.token_file)',
    fix: 'run: cburst token --name adapter --role host',
  },
  {
    name: 'a password that can be guessed',
    adapter: [SEND, 'sesame'],
    conf: [SEND, 'sesame'],
    severity: 'warning',
    cause: 'send_password is shorter than 12 characters',
    place: 'adapter.toml:8 (link.send_password)',
    fix: 'write send_password_file = "send-password"',
  },
  {
    name: 'a password that is missing',
    adapter: [/send_password.*\n/, ''],
    cause: 'link.send_password is missing',
    place: 'adapter.toml:5:1',
    fix: 'write send_password_file = "send-password"',
  },
  {
    name: 'members that the sidecar does not keep',
    adapter: [/$/, '[adapter]\nshow_members = true\n'],
    cause: 'the adapter is to show members of other servers, and the sidecar does not keep them',
    place: 'adapter.toml:13 (adapter.show_members)',
    fix: 'write enabled_modules = ["channel", "member"]',
  },
  {
    name: 'an ircd that always has another casemapping',
    ircd: 'ngircd',
    sidecar: [/casemapping = .*/, 'casemapping = "rfc1459"'],
    cause: 'the casemapping of ngircd is ascii, and [server] casemapping of the sidecar is rfc1459',
    place: 'adapter.toml:2 (ircd.type)',
    fix: 'write casemapping = "ascii" in [server] of every sidecar',
  },
  {
    name: 'nothing at the address of the ircd',
    adapter: [/address = .*/, 'address = "127.0.0.1:1"'],
    conf: [/port="\d+" type="servers"/, 'port="1" type="servers"'],
    cause: 'nothing answers at 127.0.0.1:1, the address of the ircd (ECONNREFUSED)',
    place: 'adapter.toml:3 (ircd.address)',
    fix: 'start the ircd, or write address with its port for servers, for instance "127.0.0.1:7000"',
  },
  {
    name: 'an InspIRCd without a link block',
    conf: ['<link name="cburst.a.example"', '<link name="services.a.example"'],
    cause: 'the ircd has no <link> of cburst.a.example',
    place: 'ircd.conf',
    fix: 'paste what this prints: cburst adapter --ircd inspircd --config adapter.toml --print-link, then /REHASH',
  },
  {
    name: 'an InspIRCd that may have its link block elsewhere',
    conf: [/<link [^>]*>/, '<include file="links.conf">'],
    severity: 'warning',
    cause: 'what it includes (links.conf) was not looked at: it cannot be read (ENOENT)',
    place: 'ircd.conf',
    fix: 'or look there: --ircd-config',
  },
  {
    name: 'an InspIRCd that includes what is not there',
    conf: [/$/, '<include file="opers.conf">'],
    severity: 'warning',
    cause: 'opers.conf is included, and was not looked at: it cannot be read (ENOENT)',
    place: 'ircd.conf:{<include}',
    fix: 'run this as a user who may read it',
  },
  {
    name: 'an InspIRCd that takes another password in a file that it includes',
    conf: [`recvpass="${SEND}"`, 'recvpass="another"'],
    moved: [/<link [^>]*>/, '<include file="conf.d/links.conf">', 'conf.d/links.conf'],
    cause: 'recvpass of the <link> of cburst.a.example is not [link] send_password of the adapter',
    place: 'conf.d/links.conf:{recvpass="another"}',
    fix: '--print-link, then /REHASH',
  },
  {
    name: 'an ngIRCd with another name in its directory of snippets',
    ircd: 'ngircd',
    conf: ['Name = a.example', 'Name = irc.example'],
    moved: [/\[Global\]\n[\s\S]*?\n\n/, '', 'ngircd.conf.d/global.conf'],
    cause: 'the ircd is irc.example',
    place: 'ngircd.conf.d/global.conf:{Name = irc.example}',
    fix: 'write server_name = "irc.example" in adapter.toml',
  },
  {
    name: 'an ircd-hybrid that takes a hash in a file that it includes',
    ircd: 'hybrid',
    conf: ['encrypted = no', 'encrypted = yes'],
    moved: [/connect \{[^}]*\};/, '.include "links.conf"', 'links.conf'],
    cause: 'accept_password counts as a hash',
    place: 'links.conf:{encrypted = yes}',
    fix: 'write encrypted = no;, then REHASH',
  },
  {
    name: 'an InspIRCd that takes another password',
    conf: [`recvpass="${SEND}"`, 'recvpass="another"'],
    cause: 'recvpass of the <link> of cburst.a.example is not [link] send_password of the adapter',
    place: 'ircd.conf:{recvpass="another"}',
    fix: '--print-link, then /REHASH',
  },
  {
    name: 'an InspIRCd that sends no password',
    conf: [/\s*sendpass="[^"]*"/, ''],
    cause: 'sendpass of the <link> of cburst.a.example is missing',
    place: 'ircd.conf:{<link name}',
    fix: '--print-link, then /REHASH',
  },
  {
    name: 'an InspIRCd that takes servers at another port',
    conf: [/port="\d+" type="servers"/, 'port="7005,7010-7011" type="servers"'],
    cause:
      /port \d+ of \[ircd\] address is in no <bind type="servers"> without TLS: there are 7005, 7010, 7011/,
    place: 'ircd.conf:{port="7005}',
    fix: 'write address = "127.0.0.1:7005" in adapter.toml',
  },
  {
    name: 'an InspIRCd that takes servers nowhere',
    conf: ['type="servers"', 'type="clients"'],
    cause: 'the ircd takes servers at no port: it has no <bind type="servers">',
    place: 'ircd.conf',
    fix: '--print-link',
  },
  {
    name: 'an InspIRCd that wants TLS on the link',
    conf: ['<link name', '<link ssl="gnutls" name'],
    cause: 'the ircd wants TLS on this link, and the adapter comes without',
    place: 'ircd.conf:{ssl="gnutls"}',
    fix: 'remove its ssl and sslprofile, then REHASH',
  },
  {
    name: 'an InspIRCd with another casemapping',
    conf: ['casemapping="ascii"', 'casemapping="rfc1459"'],
    cause: 'the ircd folds names by rfc1459, and [server] casemapping of the sidecar is ascii',
    place: 'ircd.conf:{casemapping="rfc1459"}',
    fix: 'write <options casemapping="ascii">',
  },
  {
    name: 'an InspIRCd that says nothing of its casemapping',
    conf: [/<options[^>]*>/, ''],
    cause: 'the ircd folds names by rfc1459',
    place: 'ircd.conf',
    fix: 'write <options casemapping="ascii">',
  },
  {
    name: 'an InspIRCd without the module for links',
    conf: ['<module name="spanningtree">', ''],
    cause: 'the module spanningtree is not loaded: no server can link',
    place: 'ircd.conf',
    fix: 'write <module name="spanningtree">',
  },
  {
    name: 'an InspIRCd without the module for empty channels',
    conf: ['<module name="permchannels">', '# <module name="permchannels">'],
    severity: 'warning',
    cause: 'the module permchannels is not loaded',
    place: 'ircd.conf',
    fix: 'write <module name="permchannels">',
  },
  {
    name: 'a server id that the ircd has itself',
    conf: ['id="001"', 'id="9CB"'],
    cause: '9CB is the server id of the ircd itself',
    place: 'ircd.conf:{id="9CB"}',
    fix: 'write another sid in adapter.toml, for instance sid = "9CC"',
  },
  {
    name: 'an ircd of another name',
    conf: ['name="a.example"', 'name="irc.example"'],
    cause: 'the ircd is irc.example, and [ircd] server_name of the adapter is a.example',
    place: 'ircd.conf:{name="irc.example"}',
    fix: 'write server_name = "irc.example" in adapter.toml',
  },
  {
    name: 'an ngIRCd that takes another password',
    ircd: 'ngircd',
    conf: [/MyPassword = .*/, 'MyPassword = another'],
    cause: 'MyPassword of the [Server] of cburst.a.example is not [link] send_password',
    place: 'ircd.conf:{MyPassword = another}',
    fix: '--print-link, then REHASH',
  },
  {
    name: 'an ngIRCd that dials itself',
    ircd: 'ngircd',
    conf: ['Passive = yes', 'Host = 127.0.0.1\n\tPort = 6668'],
    cause: 'the ircd would dial the adapter, which dials itself',
    place: 'ircd.conf:{Host = 127.0.0.1}',
    fix: 'write Passive = yes, then REHASH',
  },
  {
    name: 'an ngIRCd with two blocks',
    ircd: 'ngircd',
    conf: [/$/, '[Server] \nName = CBURST.a.example\n'],
    cause: 'the ircd has two [Server] of cburst.a.example',
    place: 'ircd.conf:{[Server] }',
    fix: 'remove this [Server]',
  },
  {
    name: 'an ngIRCd at another port',
    ircd: 'ngircd',
    conf: [/Ports = .*/, ''],
    cause: /port \d+ of \[ircd\] address is in no \[Global\] Ports without TLS: there are 6667/,
    place: 'ircd.conf',
    fix: 'write address = "127.0.0.1:6667" in adapter.toml',
  },
  {
    name: 'an ircd-hybrid that takes a hash',
    ircd: 'hybrid',
    conf: ['encrypted = no', 'encrypted = yes'],
    cause: 'accept_password counts as a hash, and the adapter comes without',
    place: 'ircd.conf:{encrypted = yes}',
    fix: 'write encrypted = no;, then REHASH',
  },
  {
    name: 'an ircd-hybrid that wants TLS at its port',
    ircd: 'hybrid',
    conf: ['listen { ', 'listen { port = 6670 .. 6671; flags = hidden, tls; '],
    cause: /is in no listen \{\} without TLS: there are 6670, 6671/,
    place: 'ircd.conf:{flags = hidden}',
    fix: 'write address = "127.0.0.1:6670" in adapter.toml',
  },
  {
    name: 'an ircd-hybrid that takes another password',
    ircd: 'hybrid',
    conf: [SEND, 'another'],
    cause: 'accept_password of the connect {} of cburst.a.example is not [link] send_password',
    place: 'ircd.conf:{accept_password = "another"}',
    fix: '--print-link, then REHASH',
  },
  {
    name: 'an ircd-hybrid without a block',
    ircd: 'hybrid',
    conf: ['connect {', '/* connect {'],
    cause: 'the ircd has no connect {} of cburst.a.example',
    place: 'ircd.conf',
    fix: '--print-link',
  },
  {
    name: 'an ircd-hybrid that lets nobody in behind the adapter',
    ircd: 'hybrid',
    adapter: [/$/, '[adapter]\nshow_members = true\n'],
    sidecar: [/$/, '[modules]\nenabled_modules = ["channel", "member"]\n'],
    conf: [/hub_mask.*\n/, ''],
    cause: '[adapter] show_members brings a server of its own, which connect {}',
    place: 'ircd.conf:{connect {}',
    fix: 'write hub_mask = "*"; in it',
  },
];

/** What an ircd's configuration has beside the block that `--print-link` prints. */
const heads: Readonly<Record<IrcdType, string>> = {
  inspircd: '<server name="a.example" id="001">\n<options casemapping="ascii">\n',
  ngircd: '[Global]\nName = a.example\nPorts = 6667, PORT\n\n',
  hybrid: 'serverinfo { name = "a.example"; sid = "001"; hub = yes; };\n',
};

test.each(cases)('$name', async (one) => {
  const { severity = 'error', cause, place, fix } = one;
  const { found, conf } = await look(one);
  const [finding, ...more] = found;
  expect(more).toEqual([]);
  expect(finding!.severity).toBe(severity);
  if (typeof cause === 'string') expect(finding!.cause).toContain(cause);
  else expect(finding!.cause).toMatch(cause);
  expect(finding!.place).toBe(place.replace(/\{(.*)\}/, (_, text: string) => lineWith(conf, text)));
  expect(finding!.fix).toContain(fix);
});

test.each(['inspircd', 'ngircd', 'hybrid'] as const)(
  'what --print-link prints is all that a %s needs',
  async (ircd) => expect(await problems({ ircd })).toEqual([]),
);

test.each([
  ['inspircd', /<link [^>]*>/, '<include directory="conf.d">', 'conf.d/10-links.conf'],
  ['ngircd', /\[Server\][\s\S]*/, '[Options]\nIncludeDir = conf.d\n', 'conf.d/10-links.conf'],
  ['hybrid', /connect \{[^}]*\};/, '.include <links.conf>', 'links.conf'],
] as const)('a %s may have it in a file that it includes', async (ircd, what, include, file) => {
  expect(await problems({ ircd, moved: [what, include, file] })).toEqual([]);
});

const kinds = Object.keys(heads) as IrcdType[];
const pairs = kinds.flatMap((ircd) => kinds.filter((one) => one !== ircd).map((one) => [ircd, one] as const));

test.each(pairs)(
  'of an adapter for %s the configuration of %s is told as that alone',
  async (ircd, written) => {
    expect(await problems({ ircd, conf: [/[\s\S]*/, heads[written]] })).toEqual([
      {
        severity: 'error',
        area: 'ircd',
        cause: `this is a configuration of ${written}, and [ircd] type of the adapter is ${ircd}`,
        place: 'ircd.conf',
        fix: `name that of the ${ircd} with --ircd-config, or write type = "${written}" in adapter.toml`,
      },
    ]);
  },
);

test('no finding tells a password', async () => {
  for (const one of cases)
    expect(JSON.stringify(await problems(one))).not.toMatch(/what-the-(adapter|ircd)-sends/);
});

async function problems(one: Partial<Case>) {
  return (await look(one)).found;
}

function lineWith(conf: string, text: string): string {
  return String(conf.slice(0, conf.indexOf(text)).split('\n').length);
}

async function look({ ircd = 'inspircd', adapter, conf, sidecar, moved }: Partial<Case>) {
  const node = await CheckNode.create();
  const port = await listen();
  node.write('token', 'a-token-of-the-test');
  const changed = (text: string, change: Case['conf']) =>
    change === undefined ? text : text.replace(...change);
  node.write(
    'sidecar.toml',
    changed(node.config.replace('[server]', '[server]\ncasemapping = "ascii"'), sidecar),
  );
  const toml = `[ircd]
type = "${ircd}"
address = "127.0.0.1:${port}"
server_name = "a.example"
[link]
name = "cburst.a.example"
${ircd === 'ngircd' ? '# none' : 'sid = "9CB"'}
send_password = "${SEND}"
receive_password = "${RECEIVE}"
[sidecar]
target = "unix:host.sock"
`;
  node.write('adapter.toml', toml);
  const block = linkBlock(loadAdapterConfig(node.path('adapter.toml'), ircd));
  const whole = changed(`${heads[ircd].replace('PORT', String(port))}${block}`, conf);
  const [part = null, include = '', file = 'ircd.conf'] = moved ?? [];
  if (part !== null) node.write(file, part.exec(whole)![0]);
  node.write('ircd.conf', part === null ? whole : whole.replace(part, include));
  node.write('adapter.toml', changed(toml, adapter));
  const options = { adapterConfigFile: node.path('adapter.toml'), ircdConfigFile: node.path('ircd.conf') };
  return { found: await node.problems({}, options), conf: node.text(file) };
}

/** Where an ircd would listen. */
async function listen(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? address!.port : 0;
}
