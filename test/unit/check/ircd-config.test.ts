import { expect, test } from 'vitest';
import { readIrcdConfig } from '../../../src/check/ircd-config.ts';

test('an InspIRCd: comments, variables, entities, ranges, TLS ports and includes', () => {
  const config = readIrcdConfig(
    'inspircd',
    `# <link name="commented.example" sendpass="x">
<define name="host" value="irc.example">
<server name="&host;"
# of the network
id="0AA">
<bind address="" port="7000-7002,7010" type="servers">
<bind address="" port="7050" type="servers" sslprofile="Clients">
<bind address="" port="6667" type="clients">
<include file="links.conf">
<module name="m_permchannels.so"><module name="spanningtree">
<link name="a.example" sendpass="one &quot;two&quot; > three"
      recvpass="&amp;four">
<options CaseMapping="ascii">
`,
  );
  expect(config.serverName).toEqual({ value: 'irc.example', line: 3 });
  expect(config.sid).toEqual({ value: '0AA', line: 5 });
  expect(config.casemapping).toEqual({ value: 'ascii', line: 13 });
  expect(config.ports?.map(({ value }) => value)).toEqual([7000, 7001, 7002, 7010]);
  expect([...config.modules!]).toEqual(['permchannels', 'spanningtree']);
  expect(config.elsewhere).toEqual([{ value: 'links.conf', line: 9 }]);
  expect(config.links).toMatchObject([
    {
      line: 11,
      name: { value: 'a.example' },
      sends: { value: 'one "two" > three', line: 11 },
      takes: { value: '&four', line: 12 },
    },
  ]);
});

test('an ngIRCd: comments of both kinds, several servers, any case of keys', () => {
  const config = readIrcdConfig(
    'ngircd',
    `[GLOBAL]
\tname = irc.example
\t;Ports = 1
\tPorts = 6667, 6668
[Options]
\tIncludeDir = /etc/ngircd.d
[Server]
\tName = a.example
\tMyPassword = with = sign
[Server]
# Name = nobody
\tNAME = b.example
`,
  );
  expect(config.serverName).toEqual({ value: 'irc.example', line: 2 });
  expect(config.ports).toEqual([
    { value: 6667, line: 4 },
    { value: 6668, line: 4 },
  ]);
  expect(config.elsewhere).toEqual([{ value: '/etc/ngircd.d', line: 6 }]);
  expect(config.links.map(({ name }) => name?.value)).toEqual(['a.example', 'b.example']);
  expect(config.links[0]!.takes).toEqual({ value: 'with = sign', line: 9 });
});

test('an ircd-hybrid: comments of all kinds, escapes, ranges, flags and includes', () => {
  const config = readIrcdConfig(
    'hybrid',
    `/* connect { name = "old.example"; }; */
.include "more.conf"
serverinfo { name = "irc.example"; # hub = no;
  sid = "0AA"; };
listen { port = 6665 .. 6667, 7000; flags = hidden, tls; port = 6697; };
class { name = "s"; ping_time = 90 seconds; };
connect {
  name = "a.example"; // the adapter
  send_password = "a \\"b\\"; c"; accept_password = "d#e";
  flags = tls;
};
`,
  );
  expect(config.serverName).toEqual({ value: 'irc.example', line: 3 });
  expect(config.sid).toEqual({ value: '0AA', line: 4 });
  expect(config.ports?.map(({ value }) => value)).toEqual([6665, 6666, 6667, 7000]);
  expect(config.elsewhere).toEqual([{ value: 'more.conf', line: 2 }]);
  expect(config.links).toMatchObject([
    {
      line: 7,
      sends: { value: 'a "b"; c', line: 9 },
      takes: { value: 'd#e', line: 9 },
      otherwise: [{ line: 10, instead: 'remove tls from its flags' }],
      mayHaveOthers: false,
    },
  ]);
});

test.each(['inspircd', 'ngircd', 'hybrid'] as const)('anything at all, as a %s', (type) => {
  for (const text of [
    '',
    '<',
    '<link',
    '"',
    '[',
    '[Server]',
    'connect {',
    '}}}};;',
    '=\n=',
    '<a b="',
    '/*',
    '\0',
  ])
    expect(readIrcdConfig(type, text).links.every(({ name }) => name === null)).toBe(true);
});
