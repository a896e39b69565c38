import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configFields } from '../../../src/config/config-fields.ts';
import { CurrentConfig } from '../../../src/config/current-config.ts';
import { appliedConfig, diffConfig } from '../../../src/config/diff-config.ts';
import { loadSidecarConfig } from '../../../src/config/load-sidecar-config.ts';
import type { SidecarConfig } from '../../../src/config/sidecar-config.ts';
import { configDirectory } from './config-directory.ts';

const peer = (name: string, more = '') =>
  `[[peers.peer]]\nname = "${name}"\npin = "sha256:${'a'.repeat(64)}"\n${more}`;

/** What a file with these sections says. */
function load(text: string, files: Record<string, string> = {}): SidecarConfig {
  const directory = configDirectory({
    'c.toml': text,
    ...{ 'peer.key': 'k', 'peer.crt': 'c', 'other.key': 'k', 'other.crt': 'c' },
    ...files,
  });
  const config = loadSidecarConfig(join(directory, 'c.toml'));
  const relative = JSON.parse(JSON.stringify(config).replaceAll(`${directory}/`, ''));
  return { ...relative, peers: { ...relative.peers, exchange: config.peers.exchange } };
}

const usual = () => load('[server]\nname = "a"\n');

/** Every key but those of peers, each with another value than the default. */
const other = () =>
  load(`[server]
name = "b"
casemapping = "ascii"
[modules]
enabled_modules = ["channel", "member"]
[extensions.channel_burst]
enabled = false
max_burst_size = 10
burst_timeout = 10
delta_delay = 10
max_delta_rate = 10
digest_interval = 10
[extensions.member_burst]
status_by_account = true
[channels]
conflict_policy = "merge"
start_in = "observe"
restart_grace = 10
flap_limit = 10
flap_window = 10
forget_min = 1000
forget_after = 100000
[[channels.override]]
name = "#help"
conflict_policy = "local"
[guard]
max_clock_skew = 10
max_channels = 10
max_list_entries = 10
create_rate = 10
mass_removals = 10
[logging]
level = "debug"
format = "json"
[peers]
listen = "127.0.0.1:1"
key = "other.key"
certificate = "other.crt"
compression = []
[store]
path = "other.db"
[api]
host_socket = "h"
host_group = "h"
ops_socket = "o"
ops_group = "o"
read_socket = "r"
read_group = "r"
read_hidden = ["#x*"]
read_members = true
tcp = "127.0.0.1:2"
tls_key = "other.key"
tls_certificate = "other.crt"
[[api.token]]
name = "t"
role = "ops-read"
sha256 = "${'b'.repeat(64)}"
[[api.certificate]]
name = "c"
role = "ops-read"
file = "other.crt"
[metrics]
listen = "127.0.0.1:3"
`);

describe('the difference of two configurations', () => {
  test('is nothing between equal ones', () => {
    expect(diffConfig(usual(), load('[server]\nname = "a"\n'))).toEqual([]);
  });

  test('knows every key', () => {
    const named = diffConfig(usual(), other()).map(({ place, key }) => `${place} ${key}`);
    expect(named).toEqual(configFields.map(({ place, key }) => `${place} ${key}`));
  });

  test('says what could stand in the file, with the reason where it needs a restart', () => {
    const changes = diffConfig(usual(), other());
    const find = (wanted: string) => changes.find(({ key }) => key === wanted);
    expect(find('forget_min')).toEqual({
      place: '[channels]',
      key: 'forget_min',
      before: '86400',
      after: '1000',
      restart: null,
    });
    expect(find('name')).toMatchObject({ before: '"a"', after: '"b"', restart: expect.any(String) });
    expect(find('override')).toMatchObject({ before: '{}', after: '{"#help":"local"}' });
    expect(JSON.stringify(changes)).not.toContain('b'.repeat(64));
  });

  test('names peers that came or went, and what is other of those that stay, in whatever order', () => {
    const before = load(`[server]\nname = "x"\n[peers]\nlisten = "h:2"\n${peer('b')}`);
    const after = load(
      `[server]\nname = "x"\n[peers]\nlisten = "h:2"\n${peer('d').replaceAll('a'.repeat(64), 'd'.repeat(64))}${peer('b', 'address = "h:1"\nimport = { except = ["#s"] }\n')}`,
    );
    expect(diffConfig(before, after)).toMatchObject([
      { place: '[[peers.peer]] b', key: 'address', before: 'none', after: '"h:1"', restart: null },
      { place: '[[peers.peer]] b', key: 'import', after: expect.stringContaining('"except":["#s"]') },
      { place: '[[peers.peer]] d', key: 'name', before: 'none', after: 'added' },
    ]);
    expect(diffConfig(after, before).at(-1)).toMatchObject({
      key: 'name',
      before: 'there',
      after: 'removed',
    });
  });
});

describe('a file that is read while the sidecar runs', () => {
  test('counts but for what needs a restart', () => {
    const applied = appliedConfig(usual(), other());
    expect(diffConfig(applied, other()).every(({ restart }) => restart !== null)).toBe(true);
    expect(diffConfig(usual(), applied).every(({ restart }) => restart === null)).toBe(true);
    const waiting = diffConfig(usual(), other()).filter(({ restart }) => restart !== null);
    expect(diffConfig(applied, other())).toEqual(waiting);
  });

  test('names other files for TLS of the API, which does not begin or end by that', () => {
    const token = `[[api.token]]\nname = "t"\nrole = "ops-read"\nsha256 = "${'b'.repeat(64)}"\n`;
    const tcp = (more: string) => load(`[server]\nname = "a"\n[api]\ntcp = "127.0.0.1:2"\n${more}${token}`);
    const tls = (name: string) => tcp(`tls_key = "${name}.key"\ntls_certificate = "${name}.crt"\n`);
    const [plain, first, second] = [tcp(''), tls('peer'), tls('other')];
    expect(diffConfig(first, second).map(({ key, restart }) => [key, restart])).toEqual([
      ['tls_key', null],
      ['tls_certificate', null],
    ]);
    expect(appliedConfig(first, second).api).toEqual(second.api);
    for (const [running, loaded] of [
      [plain, first],
      [first, plain],
    ] as const) {
      expect(appliedConfig(running, loaded).api).toEqual(running.api);
      expect(diffConfig(running, loaded)).toMatchObject([
        { restart: expect.any(String) },
        { key: 'tls_certificate', restart: expect.any(String) },
      ]);
    }
  });

  test('leaves pending what waits, until it is taken back', () => {
    const current = new CurrentConfig(usual(), 1);
    current.take(other(), 2);
    expect(current.running.guard.createRate).toBe(10);
    expect(current.policyFor('#x' as never)).toBe('merge');
    expect(current.policyFor('#help' as never)).toBe('local');
    expect(current.pending().map(({ key }) => key)).toContain('casemapping');
    current.take(usual(), 3);
    expect([current.pending(), current.loadedAt, current.policyFor('#x' as never)]).toEqual([[], 3, 'local']);
  });
});
